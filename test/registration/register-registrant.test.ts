import { expect, test } from 'vitest';
import { world } from '../../sandbox/world.ts';
import { registerRegistrant } from '../../src/registration/register-registrant.job.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { registrationForThisTest } from '../support/registration-under-test.ts';

const eventId = world.on24.event.id;
const checked = { status: 'registering', memberCheckedAt: new Date() } as const;

async function begin(given: Partial<typeof registrants.$inferInsert> = checked) {
  const it = await registrationForThisTest();
  const webinar = await addWebinar(it.db);
  const { id } = await addRegistrant(it.db, webinar, { leadId: 1, ...given });
  const job = { registrantId: id, webinarId: webinar.id };
  const push = () => registerRegistrant(it.parts)(job);
  /** Something happens after ON24 has taken the person and before we have heard of it. */
  const pushWhile = (happens: () => Promise<unknown>) => {
    const { on24 } = it.parts;
    const registerPerson: typeof on24.registerPerson = async (...call) => {
      const registration = await on24.registerPerson(...call);
      await happens();
      return registration;
    };
    return registerRegistrant({ ...it.parts, on24: { ...on24, registerPerson } })(job);
  };
  return { ...it, webinar, id, push, pushWhile };
}

test('who is confirmed as a member is registered, with our own id in ON24 and its id here', async () => {
  const { db, id, push, sandbox } = await begin();
  expect(await push()).toBeUndefined();
  const [registered] = sandbox.registrants(eventId);
  expect(registered).toMatchObject({
    email: 'ada-1@acme-corp.example',
    fields: { exteventusercd: String(id) },
  });
  expect(await rowOf(db, 1)).toMatchObject({
    status: 'registered',
    on24UserId: registered?.eventUserId,
    joinLink: 'https://event.on24.com/wcc/r/4410123/5D1C0FFEE5D1C0FFEE',
  });
});

test.each([
  ['was never confirmed as a member', null],
  ['was confirmed more than two minutes ago', new Date(Date.now() - 121_000)],
])('who %s is not pushed, and Marketo is asked first', async (_title, memberCheckedAt) => {
  const { db, push, pushed } = await begin({ status: 'registering', memberCheckedAt });
  expect(await push()).toBeUndefined();
  expect(pushed()).toEqual([]);
  expect((await rowOf(db, 1))?.status).toBe('registering');
  expect(await waitingJobs(db)).toMatchObject([{ name: 'confirm-members' }]);
});

test('who is no longer registering is not pushed', async () => {
  const { push, pushed } = await begin({ status: 'not_in_program', memberCheckedAt: new Date() });
  expect(await push()).toBeUndefined();
  expect(pushed()).toEqual([]);
});

test('whom Marketo registers is not pushed by Usher', async () => {
  const it = await registrationForThisTest();
  const webinar = await addWebinar(it.db, { registrar: 'marketo' });
  const { id } = await addRegistrant(it.db, webinar, { leadId: 1, ...checked });
  await registerRegistrant(it.parts)({ registrantId: id, webinarId: webinar.id });
  expect(it.pushed()).toEqual([]);
});

test('a refusal becomes a registration error with the words of ON24, and no fault of the connection', async () => {
  const { db, id, push, sandbox } = await begin();
  sandbox.mode = 'refuses';
  expect(await push()).toBeUndefined();
  expect(await rowOf(db, 1)).toMatchObject({
    status: 'registration_error',
    statusReason: "The country 'Narnia' is not in the list.",
  });
  expect(await listFaults(db)).toEqual([]);
  expect(await historyOf(db, id)).toMatchObject([{ toStatus: 'registration_error', actor: 'on24' }]);
});

test.each([
  ['400', 'json'],
  ['403', 'xml'],
  ['412', 'text'],
  ['200-without-id', 'json'],
] as const)(
  'a person whom the registration page would not take, refused by %s in %s, is told in the same words',
  async (validationReply, errorBodies) => {
    const { db, webinar, sandbox, parts } = await begin();
    sandbox.switches.validationReply = validationReply;
    sandbox.switches.errorBodies = errorBodies;
    sandbox.switches.missingFieldText = "The field '{field}' is required.";
    // Without Elite nothing is known of the page beforehand.
    sandbox.switches.elite = false;
    const { id } = await addRegistrant(db, webinar, { leadId: 2, ...checked, firstName: null });
    await registerRegistrant(parts)({ registrantId: id, webinarId: webinar.id });
    expect(await rowOf(db, 2)).toMatchObject({
      status: 'registration_error',
      statusReason: "The field 'firstname' is required.",
    });
  },
);

test('a person without an address is told so, and ON24 is not asked', async () => {
  const { db, push, pushed } = await begin({ ...checked, email: null });
  await push();
  expect(await rowOf(db, 1)).toMatchObject({ status: 'registration_error' });
  expect((await rowOf(db, 1))?.statusReason).toContain('no e-mail address');
  expect(pushed()).toEqual([]);
});

test.each(['html', 'truncated-json', 'wrong-shape', 'empty'] as const)(
  'an answer that is %s is no answer: the person waits, and is held once in the end',
  async (shape) => {
    const { db, push, sandbox } = await begin();
    sandbox.fail({ path: /registrant$/, effect: { kind: 'foreign', shape } });
    expect(await push()).toEqual({ againInMs: expect.any(Number) });
    expect((await rowOf(db, 1))?.status).toBe('registering');
    expect(await push()).toBeUndefined();
    expect((await rowOf(db, 1))?.status).toBe('registered');
    expect(sandbox.registrants(eventId)).toHaveLength(1);
    expect(await listFaults(db)).toEqual([]);
  },
);

test.each([
  ['403', undefined],
  ['429', undefined],
  ['429-retry-after', 20_000],
] as const)(
  'throttled by %s, the person waits without a fault of the connection',
  async (throttleReply, retryAfterMs) => {
    const { db, push, sandbox } = await begin();
    sandbox.switches.throttleReply = throttleReply;
    sandbox.mode = 'throttled';
    const wait = await push();
    expect(wait?.againInMs).toBeGreaterThanOrEqual(retryAfterMs ?? 30_000);
    expect(wait?.againInMs).toBeLessThanOrEqual(72_000);
    expect(await listFaults(db)).toEqual([]);
    expect((await rowOf(db, 1))?.status).toBe('registering');
  },
);

test('throttled, nobody is told that ON24 does not answer, and the three days of patience do not begin', async () => {
  const { db, push, sandbox } = await begin();
  sandbox.mode = 'throttled';
  await push();
  expect((await rowOf(db, 1))?.pushFailingSince).toBeNull();
});

test('waits for ON24 grow from a second to a minute and no longer', async () => {
  const { db, push, sandbox } = await begin();
  sandbox.mode = 'down';
  const first = await push();
  expect(first?.againInMs).toBeGreaterThanOrEqual(1_000);
  expect(first?.againInMs).toBeLessThan(1_300);
  await db.update(registrants).set({ pushAttempts: 500 });
  expect((await push())?.againInMs).toBeLessThanOrEqual(72_000);
});

test('after three days without an answer the person has a registration error with its reason, and a button', async () => {
  const { db, push, sandbox } = await begin();
  sandbox.mode = 'down';
  await push();
  const threeDaysAgo = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000 - 1_000);
  await db.update(registrants).set({ pushFailingSince: threeDaysAgo });
  expect(await push()).toBeUndefined();
  const row = await rowOf(db, 1);
  expect(row?.status).toBe('registration_error');
  expect(row?.statusReason).toContain('three days');
});

test('a success for somebody who has left meanwhile moves nothing, and the ON24 id is kept', async () => {
  const { db, pushWhile, sandbox } = await begin();
  await pushWhile(() => db.update(registrants).set({ status: 'not_in_program' }));
  const [registered] = sandbox.registrants(eventId);
  expect(await rowOf(db, 1)).toMatchObject({
    status: 'not_in_program',
    on24UserId: registered?.eventUserId,
  });
});

test('a success after a registration error still makes the person registered', async () => {
  const { db, pushWhile } = await begin();
  await pushWhile(() => db.update(registrants).set({ status: 'registration_error' }));
  expect((await rowOf(db, 1))?.status).toBe('registered');
});

test('a person whom ON24 blocks is registered, and known to be blocked', async () => {
  const { db, push, sandbox } = await begin();
  sandbox.switches.newRegistrants = 'blocked';
  await push();
  expect(await rowOf(db, 1)).toMatchObject({ status: 'registered', on24IsBlocked: true });
});
