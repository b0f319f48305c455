/** The messages of a webinar in which races are run: drawn as they are promised to be, and compared with the rows. */
import { asc, eq, sql } from 'drizzle-orm';
import { drawApproval } from '../../src/approvals/draw-approval.ts';
import { drawBulk } from '../../src/approvals/draw-bulk.ts';
import { gatherArrivals } from '../../src/approvals/gather-arrivals.job.ts';
import type { JobName } from '../../src/jobs/catalogue.ts';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { transact } from '../../src/jobs/transact.ts';
import { drawMessage } from '../../src/messages/draw-message.job.ts';
import { drawnValue } from '../../src/outside/slack/drawn-value.ts';
import type { Db } from '../../src/store/database.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { buttonsOf } from './paper-channel.ts';
import type { RaceWebinar } from './race-webinar.ts';

const nothing = async () => undefined;
const drawings = { approval: drawApproval, bulk: drawBulk, alert: nothing, report: nothing, notice: nothing };

async function waiting(db: Db, name: JobName): Promise<{ id: string; key: string }[]> {
  const jobs = await db.execute<{ id: string; key: string }>(
    sql`select id, key from graphile_worker.jobs where task_identifier = ${name} order by id`,
  );
  return [...jobs];
}

async function take(db: Db, id: string): Promise<void> {
  await db.execute(sql`select graphile_worker.complete_jobs(array[${id}::bigint])`);
}

/** Draws what is promised to be drawn, as the queues do: what fails or has to wait is promised again. */
export async function drawWaiting({ db, paper }: RaceWebinar, through: Db): Promise<void> {
  const draw = drawMessage({ db: through, slack: paper.slack, drawings });
  for (const { id, key } of await waiting(db, 'draw-message')) {
    const messageId = Number(key.split(':')[1]);
    await take(db, id);
    const again = () => transact(db, async (tx) => enqueue(tx, 'draw-message', { messageId }));
    try {
      if (await draw({ messageId })) await again();
    } catch (error) {
      await again();
      throw error;
    }
  }
}

const mostRounds = 20;

/** Whatever is promised for the messages has come to pass. */
export async function catchUp(it: RaceWebinar): Promise<void> {
  const { db, webinar } = it;
  for (let round = 0; round < mostRounds; round++) {
    const gathering = await waiting(db, 'gather-arrivals');
    const drawing = await waiting(db, 'draw-message');
    if (gathering.length + drawing.length === 0) return;
    for (const { id } of gathering) await take(db, id);
    if (gathering.length > 0) await gatherArrivals(db)({ webinarId: webinar.id });
    // What was on its way when somebody died has arrived by now, or never will.
    await db
      .update(messages)
      .set({ postAttemptedAt: sql`now() - interval '1 minute'` })
      .where(sql`${messages.postAttemptedAt} is not null and ${messages.slackTs} is null`);
    await drawWaiting(it, db);
  }
  throw new Error('the messages are drawn again and again without an end');
}

/** What is wrong with the messages, once they have caught up. */
export async function faultsOfMessages({ db, webinar, paper }: RaceWebinar): Promise<string[]> {
  const faults: string[] = [];
  const offered: string[] = [];
  const ofWebinar = eq(messages.webinarId, webinar.id);
  for (const message of await db.select().from(messages).where(ofWebinar).orderBy(asc(messages.id))) {
    const shown = paper.shows(message.id);
    const wanted = await drawings[message.kind](db, message);
    if (!shown || !wanted) faults.push(`message ${message.id} was never posted`);
    else faults.push(...difference(asCompared(shown), asCompared(wanted)));
    offered.push(...buttonsOf(shown ?? { blocks: [] }).map(({ action, value }) => `${action} ${value}`));
  }
  const people = await db.select().from(registrants).where(eq(registrants.webinarId, webinar.id));
  const wanted = people.flatMap((person) => {
    if (person.holdsUntil !== null) return person.messageId === null ? [] : `undo ${drawnValue(person)}`;
    if (person.status !== 'pending_approval') return [];
    // Whose turn in a bulk run comes by itself is not shown anew.
    return person.messageId === null && person.bulkRunId !== null ? [] : `approve ${drawnValue(person)}`;
  });
  const about = offered.filter((button) => /^(?:approve|undo) /.test(button));
  if (about.sort().join() !== wanted.sort().join())
    faults.push(`the messages offer ${about.join(', ')} instead of ${wanted.join(', ')}`);
  return faults;
}

/**
 * Places stand on the newest message as they were when something else redrew it, and once attendance is in not at all;
 * the end of a hold is moved by these tests themselves.
 */
function asCompared({ text, blocks }: { text: string; blocks: readonly unknown[] }): string {
  return JSON.stringify([text, blocks])
    .replaceAll(/(?: · )?\d+ (?:of \d+ )?places? taken|\d+ places? (?:is|are) left\./g, '')
    .replaceAll(/They are the people shown in this message\./g, '')
    .replaceAll(/"timestamp":\d+,"format":"{time_secs}","fallback":"[^"]*"/g, '"the end of the hold"');
}

function difference(shown: string, wanted: string): string[] {
  if (shown === wanted) return [];
  const at = [...shown].findIndex((letter, index) => letter !== wanted[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 200);
  return [`a message shows ${around(shown)} instead of ${around(wanted)}`];
}
