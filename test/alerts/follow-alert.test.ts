import { inArray, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { registrants } from '../../src/store/schema/registrants.ts';
import { type AlertsUnderTest, alertsForThisTest, narnia } from './alerts-under-test.ts';

const phone = 'The phone number is too short.';

/** So many people whom ON24 has refused for one reason, in one alert. */
async function refused(people: number): Promise<AlertsUnderTest> {
  const it = await alertsForThisTest(people);
  await it.fail(narnia, ...it.leadIds);
  await it.settle();
  expect(await it.alerts()).toMatchObject([{ id: 1, words: narnia, closedAt: null }]);
  return it;
}

const statuses = async (it: AlertsUnderTest) => (await it.rows()).map(({ status }) => status);

test('Retry all sends one person, who met the cause first, and leaves the others until that one is through', async () => {
  const it = await refused(3);
  expect(await it.retryAll(1)).toBeUndefined();
  await it.follow(1);
  expect(await statuses(it)).toEqual(['registering', 'registration_error', 'registration_error']);
  expect(await it.alerts()).toMatchObject([{ retryStage: 'canary', retriedBy: 'U0MARA' }]);
  expect(await it.retryAll(1)).toEqual({ kind: 'being_registered' });

  await it.succeed(1);
  await it.follow(1);
  expect(await statuses(it)).toEqual(['registered', 'registering', 'registering']);
  expect(await it.alerts()).toMatchObject([{ retryStage: 'rest', closedAt: null }]);

  await it.succeed(2, 3);
  await it.follow(1);
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'solved' }]);
  expect(await it.retryAll(1)).toEqual({ kind: 'nothing_to_retry', status: 'registered' });
});

test('when the first person fails again for the same reason, the others are left and nothing is solved', async () => {
  const it = await refused(3);
  await it.retryAll(1);
  await it.fail(narnia, 1);
  await it.settle();
  expect(await statuses(it)).toEqual(['registration_error', 'registration_error', 'registration_error']);
  expect(await it.alerts()).toMatchObject([{ retryStage: 'canary_failed', closedAt: null }]);
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([1, 1, 1]);
});

test('when the first person fails with another reason, that is an alert of its own and the others are left', async () => {
  const it = await refused(3);
  await it.retryAll(1);
  await it.fail(phone, 1);
  await it.settle();
  expect(await it.alerts()).toMatchObject([
    { words: narnia, retryStage: 'canary_failed', closedAt: null },
    { words: phone, retryStage: null, closedAt: null },
  ]);
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([2, 1, 1]);
  expect(await statuses(it)).toEqual(['registration_error', 'registration_error', 'registration_error']);
});

test('when the only person of an alert fails again, the alert stays open and nothing is called solved', async () => {
  const it = await refused(1);
  await it.retryAll(1);
  await it.fail(narnia, 1);
  await it.settle();
  expect(await it.alerts()).toMatchObject([{ id: 1, retryStage: 'canary_failed', closedAt: null }]);
});

test('when all of the rest fail again together, the alert stays open and nothing is called solved', async () => {
  const it = await refused(3);
  await it.retryAll(1);
  await it.succeed(1);
  await it.follow(1);
  await it.fail(narnia, 2, 3);
  await it.settle();
  expect(await it.alerts()).toMatchObject([{ id: 1, closedAt: null }]);
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([1, 1, 1]);
});

test('those of the rest who fail again are not sent once more by themselves', async () => {
  const it = await refused(3);
  await it.retryAll(1);
  await it.succeed(1);
  await it.follow(1);
  await it.fail(narnia, 2);
  await it.settle();
  expect(await statuses(it)).toEqual(['registered', 'registration_error', 'registering']);
  await it.succeed(3);
  await it.settle();
  expect(await statuses(it)).toEqual(['registered', 'registration_error', 'registered']);
});

test('a first person who is taken out of the program instead of registered lets nobody else go', async () => {
  const it = await refused(3);
  await it.retryAll(1);
  await it.move(1, { to: 'not_in_program', cause: 'removed_in_marketo', actor: 'marketo' });
  await it.settle();
  expect(await statuses(it)).toEqual(['not_in_program', 'registration_error', 'registration_error']);
  expect(await it.retryAll(1)).toBeUndefined();
  expect(await statuses(it)).toEqual(['not_in_program', 'registering', 'registration_error']);
});

test.each([
  ['rejected', { to: 'rejected', cause: 'decision', actor: 'U0JO' }],
  ['removed in Marketo', { to: 'not_in_program', cause: 'removed_in_marketo', actor: 'marketo' }],
  ['waitlisted', { to: 'waitlisted', cause: 'decision', actor: 'U0JO' }],
] as const)('an alert whose last person is %s instead of registered is solved', async (_how, move) => {
  const it = await refused(2);
  await it.retryAll(1);
  await it.succeed(1);
  expect(await it.alerts()).toMatchObject([{ closedAt: null }]);
  const other = await it.row(2);
  if (other?.status !== 'registration_error') throw new Error('the second person is not failing any more');
  await it.move(2, move);
  await it.follow(1);
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'solved', closedAt: expect.any(Date) }]);
});

test('hundreds of people are sent again in pieces, each of them once', async () => {
  const it = await refused(450);
  await it.retryAll(1);
  await it.succeed(1);
  let pieces = 0;
  while ((await it.follow(1)) !== undefined && pieces < 10) pieces += 1;
  expect(pieces).toBe(2);
  const rows = await it.rows();
  expect(rows.filter(({ status }) => status === 'registering')).toHaveLength(449);
  expect(rows.filter(({ decisionNumber }) => decisionNumber > 2)).toEqual([]);
}, 60_000);

test('on whom another decision is held is not sent: neither first nor with the rest', async () => {
  const it = await refused(3);
  const hold = (...leadIds: number[]) =>
    it.db
      .update(registrants)
      .set({ decision: 'reject', decidedBy: 'U0JO', holdsUntil: sql`now() + interval '1 minute'` })
      .where(inArray(registrants.leadId, leadIds));
  await hold(1, 3);
  expect(await it.retryAll(1)).toBeUndefined();
  await it.succeed(2);
  await it.follow(1);
  expect(await statuses(it)).toEqual(['registration_error', 'registered', 'registration_error']);
  expect((await it.rows()).map(({ decision }) => decision)).toEqual(['reject', 'approve', 'reject']);
});

test('when a decision is held on everybody of the alert, whoever retries is told whose', async () => {
  const it = await refused(1);
  await it.db
    .update(registrants)
    .set({ decision: 'reject', decidedBy: 'U0JO', holdsUntil: sql`now() + interval '1 minute'` });
  expect(await it.retryAll(1)).toMatchObject({ kind: 'already_decided', decision: 'reject', by: 'U0JO' });
});
