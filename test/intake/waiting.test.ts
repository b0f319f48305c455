import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { tryConnections } from '../../src/alerts/try-connections.job.ts';
import { pollActivities } from '../../src/intake/poll-activities.job.ts';
import { marketoCanary, tryMarketo } from '../../src/intake/try-marketo.job.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest } from '../support/intake-under-test.ts';

const poll = (it: IntakeUnderTest) => pollActivities({ ...it.parts, pollSeconds: 60 })({});
const canary = async (it: IntakeUnderTest) => {
  await tryConnections({ db: it.db, canaries: [marketoCanary(it.parts)] })({});
  const isPromised = (await waitingJobs(it.db)).some(({ name }) => name === 'try-marketo');
  if (isPromised) await tryMarketo(it.parts)({});
};
const everything = /^\/rest/;

test('Marketo that does not answer is a fault, which pauses its jobs once it has lasted 30 seconds', async () => {
  const it = await intakeForThisTest();
  it.sandbox.fail({ path: everything, times: 3, effect: { kind: 'answer', status: 502 } });
  expect(await poll(it)).toEqual({ againInMs: expect.any(Number) });
  expect(await listFaults(it.db)).toMatchObject([{ flag: 'marketo', isPaused: false }]);
  await it.db.execute(sql`update connection_faults set failing_since = now() - interval '31 seconds'`);
  await poll(it);
  expect(await listFaults(it.db)).toMatchObject([{ flag: 'marketo', isPaused: true }]);

  await canary(it);
  expect(await listFaults(it.db)).toMatchObject([{ isPaused: true }]);
  await canary(it);
  expect(await listFaults(it.db)).toEqual([]);
});

test('Marketo that denies access is paused at once, and is tried until it lets us in', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.access = 'denied';
  await poll(it);
  expect(await listFaults(it.db)).toMatchObject([{ flag: 'marketo', isPaused: true }]);
  await canary(it);
  expect(await listFaults(it.db)).toHaveLength(1);
  it.sandbox.switches.access = 'granted';
  await canary(it);
  expect(await listFaults(it.db)).toEqual([]);
});

test.each(['606', '615'] as const)('Marketo that asks for fewer calls (%s) is not at fault', async (code) => {
  const it = await intakeForThisTest();
  it.sandbox.fail({ path: everything, effect: { kind: 'code', code } });
  expect((await poll(it))?.againInMs).toBeGreaterThan(0);
  expect(await listFaults(it.db)).toEqual([]);
});

test('a single failure is forgotten once Marketo has answered, so that another a day later is not an outage', async () => {
  const it = await intakeForThisTest();
  it.sandbox.fail({ path: everything, effect: { kind: 'answer', status: 502 } });
  await poll(it);
  await it.db.execute(sql`update connection_faults set failing_since = now() - interval '1 day'`);
  expect(await poll(it)).toEqual({ againInMs: 60_000 });
  it.sandbox.fail({ path: everything, effect: { kind: 'answer', status: 502 } });
  await poll(it);
  expect((await listFaults(it.db)).filter(({ isPaused }) => isPaused)).toEqual([]);
});
