import { expect, test } from 'vitest';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { clickFor, messageWith, rowWith, told } from '../support/channel-reading.ts';
import { eventually, hurryStanding, settled, waitingJobs } from '../support/eventually.ts';
import { pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, charles, grace, guests, nameOf, rowFor } from '../support/people-who-ask.ts';
import {
  eventId,
  jo,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const approve = (it: UsherUnderTest, person: typeof ada) =>
  clickFor(it.slack, mara, nameOf(person), 'approve');

const paused = (it: UsherUnderTest) =>
  eventually('the connection is paused', async () =>
    (await listFaults(it.db)).find(({ isPaused }) => isPaused),
  );

/** The connection is tried again and again, as it would be every half minute. */
const wellAgain = (it: UsherUnderTest) =>
  eventually('the connection is well', async () => {
    await hurryStanding(it.db, 'try-connections');
    return (await listFaults(it.db)).length === 0;
  });

async function expectHeldOnce(it: UsherUnderTest, ...people: (typeof ada)[]) {
  const held = it.on24.registrants(eventId).map(({ email }) => email);
  expect(held.sort()).toEqual(people.map(({ email }) => email).sort());
}

test('a refusal is shown in ON24’s own words, set in Marketo, and cured by Retry once the event is mended', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'refuses';
  const [leadId = 0] = await ask(it, ada);
  await approve(it, ada);
  await rowWith(it.slack, 'Ada Lovelace', "The country 'Narnia' is not in the list.", '[Retry]');
  await it.marketo.until(
    'Marketo shows the error',
    () => it.marketo.member(programId, leadId)?.statusName === 'Registration Error',
  );
  expect(it.on24.registrants(eventId)).toEqual([]);

  it.on24.mode = 'fine';
  expect(await clickFor(it.slack, jo, 'Ada Lovelace', 'retry')).toMatchObject({ ok: true });
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
  await it.marketo.until(
    'Marketo shows Registered',
    () => it.marketo.member(programId, leadId)?.statusName === 'Registered',
  );
  await expectHeldOnce(it, ada);
});

test('a Retry that is refused again shows the new reason', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'refuses';
  await ask(it, ada);
  await approve(it, ada);
  await rowWith(it.slack, 'Ada Lovelace', 'Narnia', '[Retry]');
  it.on24.refusal = "The field 'company' is required.";
  await clickFor(it.slack, mara, 'Ada Lovelace', 'retry');
  const row = await rowWith(it.slack, 'Ada Lovelace', "The field 'company' is required.", '[Retry]');
  expect(row).not.toContain('Narnia');
});

test('the second of two Retries is told that ON24 is being asked already', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'refuses';
  await ask(it, ada);
  await approve(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace', '[Retry]');
  it.on24.mode = 'no-answer';
  const place = { channelId: it.slack.channels()[0]?.id ?? '', ts: message.ts };
  const [first, second] = await Promise.all([
    it.slack.as(mara).click(place, { actionId: 'retry' }),
    it.slack.as(jo).click(place, { actionId: 'retry' }),
  ]);
  expect([first, second]).toMatchObject([{ ok: true }, { ok: true }]);
  await it.slack.until('one of them is told', () =>
    [mara, jo].some((who) => it.slack.ephemerals(who).length === 1),
  );
  const loser = it.slack.ephemerals(mara).length === 1 ? mara : jo;
  await told(it.slack, loser, 'ON24 is being asked at this moment');
  it.on24.mode = 'fine';
});

test.each(['down', 'call-lost', 'reply-lost', 'html', 'xml'] as const)(
  'while ON24 does not answer (%s) the channel says so, and goes on by itself when it does',
  async (trouble) => {
    const it = await usherForThisTest();
    await ask(it, ada);
    const always = { path: /registrant$/, times: Number.POSITIVE_INFINITY };
    if (trouble === 'down') it.on24.mode = 'down';
    else if (trouble === 'html') it.on24.fail({ ...always, effect: { kind: 'foreign', shape: 'html' } });
    else if (trouble === 'xml') {
      const body = '<?xml version="1.0"?><error><message>Service unavailable</message></error>';
      it.on24.fail({
        ...always,
        effect: { kind: 'answer', status: 500, body, contentType: 'application/xml' },
      });
    } else it.on24.fail({ ...always, effect: { kind: trouble } });
    await approve(it, ada);
    await rowWith(it.slack, 'Ada Lovelace', 'ON24 does not answer');
    expect((await rowFor(it, (await leadOf(it)) ?? 0)).status).toBe('registering');

    it.on24.mode = 'fine';
    it.on24.clearFaults();
    await rowWith(it.slack, 'Ada Lovelace', '· registered');
    await settled(it.db, { hurrying: it.db });
    await expectHeldOnce(it, ada);
  },
);

async function leadOf(it: UsherUnderTest) {
  return it.marketo.members(programId)[0]?.leadId;
}

test('an answer that was lost after ON24 had taken the person leads to one registration', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  it.on24.fail({ path: /registrant$/, effect: { kind: 'reply-lost' } });
  await approve(it, ada);
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
  expect(pushedToOn24(it)).toHaveLength(2);
  await expectHeldOnce(it, ada);
});

test('an outage of more than half a minute pauses the pushes, and they go on when ON24 is up', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles);
  it.on24.mode = 'down';
  await approve(it, ada);
  await rowWith(it.slack, 'Ada Lovelace', 'ON24 does not answer');
  await it.db.execute("update connection_faults set failing_since = now() - interval '31 seconds'");
  await paused(it);
  await approve(it, charles);
  await rowWith(it.slack, 'Charles Babbage', 'registering with ON24');

  it.on24.mode = 'fine';
  await wellAgain(it);
  await settled(it.db, { hurrying: it.db });
  await expectHeldOnce(it, ada, charles);
  for (const person of [ada, charles]) expect(await statusOf(it, person)).toBe('registered');
});

async function statusOf(it: UsherUnderTest, person: typeof ada) {
  const member = it.marketo
    .members(programId)
    .find(({ leadId }) => it.marketo.lead(leadId)?.email === person.email);
  return (await rowFor(it, member?.leadId ?? 0)).status;
}

test.each([
  ['wrong credentials', 'bad-credentials', 'on24'],
  ['an inactive event', 'inactive-event', 'on24:webinar:1'],
] as const)(
  '%s: one fault of the connection, not one registration error, and all go on when it is mended',
  async (_title, mode, flag) => {
    const it = await usherForThisTest();
    const people = guests(12);
    const leadIds = await ask(it, ...people);
    it.on24.mode = mode;
    for (const person of people) await approve(it, person);
    expect(await paused(it)).toMatchObject({ flag });
    // Everybody is confirmed in Marketo and waits for ON24 alone.
    await eventually('all wait for ON24', async () => {
      const rows = await Promise.all(leadIds.map((leadId) => rowFor(it, leadId)));
      return rows.every((row) => row.status === 'registering' && row.memberCheckedAt !== null);
    });
    await hurryStanding(it.db, 'try-connections');
    expect(await listFaults(it.db)).toMatchObject([{ flag, isPaused: true }]);
    const members = leadIds.map((leadId) => it.marketo.member(programId, leadId)?.statusName);
    expect(members).toEqual(people.map(() => 'Pending Approval'));

    it.on24.mode = 'fine';
    await wellAgain(it);
    await settled(it.db, { hurrying: it.db });
    await expectHeldOnce(it, ...people);
    for (const leadId of leadIds) {
      expect((await rowFor(it, leadId)).status).toBe('registered');
      expect(it.marketo.member(programId, leadId)?.statusName).toBe('Registered');
    }
  },
);

test.each(['403', '429'] as const)(
  'throttled by %s, people wait without a fault and without an error, and then are registered',
  async (throttleReply) => {
    const it = await usherForThisTest();
    it.on24.switches.throttleReply = throttleReply;
    const [leadId = 0] = await ask(it, ada);
    it.on24.mode = 'throttled';
    await approve(it, ada);
    await it.on24.until('ON24 has throttled us', () =>
      it.on24.calls.some(({ status }) => status === Number(throttleReply)),
    );
    await eventually('the push waits for its time', async () =>
      (await waitingJobs(it.db)).some(
        ({ name, isRunning, inMs }) => name === 'register-registrant' && !isRunning && inMs > 10_000,
      ),
    );
    expect(await listFaults(it.db)).toEqual([]);
    it.on24.mode = 'fine';
    await settled(it.db, { hurrying: it.db });
    expect((await rowFor(it, leadId)).status).toBe('registered');
    await expectHeldOnce(it, ada);
  },
);

test('somebody removed in Marketo while ON24 was closed to us is not registered when it opens', async () => {
  const it = await usherForThisTest({ environment: { MARKETO_POLL_SECONDS: '600' } });
  const [leadId = 0] = await ask(it, ada);
  it.on24.mode = 'bad-credentials';
  await approve(it, ada);
  await paused(it);
  it.marketo.removeFromProgram(programId, leadId);
  // Two minutes and more pass: what Marketo said of Ada before the outage counts no longer.
  await it.db.execute("update registrants set member_checked_at = now() - interval '3 minutes'");
  it.on24.mode = 'fine';
  await wellAgain(it);
  await settled(it.db, { hurrying: it.db });
  expect(it.on24.registrants(eventId)).toEqual([]);
  expect((await rowFor(it, leadId)).status).toBe('not_in_program');
});

test('a refused person keeps nobody else waiting', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, grace);
  it.on24.fail({
    path: /registrant$/,
    effect: { kind: 'refusal', status: 400, message: "The title 'VP' is not in the list." },
  });
  await approve(it, ada);
  await rowWith(it.slack, 'Ada Lovelace', "The title 'VP' is not in the list.");
  await approve(it, grace);
  await rowWith(it.slack, 'Grace Hopper', '· registered');
  await expectHeldOnce(it, grace);
});

test('addresses in the words of ON24 are masked in the channel', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'refuses';
  it.on24.refusal = `The address ${ada.email} is blocked.`;
  await ask(it, ada);
  await approve(it, ada);
  const row = await rowWith(it.slack, 'Ada Lovelace', 'is blocked.');
  expect(row).not.toContain(ada.email);
});
