import { expect, test } from 'vitest';
import { endRegistrations } from '../../src/registration/end-registrations.job.ts';
import { eventFlag, on24Flag } from '../../src/registration/push-person.ts';
import { recordOutcome } from '../../src/registration/register-registrant.job.ts';
import { noteTrouble } from '../../src/store/connection-fault-store.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import type { webinars } from '../../src/store/schema/webinars.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { registrationForThisTest } from '../support/registration-under-test.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
/** Over for half an hour. */
const endedAt = ago(30);

async function begin(given: Partial<typeof webinars.$inferInsert> = {}) {
  const it = await registrationForThisTest();
  const webinar = await addWebinar(it.db, { liveEndsAt: endedAt, ...given });
  const waits = (leadId: number, more: Partial<Registrant> = {}) =>
    addRegistrant(it.db, webinar, {
      leadId,
      status: 'registering',
      statusAt: ago(40),
      marketoBase: null,
      ...more,
    });
  const end = (now = new Date()) => endRegistrations({ db: it.db, now: () => now })({});
  return { ...it, webinar, waits, end };
}

test.each([
  ['on24', {}, 'The webinar ended before ON24 answered.'],
  ['marketo', {}, 'The webinar ended before Marketo took the request.'],
  ['marketo', { adapterAcceptedAt: ago(39) }, 'The webinar ended before Marketo answered.'],
] as const)(
  'registrar %s: who was approved before the end and has no answer has an error that says so: %j',
  async (registrar, given, reason) => {
    const { db, waits, end } = await begin({ registrar });
    await waits(1, given);
    expect(await end()).toEqual({ againInMs: 60_000 });
    expect(await rowOf(db, 1)).toMatchObject({ status: 'registration_error', statusReason: reason });
    expect((await waitingJobs(db)).map(({ name }) => name)).toContain('group-errors');
  },
);

test.each([
  ['of a webinar that still runs', { liveEndsAt: ago(-10) }, {}],
  ['of a webinar without a known end', { liveEndsAt: null }, {}],
  ['who was approved after the end, to see the recording', {}, { statusAt: ago(10) }],
  ['who is registered', {}, { status: 'registered' }],
] as const)('nothing happens to somebody %s', async (_who, webinar, given) => {
  const { db, waits, end } = await begin(webinar);
  const before = await waits(1, given);
  await end();
  expect((await rowOf(db, 1))?.status).toBe(before.status);
});

test('an answer to somebody approved in the last moment is waited for', async () => {
  const { db, waits, end } = await begin({ liveEndsAt: ago(0.5) });
  await waits(1, { statusAt: ago(1) });
  await end();
  expect((await rowOf(db, 1))?.status).toBe('registering');
});

test('the end is the bot’s own clock’s', async () => {
  const { db, waits, end } = await begin({ liveEndsAt: ago(-60) });
  await waits(1);
  await end();
  expect((await rowOf(db, 1))?.status).toBe('registering');
  await end(ago(-61));
  expect((await rowOf(db, 1))?.status).toBe('registration_error');
});

test.each([on24Flag, 'event'])(
  'when ON24 was broken across the end, the reason says what it said: %s',
  async (which) => {
    const { db, webinar, waits, end } = await begin();
    const flag = which === 'event' ? eventFlag(webinar.id) : which;
    await noteTrouble(db, flag, { kind: 'misconfigured', isThrottling: false, words: 'HTTP 503' });
    await waits(1);
    await end();
    expect((await rowOf(db, 1))?.statusReason).toBe(
      'The webinar ended before ON24 answered. ON24 said last: HTTP 503',
    );
  },
);

test('a push that was under way at the end and succeeds still registers the person', async () => {
  const { db, webinar, waits, end } = await begin();
  const pushed = await waits(1);
  await end();
  const registration = { on24UserId: 7, isBlocked: false };
  await recordOutcome(db, webinar, pushed, {
    kind: 'registered',
    registration,
  });
  expect((await rowOf(db, 1))?.status).toBe('registered');
});

test('everybody is moved, however many they are', async () => {
  const { db, waits, end } = await begin();
  for (let leadId = 1; leadId <= 120; leadId++) await waits(leadId);
  await end();
  for (const leadId of [1, 60, 120]) expect((await rowOf(db, leadId))?.status).toBe('registration_error');
});
