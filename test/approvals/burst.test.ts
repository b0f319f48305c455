/** Three thousand people at once: three messages, and one count that is redrawn with patience. */
import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { drawApproval } from '../../src/approvals/draw-approval.ts';
import { gatherArrivals } from '../../src/approvals/gather-arrivals.job.ts';
import { transact } from '../../src/jobs/transact.ts';
import { addRun, endRun } from '../../src/store/bulk-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { addMessage } from '../../src/store/message-store.ts';
import { addReview, markAll } from '../../src/store/review-store.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addWebinar } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { faultsOfDrawing, linesOf } from './as-slack-reads.ts';

async function webinarForThisTest() {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'burst' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db);
  let arrived = 0;
  return {
    db,
    webinar,
    async arrive(people: number) {
      await db.execute(sql`
        insert into registrants (webinar_id, lead_id, status, first_name, last_name, email, marketo_base)
        select ${webinar.id}::int, ${arrived}::int + n, 'pending_approval', 'Guest', n::text, 'guest-' || n || '@acme.example',
          'Pending Approval'
        from generate_series(1, ${people}::int) as n`);
      arrived += people;
      await gatherArrivals(db)({ webinarId: webinar.id });
    },
    gather: () => gatherArrivals(db)({ webinarId: webinar.id }),
    messages: () => db.select().from(messages).where(eq(messages.kind, 'approval')).orderBy(messages.id),
    /** The drawings that are promised, with the milliseconds until they are due; then they count as drawn. */
    async takeDrawings() {
      const jobs = (await waitingJobs(db)).filter(({ name }) => name === 'draw-message');
      await db.execute(sql`delete from graphile_worker._private_jobs`);
      return jobs.map(({ key, inMs }) => ({ messageId: Number(key?.split(':')[1]), inMs }));
    },
  };
}

type WebinarUnderTest = Awaited<ReturnType<typeof webinarForThisTest>>;

async function linesOfNewest({ db, messages: all }: WebinarUnderTest): Promise<string[]> {
  const newest = (await all()).at(-1);
  const drawing = newest && (await drawApproval(db, newest));
  if (!drawing) throw new Error('there is no message');
  expect(faultsOfDrawing(drawing)).toEqual([]);
  return linesOf(drawing);
}

const shownPeople = async ({ db }: WebinarUnderTest) =>
  db.$count(registrants, sql`${registrants.messageId} is not null`);

test('three thousand people who come at once make three messages of at most ten, and the rest is counted on the newest', async () => {
  const it = await webinarForThisTest();
  await it.arrive(3_000);
  const posted = await it.messages();
  expect(posted).toHaveLength(3);
  for (const { id } of posted) {
    const people = await it.db.$count(registrants, eq(registrants.messageId, id));
    expect(people).toBeGreaterThan(5);
    expect(people).toBeLessThanOrEqual(10);
  }
  const waiting = 3_000 - (await shownPeople(it));
  expect((await linesOfNewest(it)).join('\n')).toContain(
    `${waiting.toLocaleString('en')} more wait and will`,
  );
  expect(waiting).toBeGreaterThanOrEqual(2_970);
  for (const { inMs } of await it.takeDrawings()) expect(inMs).toBeLessThan(1_000);
});

test('who comes after them is counted at most every ten seconds, on the newest message alone', async () => {
  const it = await webinarForThisTest();
  await it.arrive(3_000);
  const [, , newest] = await it.messages();
  await it.takeDrawings();
  for (let wave = 0; wave < 5; wave++) await it.arrive(100);
  expect(await it.messages()).toHaveLength(3);
  const drawings = await it.takeDrawings();
  expect(drawings).toEqual([{ messageId: newest?.id, inMs: expect.any(Number) }]);
  expect(drawings[0]?.inMs).toBeGreaterThan(5_000);
  expect(drawings[0]?.inMs).toBeLessThanOrEqual(10_000);
  const waiting = 3_500 - (await shownPeople(it));
  expect((await linesOfNewest(it)).join('\n')).toContain(`${waiting.toLocaleString('en')} more wait`);
  // Nothing new: nothing to draw.
  await it.gather();
  expect(await it.takeDrawings()).toEqual([]);
});

test('once nobody waits any more the newest message says so, although none of its own people moved', async () => {
  const it = await webinarForThisTest();
  await it.arrive(60);
  expect((await linesOfNewest(it)).join('\n')).toContain('more wait');
  await it.takeDrawings();
  await transact(it.db, async (tx) => {
    const review = await addReview(tx, it.webinar.id, 'U0MARA');
    await markAll(tx, review);
    const message = await addMessage(tx, { webinarId: it.webinar.id, kind: 'bulk', slackChannelId: 'C0' });
    const { id: webinarId } = it.webinar;
    const run = { webinarId, userId: 'U0MARA', decision: 'reject' as const, messageId: message.id };
    await endRun(tx, (await addRun(tx, run, review.id)).id);
  });
  await it.gather();
  const newest = (await it.messages()).at(-1);
  expect(await it.takeDrawings()).toEqual([{ messageId: newest?.id, inMs: expect.any(Number) }]);
  expect((await linesOfNewest(it)).join('\n')).not.toContain('more wait');
});
