import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { remindOfAlerts } from '../../src/alerts/remind-of-alerts.job.ts';
import { watchConnections } from '../../src/alerts/watch-connections.job.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { connectionFaults } from '../../src/store/schema/connections.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { type AlertsUnderTest, alertsForThisTest, narnia } from './alerts-under-test.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

const remind = (it: AlertsUnderTest) => remindOfAlerts(it.db, it.now)({});

async function reminders(it: AlertsUnderTest) {
  const notices = await it.db.select().from(messages).where(eq(messages.kind, 'notice')).orderBy(messages.id);
  return notices.map(({ threadOf, said }) => ({ threadOf, text: said?.text }));
}

async function refused(people: number): Promise<AlertsUnderTest> {
  const it = await alertsForThisTest(people);
  await it.fail(narnia, ...it.leadIds);
  await it.settle();
  return it;
}

test('an alert that stays open for a day is recalled in its thread, once, whoever looks', async () => {
  const it = await refused(2);
  expect(await remind(it)).toEqual({ againInMs: 60_000 });
  expect(await reminders(it)).toEqual([]);
  it.pass(day + hour);
  await Promise.all([remind(it), remind(it)]);
  await remind(it);
  const [alert] = await it.alerts();
  expect(await reminders(it)).toEqual([
    { threadOf: alert?.messageId, text: expect.stringContaining('2 people are still not registered') },
  ]);
  expect(alert?.remindedAt).toEqual(expect.any(Date));
  it.pass(2 * day);
  await remind(it);
  expect(await reminders(it)).toHaveLength(2);
});

test('neither a solved nor a dismissed alert is recalled', async () => {
  const it = await alertsForThisTest(2);
  await it.fail(narnia, 1);
  await it.settle();
  await it.dismiss(1);
  await it.fail(narnia, 2);
  await it.settle();
  await it.move(2, { to: 'rejected', cause: 'decision', actor: 'U0JO' });
  await it.settle();
  it.pass(2 * day);
  await remind(it);
  expect(await reminders(it)).toEqual([]);
});

test('an hour before the webinar starts its open alerts are recalled, and after a day of silence not twice at once', async () => {
  const it = await refused(1);
  await it.db.update(webinars).set({ startsAt: new Date(it.now().getTime() + 2 * day) });
  it.pass(2 * day - hour + 60_000);
  await remind(it);
  await remind(it);
  expect(await reminders(it)).toEqual([
    {
      threadOf: expect.any(Number),
      text: expect.stringMatching(/starts within the hour, and 1 person is still/),
    },
  ]);
});

test('a message that somebody has deleted is not reminded of', async () => {
  const it = await refused(1);
  await it.db.update(messages).set({ lostBecause: 'message_not_found' });
  it.pass(2 * day);
  await remind(it);
  expect(await reminders(it)).toEqual([]);
});

test('a connection that stays broken is recalled too, with those who wait for it', async () => {
  const it = await alertsForThisTest(3);
  await it.db
    .insert(connectionFaults)
    .values({ flag: 'on24', isPaused: true, words: 'The credentials are wrong or invalid.' });
  await watchConnections(it.db)({});
  expect(await it.db.select().from(alerts)).toMatchObject([{ kind: 'connection', cause: 'on24' }]);
  it.pass(2 * day);
  await remind(it);
  expect(await reminders(it)).toEqual([
    { threadOf: expect.any(Number), text: expect.stringContaining('3 people are still not registered') },
  ]);
});
