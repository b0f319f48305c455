/** How an alert ends: solved by whoever and wherever, truthfully counted, or dismissed by a person. */
import { expect, test } from 'vitest';
import type { Move } from '../../src/jobs/move-registrant.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type AlertsUnderTest, alertsForThisTest, narnia } from './alerts-under-test.ts';

const phone = 'The phone number is too short.';

async function refused(people: number): Promise<AlertsUnderTest> {
  const it = await alertsForThisTest(people);
  await it.fail(narnia, ...it.leadIds);
  await it.settle();
  return it;
}

const ways: readonly [string, Move[], string][] = [
  [
    'by Marketo’s own gesture',
    [
      { to: 'registering', cause: 'approved_in_marketo', actor: 'marketo' },
      { to: 'registered', cause: 'on24_answer', actor: 'on24' },
    ],
    'Solved: 1 of 1 registered',
  ],
  [
    'by a late success of ON24',
    [{ to: 'registered', cause: 'on24_answer', actor: 'on24' }],
    'Solved: 1 of 1 registered',
  ],
  [
    'by Marketo’s adapter',
    [{ to: 'registered', cause: 'adapter_answer', actor: 'marketo' }],
    'Solved: 1 of 1 registered',
  ],
  [
    'by a click on their own Retry',
    [
      { to: 'registering', cause: 'retry', actor: 'U0JO' },
      { to: 'registered', cause: 'on24_answer', actor: 'on24' },
    ],
    'Solved: 1 of 1 registered',
  ],
  [
    'by a rejection',
    [{ to: 'rejected', cause: 'decision', actor: 'U0JO' }],
    'Solved: 0 of 1 registered, 1 rejected',
  ],
  [
    'by a rejection in Marketo',
    [{ to: 'rejected', cause: 'seen_in_marketo', actor: 'marketo' }],
    'Solved: 0 of 1 registered, 1 rejected',
  ],
  [
    'by the waitlist',
    [{ to: 'waitlisted', cause: 'decision', actor: 'U0JO' }],
    'Solved: 0 of 1 registered, 1 waitlisted',
  ],
  [
    'by a removal in Marketo',
    [{ to: 'not_in_program', cause: 'removed_in_marketo', actor: 'marketo' }],
    'Solved: 0 of 1 registered, 1 removed in Marketo',
  ],
  [
    'by having come without a registration here',
    [{ to: 'attended', cause: 'attendance', actor: 'on24' }],
    'Solved: 0 of 1 registered, 1 attended',
  ],
];

test.each(ways)('an alert ends by itself when its last person is through %s', async (_how, moves, line) => {
  const it = await refused(1);
  for (const move of moves) await it.move(1, move);
  // Nobody but the move itself has asked for it.
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('follow-alert');
  await it.follow(1);
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'solved' }]);
  expect(await it.shown(1)).toContain(line);
});

test('the end counts those who were registered, rejected and removed, each as what they are', async () => {
  const it = await refused(5);
  await it.retryAll(1);
  await it.succeed(1);
  await it.follow(1);
  await it.succeed(2, 3);
  await it.fail(narnia, 4, 5);
  await it.settle();
  expect(await it.shown(1)).toContain('3 of 5 registered, 0 under way');
  expect(await it.shown(1)).toContain('2 failed again for the same reason');
  await it.move(4, { to: 'rejected', cause: 'decision', actor: 'U0JO' });
  await it.move(5, { to: 'not_in_program', cause: 'removed_in_marketo', actor: 'marketo' });
  await it.settle();
  expect(await it.shown(1)).toMatch(
    /^Solved: 3 of 5 registered, 1 removed in Marketo, 1 rejected, by U0MARA at/,
  );
});

test('those who failed again for another reason are named where they were retried, until they are through', async () => {
  const it = await refused(3);
  await it.retryAll(1);
  await it.succeed(1);
  await it.follow(1);
  await it.fail(phone, 3);
  await it.settle();
  const failed = `1 failed again for another reason: Ada Lovelace 3: "${phone}"`;
  expect(await it.shown(1)).toContain(failed);
  expect(await it.shown(1)).toContain('1 of 3 registered, 1 under way');
  await it.succeed(2);
  await it.settle();
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'solved' }, { words: phone, closedAt: null }]);
  expect(await it.shown(1)).toMatch(new RegExp(`^2 of 3 registered, by U0MARA at .*${failed}`));
  expect(await it.shown(2)).toContain('1 person could not be registered');
});

test('who failed again and is then registered counts as registered in both alerts', async () => {
  const it = await refused(2);
  await it.move(1, { to: 'registering', cause: 'retry', actor: 'U0JO' });
  await it.fail(phone, 1);
  await it.settle();
  await it.retryAll(2);
  await it.succeed(1);
  await it.settle();
  await it.succeed(2);
  await it.settle();
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'solved' }, { closedBecause: 'solved' }]);
  expect(await it.shown(1)).toContain('Solved: 2 of 2 registered');
  expect(await it.shown(2)).toContain('Solved: 1 of 1 registered');
});

test('a dismissed alert says by whom and how many stay unregistered, and its people are left alone', async () => {
  const it = await refused(3);
  expect(await it.dismiss(1)).toBeUndefined();
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'dismissed', closedBy: 'U0JO' }]);
  expect(await it.shown(1)).toMatch(/^Dismissed by U0JO at .*· 3 people were not registered/);
  await it.settle();
  expect(await it.alerts()).toHaveLength(1);
  expect((await it.rows()).map(({ status }) => status)).toEqual(Array(3).fill('registration_error'));
  expect(await it.retryAll(1)).toMatchObject({ kind: 'nothing_to_retry' });
});

test('after a dismissal the next person who meets the cause opens a new alert, alone', async () => {
  const it = await alertsForThisTest(3);
  await it.fail(narnia, 1, 2);
  await it.settle();
  await it.dismiss(1);
  await it.fail(narnia, 3);
  await it.settle();
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([1, 1, 2]);
  expect(await it.shown(2)).toContain('1 person could not be registered');
  // Whoever is retried by their own button and fails again belongs to what is open now.
  await it.move(1, { to: 'registering', cause: 'retry', actor: 'U0JO' });
  await it.fail(narnia, 1);
  await it.settle();
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([2, 1, 2]);
});

test('only one of two who dismiss at once is named, the other is told; a stranger dismisses nothing', async () => {
  const it = await refused(1);
  expect(await it.dismiss(1, 'U0SAM')).toContain('for this webinar');
  expect(await it.alerts()).toMatchObject([{ closedAt: null, closedBy: null }]);
  const told = await Promise.all([it.dismiss(1, 'U0JO'), it.dismiss(1, 'U0MARA')]);
  const [alert] = await it.alerts();
  expect(told.filter((sentence) => sentence === undefined)).toHaveLength(1);
  expect(told.join('')).toContain(`Already dismissed by <@${alert?.closedBy}>`);
});

test('a dismissal while the rest are being sent sends nobody more', async () => {
  const it = await refused(3);
  await it.retryAll(1);
  await it.succeed(1);
  await it.dismiss(1);
  await it.follow(1);
  expect((await it.rows()).map(({ status }) => status)).toEqual([
    'registered',
    'registration_error',
    'registration_error',
  ]);
});
