import { expect, test } from 'vitest';
import { world } from '../../sandbox/world.ts';
import { watchConnections } from '../../src/alerts/watch-connections.job.ts';
import { noteTrouble, noteWell } from '../../src/store/connection-fault-store.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { type AlertsUnderTest, alertsForThisTest } from './alerts-under-test.ts';

const wrong = { kind: 'misconfigured', isThrottling: false, words: 'wrong or invalid' } as const;

const watch = (it: AlertsUnderTest) => watchConnections(it.db)({});

async function withAnotherWebinar(slackChannelId: string) {
  const it = await alertsForThisTest(2);
  const other = await addWebinar(it.db, { programId: 9_001, on24EventId: 9_002, slackChannelId });
  await addRegistrant(it.db, other, { leadId: 90, status: 'registering' });
  return { it, other };
}

test('a broken system is told once in each channel with people waiting, however often it is looked at', async () => {
  const { it, other } = await withAnotherWebinar('C0OTHER');
  await addWebinar(it.db, { programId: 9_003, on24EventId: 9_004, slackChannelId: 'C0EMPTY' });
  await noteTrouble(it.db, 'on24', wrong);
  await watch(it);
  await watch(it);
  const open = await it.alerts();
  expect(open.map(({ slackChannelId }) => slackChannelId).sort()).toEqual(
    [it.webinar.slackChannelId, other.slackChannelId].sort(),
  );
  expect(await it.db.select().from(messages)).toHaveLength(2);
  const here = open.find(({ slackChannelId }) => slackChannelId === it.webinar.slackChannelId);
  expect(await it.shown(here?.id ?? 0)).toContain('2 people wait and lose nothing');
});

test('two webinars of one channel share the alert on a system, and each has its own on its event', async () => {
  const { it, other } = await withAnotherWebinar(world.slack.channel.id);
  for (const flag of ['on24', `on24:webinar:${it.webinar.id}`, `on24:webinar:${other.id}`])
    await noteTrouble(it.db, flag, wrong);
  await watch(it);
  expect((await it.alerts()).map(({ cause, webinarId }) => [cause, webinarId])).toEqual([
    ['on24', null],
    [`on24:webinar:${it.webinar.id}`, it.webinar.id],
    [`on24:webinar:${other.id}`, other.id],
  ]);
});

test('when the system is well its alerts end by themselves', async () => {
  const it = await alertsForThisTest(1);
  await noteTrouble(it.db, 'on24', wrong);
  await watch(it);
  expect(await it.alerts()).toMatchObject([{ closedAt: null }]);
  await noteWell(it.db, 'on24');
  await watch(it);
  expect(await it.alerts()).toMatchObject([{ closedBecause: 'well' }]);
  expect(await it.shown(1)).toContain('ON24 works again');
});

test('throttling is told to nobody, and what is unavailable only after half a minute of it', async () => {
  const it = await alertsForThisTest(1);
  await noteTrouble(it.db, 'on24', { kind: 'unavailable', isThrottling: true, words: 'too many calls' });
  await noteTrouble(it.db, 'on24', { kind: 'unavailable', isThrottling: false, words: '503' });
  await watch(it);
  expect(await it.alerts()).toEqual([]);
});
