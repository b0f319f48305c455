import { expect, test } from 'vitest';
import { tryConnections } from '../../src/alerts/try-connections.job.ts';
import { on24Canary } from '../../src/registration/on24-canary.ts';
import { eventFlag, on24Flag } from '../../src/registration/push-person.ts';
import { listFaults, noteTrouble } from '../../src/store/connection-fault-store.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { registrationForThisTest } from '../support/registration-under-test.ts';

const checked = { status: 'registering', memberCheckedAt: new Date() } as const;
const other = { programId: 2208, on24EventId: 4410124 };

async function begin() {
  const it = await registrationForThisTest();
  it.sandbox.addEvent({ id: other.on24EventId });
  const tryNow = () =>
    tryConnections({ db: it.db, canaries: [on24Canary(it.parts)] })({}).then((wait) => {
      // The job comes round by itself, whatever it found.
      expect(wait?.againInMs).toBeLessThanOrEqual(60_000);
    });
  const pause = (flag: string) =>
    noteTrouble(it.db, flag, { kind: 'misconfigured', isThrottling: false, words: 'broken' });
  return { ...it, tryNow, pause };
}

test('one person who waits is tried, and when they are through the connection is well', async () => {
  const { db, tryNow, pause, pushed } = await begin();
  const webinar = await addWebinar(db);
  for (const leadId of [1, 2, 3]) await addRegistrant(db, webinar, { leadId, ...checked });
  await pause(on24Flag);
  await tryNow();
  expect(pushed()).toEqual(['ada-1@acme-corp.example']);
  expect((await rowOf(db, 1))?.status).toBe('registered');
  expect(await listFaults(db)).toEqual([]);
});

test('a refusal of that person says as well that the connection is well', async () => {
  const { db, sandbox, tryNow, pause } = await begin();
  const webinar = await addWebinar(db);
  await addRegistrant(db, webinar, { leadId: 1, ...checked });
  await pause(on24Flag);
  sandbox.mode = 'refuses';
  await tryNow();
  expect((await rowOf(db, 1))?.status).toBe('registration_error');
  expect(await listFaults(db)).toEqual([]);
});

test.each(['bad-credentials', 'inactive-event', 'down'] as const)(
  'while ON24 is still "%s", everything stays paused and nobody gets an error',
  async (mode) => {
    const { db, sandbox, tryNow, pause } = await begin();
    const webinar = await addWebinar(db);
    await addRegistrant(db, webinar, { leadId: 1, ...checked });
    const flag = mode === 'inactive-event' ? eventFlag(webinar.id) : on24Flag;
    await pause(flag);
    sandbox.mode = mode;
    await tryNow();
    expect(await listFaults(db)).toMatchObject([{ flag, isPaused: true }]);
    expect((await rowOf(db, 1))?.status).toBe('registering');
  },
);

test.each(['fine', 'inactive-event'] as const)(
  'where nobody waits, the event itself is looked at: "%s"',
  async (mode) => {
    const { db, sandbox, tryNow, pause } = await begin();
    const webinar = await addWebinar(db);
    await pause(eventFlag(webinar.id));
    if (mode === 'inactive-event') sandbox.updateEvent(webinar.on24EventId, { isActive: false });
    await tryNow();
    expect(await listFaults(db)).toHaveLength(mode === 'fine' ? 0 : 1);
  },
);

test('who is refused before ON24 is asked tells nothing of the connection, and the next in line is tried', async () => {
  const { db, sandbox, tryNow, pause, pushed } = await begin();
  const webinar = await addWebinar(db);
  const earlier = new Date(Date.now() - 60_000);
  await addRegistrant(db, webinar, { leadId: 1, ...checked, statusAt: earlier, email: null });
  await addRegistrant(db, webinar, { leadId: 2, ...checked });
  await pause(on24Flag);
  sandbox.mode = 'bad-credentials';
  await tryNow();
  expect((await rowOf(db, 1))?.status).toBe('registration_error');
  expect(await listFaults(db)).toMatchObject([{ flag: on24Flag, isPaused: true }]);
  sandbox.mode = 'fine';
  await tryNow();
  expect(pushed()).toEqual(['ada-2@acme-corp.example']);
  expect(await listFaults(db)).toEqual([]);
});

test('a connection that is not paused is not tried', async () => {
  const { db, sandbox, tryNow } = await begin();
  await addWebinar(db);
  await noteTrouble(db, on24Flag, { kind: 'unavailable', isThrottling: false, words: 'once' });
  await tryNow();
  expect(sandbox.calls).toEqual([]);
});

test('an event that is inactive does not keep the others waiting once ON24 itself is well', async () => {
  const { db, sandbox, tryNow, pause } = await begin();
  const closed = await addWebinar(db);
  const open = await addWebinar(db, other);
  sandbox.updateEvent(closed.on24EventId, { isActive: false });
  await addRegistrant(db, closed, { leadId: 1, ...checked, statusAt: new Date(Date.now() - 60_000) });
  await addRegistrant(db, open, { leadId: 2, ...checked });
  await pause(eventFlag(closed.id));
  await pause(on24Flag);
  await tryNow();
  expect((await listFaults(db)).map(({ flag }) => flag)).toEqual([eventFlag(closed.id)]);
});

test('whom Marketo registers is not pushed by Usher, not even to try the connection', async () => {
  const { db, tryNow, pause, pushed } = await begin();
  const adapters = await addWebinar(db, { registrar: 'marketo' });
  await addRegistrant(db, adapters, { leadId: 1, ...checked });
  await pause(on24Flag);
  await tryNow();
  expect(pushed()).toEqual([]);
  expect((await rowOf(db, 1))?.status).toBe('registering');
});

test('nobody is tried of whom Marketo has not said lately that they are still a member', async () => {
  const { db, tryNow, pause, pushed } = await begin();
  const webinar = await addWebinar(db);
  await addRegistrant(db, webinar, {
    leadId: 1,
    status: 'registering',
    memberCheckedAt: new Date(Date.now() - 60 * 60 * 1000),
  });
  await pause(on24Flag);
  await tryNow();
  expect(pushed()).toEqual([]);
});
