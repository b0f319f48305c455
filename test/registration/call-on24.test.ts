/** ON24 is called every night, so that its tokens do not fall asleep; and what a push learns of the event is known. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { world } from '../../sandbox/world.ts';
import { watchConnections } from '../../src/alerts/watch-connections.job.ts';
import { callOn24 } from '../../src/registration/call-on24.job.ts';
import { on24Canary } from '../../src/registration/on24-canary.ts';
import { on24Flag } from '../../src/registration/push-person.ts';
import { registerRegistrant } from '../../src/registration/register-registrant.job.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { registrationForThisTest } from '../support/registration-under-test.ts';

const { clientId } = world.on24;
const hour = 60 * 60 * 1000;

async function begin() {
  const it = await registrationForThisTest();
  return {
    ...it,
    call: () => callOn24({ ...it.parts, on24ClientId: clientId })({}),
    paths: () => it.sandbox.calls.map(({ path }) => path),
  };
}

test('with no webinar at all, the account of the tokens is called', async () => {
  const { call, paths } = await begin();
  expect(await call()).toBeUndefined();
  expect(paths()).toEqual([`/v2/client/${clientId}`]);
});

test('each account that has a webinar is called once', async () => {
  const { db, call, paths, sandbox } = await begin();
  sandbox.addEvent({ id: 4410124, clientId: 30212 });
  await addWebinar(db);
  await addWebinar(db, { programId: 2208, on24EventId: 4410124, on24ClientId: 30212 });
  await addWebinar(db, { programId: 2209, on24EventId: 4410125, on24ClientId: 30212 });
  await call();
  expect(paths()).toEqual([`/v2/client/${clientId}`, '/v2/client/30212']);
});

test('an ON24 that does not answer is called again until it does', async () => {
  const { db, call, sandbox } = await begin();
  sandbox.mode = 'down';
  expect(await call()).toEqual({ againInMs: expect.any(Number) });
  expect(await listFaults(db)).toEqual([]);
  sandbox.mode = 'fine';
  expect(await call()).toBeUndefined();
});

test.each(['403', '401'] as const)(
  'a lack of rights that the push does not need is no fault of the connection: %s',
  async (permissionReply) => {
    const { db, call, sandbox } = await begin();
    sandbox.switches.missingAccess = ['helper'];
    sandbox.switches.permissionReply = permissionReply;
    expect(await call()).toBeUndefined();
    expect(await listFaults(db)).toEqual([]);
  },
);

test('a token that ON24 has switched off is told in every channel with a webinar ahead, though nobody waits', async () => {
  const { db, call, sandbox, clock, parts } = await begin();
  const now = clock.now();
  await addWebinar(db, { slackChannelId: 'C0AHEAD', liveEndsAt: new Date(now.getTime() + hour) });
  const over = { programId: 2208, on24EventId: 4410124, liveEndsAt: new Date(now.getTime() - hour) };
  await addWebinar(db, { ...over, slackChannelId: 'C0OVER' });
  await addWebinar(db, {
    programId: 2209,
    on24EventId: 4410125,
    slackChannelId: 'C0GONE',
    disconnectedAt: now,
  });
  sandbox.switches.tokenDisabledAfterCalls = 0;
  await call();
  expect(await listFaults(db)).toMatchObject([{ flag: on24Flag, isPaused: true, isForAll: true }]);
  const watch = watchConnections(db, () => now);
  await watch({});
  await watch({});
  expect(await db.select().from(alerts)).toMatchObject([{ slackChannelId: 'C0AHEAD', closedAt: null }]);

  sandbox.switches.tokenDisabledAfterCalls = undefined;
  await on24Canary(parts).tryNow(on24Flag);
  await watch({});
  expect(await db.select().from(alerts)).toMatchObject([{ closedBecause: 'well' }]);
});

test.each([
  ['inactive', { isActive: false }],
  ['gone', { isDeleted: true }],
] as const)(
  'a push that finds the event %s leaves that known, so that the night does not tell it again',
  async (state, change) => {
    const { db, sandbox, parts } = await begin();
    const webinar = await addWebinar(db);
    const row = await addRegistrant(db, webinar, {
      leadId: 1,
      status: 'registering',
      memberCheckedAt: new Date(),
    });
    const stateNow = async () =>
      (await db.select().from(webinars).where(eq(webinars.id, webinar.id)))[0]?.eventState;
    const push = () => registerRegistrant(parts)({ registrantId: row.id, webinarId: webinar.id });
    sandbox.updateEvent(webinar.on24EventId, change);
    await push();
    expect(await stateNow()).toBe(state);
    sandbox.updateEvent(webinar.on24EventId, { isActive: true, isDeleted: false });
    await push();
    expect(await stateNow()).toBe('active');
  },
);
