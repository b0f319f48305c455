/** A day's calls that are used up (607): a pause with an end of its own. */
import { expect, test } from 'vitest';
import { tryConnections } from '../../src/alerts/try-connections.job.ts';
import { pollActivities } from '../../src/intake/poll-activities.job.ts';
import { marketoCanary, tryMarketo } from '../../src/intake/try-marketo.job.ts';
import { waitingForMarketo } from '../../src/intake/waiting.ts';
import { nextChicagoMidnight } from '../../src/outside/marketo/chicago-midnight.ts';
import { listFaults, noteTrouble, noteWell } from '../../src/store/connection-fault-store.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest } from '../support/intake-under-test.ts';

const poll = (it: IntakeUnderTest) => pollActivities({ ...it.parts, pollSeconds: 60 })({});
const tryNow = async (it: IntakeUnderTest) => {
  await tryConnections({ db: it.db, canaries: [marketoCanary(it.parts)] })({});
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('try-marketo');
  await tryMarketo(it.parts)({});
};
/** Token calls are free, and so is what is told that its token has expired. */
const callsOf = ({ sandbox }: IntakeUnderTest) =>
  sandbox.calls.filter(({ path, codes }) => path.startsWith('/rest') && !codes.includes('602')).length;

/** At noon in Chicago, so that neither midnight is near. */
async function usedUp() {
  const it = await intakeForThisTest();
  it.clock.moveTo(new Date(nextChicagoMidnight(it.clock.now()).getTime() + 12 * 3_600_000));
  const midnight = nextChicagoMidnight(it.clock.now());
  it.sandbox.switches.callsPerDay = 0;
  const wait = await poll(it);
  return { ...it, midnight, wait };
}

test('a day’s calls that are used up pause Marketo at once, until a little after midnight in Chicago', async () => {
  const it = await usedUp();
  const [fault] = await listFaults(it.db);
  expect(fault).toMatchObject({ flag: 'marketo', isPaused: true, words: 'Daily quota reached' });
  const lateMs = (fault?.resumesAt?.getTime() ?? 0) - it.midnight.getTime();
  expect(lateMs).toBeGreaterThan(0);
  expect(lateMs).toBeLessThanOrEqual(60_000);
});

test('a job that met it is kept by the pause and not by a wait of hours, so that it runs when the pause ends', async () => {
  const { wait } = await usedUp();
  expect(wait?.againInMs).toBeLessThan(10_000);
});

test('before its end no call is spent, and after it one call lets everything go on', async () => {
  const it = await usedUp();
  const spent = callsOf(it);
  await tryNow(it);
  it.clock.moveTo(new Date(it.midnight.getTime() - 1_000));
  await tryNow(it);
  expect(callsOf(it)).toBe(spent);
  expect(await listFaults(it.db)).toHaveLength(1);

  it.sandbox.switches.callsPerDay = 50_000;
  it.clock.moveTo(new Date(it.midnight.getTime() + 61_000));
  await tryNow(it);
  expect(callsOf(it)).toBe(spent + 1);
  expect(await listFaults(it.db)).toEqual([]);
});

test('a call that was on its way when the pause began, and goes well, does not end it; one after its end does', async () => {
  const it = await usedUp();
  const well = () => waitingForMarketo(it.parts, async () => undefined);
  await well();
  expect(await listFaults(it.db)).toHaveLength(1);
  it.clock.moveTo(new Date(it.midnight.getTime() + 61_000));
  await well();
  expect(await listFaults(it.db)).toEqual([]);
});

test.each(['unavailable', 'misconfigured'] as const)(
  'other trouble meanwhile (%s) changes nothing about the pause',
  async (kind) => {
    const it = await usedUp();
    const [before] = await listFaults(it.db);
    await noteTrouble(it.db, 'marketo', { kind, isThrottling: false, words: 'HTTP 502' });
    expect(await listFaults(it.db)).toEqual([before]);
  },
);

test('what an outage had paused already is a used-up day from then on', async () => {
  const it = await intakeForThisTest();
  await noteTrouble(it.db, 'marketo', { kind: 'misconfigured', isThrottling: false, words: 'Access denied' });
  it.sandbox.switches.callsPerDay = 0;
  await tryNow(it);
  const [fault] = await listFaults(it.db);
  expect(fault).toMatchObject({ isPaused: true, words: 'Daily quota reached', resumesAt: expect.any(Date) });
  expect(await noteWell(it.db, 'marketo', it.clock.now())).toBe(false);
});

test('access denied in the morning is the trouble from then on, and is tried like any other', async () => {
  const it = await usedUp();
  it.sandbox.switches.callsPerDay = 50_000;
  it.sandbox.switches.access = 'denied';
  it.clock.moveTo(new Date(it.midnight.getTime() + 61_000));
  await tryNow(it);
  expect(await listFaults(it.db)).toMatchObject([
    { isPaused: true, words: 'Access denied', resumesAt: null },
  ]);
  it.sandbox.switches.access = 'granted';
  await tryNow(it);
  expect(await listFaults(it.db)).toEqual([]);
});

test('the day of Marketo may end an hour after ours: it is tried again soon, and not a day later', async () => {
  const it = await usedUp();
  it.clock.moveTo(new Date(it.midnight.getTime() + 61_000));
  it.sandbox.switches.callsPerDay = 0;
  await tryNow(it);
  const [fault] = await listFaults(it.db);
  const waitMs = (fault?.resumesAt?.getTime() ?? 0) - it.clock.now().getTime();
  expect(waitMs).toBeGreaterThan(5 * 60_000);
  expect(waitMs).toBeLessThan(15 * 60_000);
});
