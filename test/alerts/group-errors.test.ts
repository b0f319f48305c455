import { expect, test } from 'vitest';
import { moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import { lockRegistrants } from '../../src/store/registrant-store.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { expectNoRefusedCalls, messagesWith, messageWith } from '../support/channel-reading.ts';
import { eventually, waitingJobs } from '../support/eventually.ts';
import { usherForThisTest } from '../support/usher-under-test.ts';
import { alertsForThisTest, narnia } from './alerts-under-test.ts';

const causes = [
  narnia,
  'The phone number is too short.',
  'The registration for {email} was refused (request {number}).',
] as const;

function reasonFor(index: number, email: string | null): string {
  return (causes[index % 3] ?? '').replace('{email}', email ?? '').replace('{number}', String(index));
}

test('1,000 people with three causes within a minute are three alerts, few calls to Slack, and nobody is missing', async () => {
  const it = await usherForThisTest();
  const webinar = await eventually('the webinar was swept', async () =>
    (await it.db.select().from(webinars)).find(({ sweptAt }) => sweptAt !== null),
  );
  const rows = await it.db
    .insert(registrants)
    .values(
      Array.from({ length: 1_000 }, (_, index) => ({
        webinarId: webinar.id,
        leadId: index + 1,
        status: 'registering' as const,
        firstName: `Guest${index}`,
        lastName: 'Visitor',
        email: `guest${index}@visitors.example`,
        // A row without a known status in Marketo is not written there.
        marketoBase: null,
      })),
    )
    .returning();
  for (let from = 0; from < rows.length; from += 50) {
    const ids = rows.slice(from, from + 50).map(({ id }) => id);
    await transact(it.db, async (tx) => {
      for (const row of await lockRegistrants(tx, ids)) {
        const reason = reasonFor(row.leadId, row.email);
        await moveRegistrant(tx, webinar, row, {
          to: 'registration_error',
          cause: 'on24_answer',
          actor: 'on24',
          reason,
        });
      }
    });
  }
  for (const people of ['334 people', '333 people'])
    await it.slack.until(
      `an alert tells of ${people}`,
      () => messagesWith(it.slack, `${people} could not be registered`).length > 0,
      30_000,
    );
  await it.slack.until(
    'both causes that 333 people met are told whole',
    () => messagesWith(it.slack, '333 people could not be registered').length === 2,
    30_000,
  );
  const told = messagesWith(it.slack, 'could not be registered');
  expect(told).toHaveLength(3);
  expect(await it.db.select().from(alerts)).toHaveLength(3);
  const alone = (await it.db.select().from(registrants)).filter(({ alertId }) => alertId === null);
  expect(alone).toEqual([]);
  const calls = it.slack.calls.filter(({ method }) => method.startsWith('chat.'));
  expect(calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(3);
  expect(calls.length).toBeLessThan(16);
  expectNoRefusedCalls(it.slack);
  // Addresses in an outside system's words are masked.
  await messageWith(it.slack, 'was refused (request');
  expect(told.map((message) => JSON.stringify(message)).join('')).not.toMatch(/guest\d+@/);
}, 90_000);

test('people who meet a cause later join its open alert, which is edited but not posted again', async () => {
  const it = await alertsForThisTest(3);
  await it.fail(narnia, 1);
  await it.group();
  const [first] = await it.alerts();
  await it.fail(narnia, 2, 3);
  await it.group();
  const all = await it.alerts();
  expect(all).toMatchObject([{ id: first?.id, openedAt: first?.openedAt, messageId: first?.messageId }]);
  expect(all[0]?.lastMetAt.getTime()).toBeGreaterThan(first?.lastMetAt.getTime() ?? 0);
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([1, 1, 1]);
});

test('two workers that group at once make one alert for one cause, with everybody in it', async () => {
  const it = await alertsForThisTest(40);
  await it.fail(narnia, ...it.leadIds);
  await Promise.all([it.group(), it.group(), it.group()]);
  expect(await it.alerts()).toHaveLength(1);
  expect((await it.rows()).filter(({ alertId }) => alertId !== 1)).toEqual([]);
});

test('a cause that comes back after it was solved opens a new alert', async () => {
  const it = await alertsForThisTest(2);
  await it.fail(narnia, 1);
  await it.settle();
  await it.move(1, { to: 'rejected', cause: 'decision', actor: 'U0JO' });
  await it.settle();
  await it.fail(narnia, 2);
  await it.settle();
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'solved' }, { closedAt: null }]);
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([1, 2]);
});

test('who is no longer failing when the grouping runs is not told of', async () => {
  const it = await alertsForThisTest(1);
  await it.fail(narnia, 1);
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('group-errors');
  await it.move(1, { to: 'rejected', cause: 'decision', actor: 'U0JO' });
  await it.group();
  expect(await it.alerts()).toEqual([]);
});

test('an error without a reason is told as such', async () => {
  const it = await alertsForThisTest(1);
  await it.move(1, { to: 'registration_error', cause: 'on24_answer', actor: 'on24' });
  await it.group();
  expect(await it.alerts()).toMatchObject([{ words: 'No reason was given.' }]);
});

test('who fails in the same moment for reasons about themselves shares one alert', async () => {
  const it = await alertsForThisTest(3);
  for (const leadId of it.leadIds)
    await it.fail(
      `ada-${leadId}@acme-corp.example (Lovelace ${leadId}, no. ${4_000 + leadId}) is taken.`,
      leadId,
    );
  await it.group();
  expect(await it.alerts()).toHaveLength(1);
});
