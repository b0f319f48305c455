import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { retry } from '../../src/registration/retry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import type { registrants } from '../../src/store/schema/registrants.ts';
import { eventually, waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

async function begin(given: Partial<typeof registrants.$inferInsert>) {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'retry' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const row = await addRegistrant(db, await addWebinar(db), { leadId: 1, decisionNumber: 3, ...given });
  const click = (userId: string, decisionNumber = 3) =>
    retry(db, { userId, registrantId: row.id, decisionNumber });
  return { db, row, click };
}

const failed = { status: 'registration_error', decision: 'approve', decidedBy: 'U0JO' } as const;

test('two who click Retry at once: one is heard, the other is told that ON24 is being asked', async () => {
  const { db, click, row } = await begin(failed);
  let clicks: ReturnType<typeof click>[] = [];
  await db.transaction(async (tx) => {
    await lockRegistrant(tx, row.id);
    clicks = [click('U0MARA'), click('U0JO')];
    await eventually('both clicks wait for the row', async () => {
      const waiting = await db.execute(sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      return waiting.length === 2;
    });
  });
  const answers = await Promise.all(clicks);
  expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(1);
  expect(answers).toContainEqual({ kind: 'being_registered' });
  const moves = (await historyOf(db, row.id)).filter(({ event }) => event === 'moved');
  expect(moves).toHaveLength(1);
  expect(await waitingJobs(db)).toMatchObject([{ name: 'confirm-members' }]);
});

test('a retry keeps who approved first, and makes older buttons old', async () => {
  const { db, click } = await begin(failed);
  expect(await click('U0MARA')).toBeUndefined();
  expect(await rowOf(db, 1)).toMatchObject({
    status: 'registering',
    decidedBy: 'U0JO',
    decisionNumber: 4,
    statusReason: null,
  });
});

test('a stranger may not retry, and it is noted that somebody tried', async () => {
  const { db, click, row } = await begin(failed);
  expect(await click('U0SAM')).toMatchObject({ kind: 'not_an_approver' });
  expect((await rowOf(db, 1))?.status).toBe('registration_error');
  expect(await historyOf(db, row.id)).toMatchObject([{ event: 'click_refused', actor: 'U0SAM' }]);
});

test.each([
  ['is registered', { status: 'registered' }, 'nothing_to_retry'],
  ['has left', { status: 'not_in_program' }, 'registrant_gone'],
] as const)('there is nothing to retry for somebody who %s', async (_title, given, kind) => {
  const { click } = await begin(given);
  expect(await click('U0MARA')).toMatchObject({ kind });
});

test('a Retry that was drawn before the latest decision is refused, and names who decided', async () => {
  const { click } = await begin(failed);
  expect(await click('U0MARA', 2)).toMatchObject({ kind: 'already_decided', by: 'U0JO' });
});
