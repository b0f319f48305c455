import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { type Move, moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { moveRegistrants } from '../../src/jobs/move-registrants.ts';
import { transact } from '../../src/jobs/transact.ts';
import { statuses } from '../../src/program/status.ts';
import { lockRegistrants } from '../../src/store/registrant-store.ts';
import { history } from '../../src/store/schema/history.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import * as schema from '../../src/store/schema/schema.ts';
import type { Webinar } from '../../src/store/schema/webinars.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

async function databaseForThisTest() {
  const own = await createTestDatabase();
  const client = postgres(own.url, { max: 2, connection: { application_name: 'move registrants' } });
  onTestFinished(async () => {
    await client.end();
    await own.drop();
  });
  const asked: string[] = [];
  const db = drizzle(client, { schema, logger: { logQuery: (query) => asked.push(query) } });
  return { db, asked };
}

const moves: Move[] = [
  { to: 'attended', cause: 'attendance', actor: 'on24' },
  { to: 'attended_on_demand', cause: 'attendance', actor: 'on24' },
  { to: 'no_show', cause: 'attendance', actor: 'on24' },
  { to: 'registering', cause: 'retry', actor: 'U0MARA', with: { decision: 'approve' } },
  {
    to: 'registration_error',
    cause: 'on24_answer',
    actor: 'on24',
    reason: 'The country is not in the list.',
  },
  { to: 'registered', cause: 'on24_answer', actor: 'on24', with: { joinLink: 'https://on24.example/1' } },
  { to: 'rejected', cause: 'decision', actor: 'U0JO', reason: 'Competitor' },
];

test('moving many at once does to rows, history and promises what moving each of them does', async () => {
  const { db } = await databaseForThisTest();
  for (const [index, move] of moves.entries()) {
    const seen = [];
    for (const [side, isTogether] of [false, true].entries()) {
      const ids = { programId: 100 + 2 * index + side, on24EventId: 100 + 2 * index + side };
      const webinar = await addWebinar(db, ids);
      const rowIds = await oneOfEachStatus(webinar);
      await transact(db, async (tx) => {
        const rows = await lockRegistrants(tx, rowIds);
        if (isTogether) await moveRegistrants(tx, webinar, rows, move);
        else for (const row of rows) await moveRegistrant(tx, webinar, row, move);
      });
      seen.push(await whatThereIs(webinar));
    }
    expect(seen[1], `-> ${move.to}`).toEqual(seen[0]);
    expect(seen[0]?.history.length, `somebody moves to ${move.to}`).toBeGreaterThan(0);
  }

  async function oneOfEachStatus(webinar: Webinar): Promise<number[]> {
    const { slackChannelId } = webinar;
    const shown = await db
      .insert(messages)
      .values([1, 2].map(() => ({ webinarId: webinar.id, kind: 'approval' as const, slackChannelId })))
      .returning();
    const ids = [];
    for (const [index, status] of statuses.entries()) {
      const messageId = shown[index % 2]?.id ?? null;
      const row = { leadId: index + 1, status, messageId, marketoRefused: index % 3 ? null : 'not taken' };
      ids.push((await addRegistrant(db, webinar, row)).id);
    }
    return ids;
  }

  /** Without what is different by nature: ids and instants. */
  async function whatThereIs(webinar: Webinar) {
    const rows = await db.select().from(registrants).where(eq(registrants.webinarId, webinar.id));
    const leadOf = new Map(rows.map(({ id, leadId }) => [id, leadId]));
    const entries = await db.select().from(history).where(eq(history.webinarId, webinar.id));
    const jobs = await db.execute<{ name: string; people: number }>(sql`
      select task_identifier as name, count(*)::int as people from graphile_worker.jobs group by 1 order by 1`);
    await db.execute(sql`select graphile_worker.remove_job(key) from graphile_worker.jobs`);
    return {
      jobs: [...jobs],
      rows: rows
        .sort((a, b) => a.leadId - b.leadId)
        .map(({ id: _, webinarId: _w, messageId: _m, statusAt: _s, askedAt: _a, ...row }) => row),
      history: entries
        .map(({ id: _, webinarId: _w, at: _at, registrantId, ...entry }) => ({
          ...entry,
          leadId: leadOf.get(registrantId ?? 0) ?? 0,
        }))
        .sort((a, b) => a.leadId - b.leadId),
    };
  }
});

test('moving a thousand takes a handful of statements, and promises one write to Marketo', async () => {
  const { db, asked } = await databaseForThisTest();
  const webinar = await addWebinar(db);
  await db.execute(sql`
    insert into registrants (webinar_id, lead_id, status, marketo_base)
    select ${webinar.id}, n, 'registered', 'Registered' from generate_series(1, 1000) n`);
  const ids = (await db.select({ id: registrants.id }).from(registrants)).map(({ id }) => id);
  asked.length = 0;
  await transact(db, async (tx) => {
    const rows = await lockRegistrants(tx, ids);
    await moveRegistrants(tx, webinar, rows, { to: 'attended', cause: 'attendance', actor: 'on24' });
  });
  // The lock, the status together with the mark for Marketo, the history, and the one job.
  expect(asked).toHaveLength(4);
  expect(await db.$count(history)).toBe(1_000);
  expect(await db.$count(registrants, eq(registrants.marketoIsDue, true))).toBe(1_000);
  const jobs = await db.execute(sql`select key from graphile_worker.jobs`);
  expect([...jobs]).toEqual([{ key: `write-marketo:${webinar.id}` }]);
});
