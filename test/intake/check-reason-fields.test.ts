/** The field that takes a webinar's reasons is looked at in Marketo, and a fault stands while it cannot be written. */
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { tryConnections } from '../../src/alerts/try-connections.job.ts';
import { checkReasonFields, reasonFieldCanary } from '../../src/intake/check-reason-fields.job.ts';
import { followMembers } from '../../src/intake/follow-members.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { channelsWaiting } from '../../src/store/waiting-people-store.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest } from '../support/intake-under-test.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';

const flag = (it: IntakeUnderTest) => `marketo:reason:${it.webinar.id}`;

function watched(it: IntakeUnderTest) {
  const logged: string[] = [];
  const parts = { ...it.parts, onFault: (_webinar: unknown, sentence: string) => logged.push(sentence) };
  return {
    logged,
    check: () => checkReasonFields(parts)({}),
    tryNow: () => tryConnections({ db: it.db, canaries: [reasonFieldCanary(parts)] })({}),
  };
}
const described = (it: IntakeUnderTest) =>
  it.sandbox.calls.filter(({ path }) => path.endsWith('describe.json'));

test('a field that exists and may be written is no fault, and one call serves all webinars', async () => {
  const it = await intakeForThisTest({ reasonField: 'approvalNote' });
  await addWebinar(it.db, { programId: 2208, on24EventId: 4410124, reasonField: 'seatPreference' });
  await watched(it).check();
  expect(await listFaults(it.db)).toEqual([]);
  expect(described(it)).toHaveLength(1);
});

test('where no webinar names a field Marketo is not asked', async () => {
  const it = await intakeForThisTest();
  await watched(it).check();
  expect(it.sandbox.calls).toEqual([]);
});

test('statusReason is a fault exactly while Describe says that it may not be written', async () => {
  const it = await intakeForThisTest({ reasonField: 'statusReason' });
  const { check, logged } = watched(it);
  await check();
  expect(await listFaults(it.db)).toMatchObject([
    { flag: flag(it), isPaused: true, words: expect.stringContaining('"statusReason"') },
  ]);
  expect(logged).toEqual([expect.stringContaining('"statusReason"')]);
  it.sandbox.switches.statusReasonField = 'updateable';
  await check();
  expect(await listFaults(it.db)).toEqual([]);
});

test('a fault ends also when its webinar names no field any more, or is disconnected', async () => {
  const it = await intakeForThisTest({ reasonField: 'gone' });
  const { check } = watched(it);
  await check();
  expect(await listFaults(it.db)).toHaveLength(1);
  await it.db.update(webinars).set({ disconnectedAt: new Date() });
  await check();
  expect(await listFaults(it.db)).toEqual([]);
});

test('a fault is looked at again after ten minutes, not at every try, and then reasons that were refused are written', async () => {
  const it = await intakeForThisTest({ reasonField: 'note' });
  const { check, tryNow } = watched(it);
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  await it.db.update(registrants).set({
    status: 'rejected',
    decision: 'reject',
    decidedBy: 'U0MARA',
    decisionReason: 'Competitor',
    marketoIsDue: true,
  });
  const write = () => writeMarketo(it.parts)({ webinarId: it.webinar.id });
  await write();
  await check();
  it.sandbox.switches.customMemberFields = ['note'];
  await tryNow();
  expect(described(it)).toHaveLength(1);
  await it.db.execute(sql`update connection_faults set resumes_at = now()`);
  await tryNow();
  expect(await listFaults(it.db)).toEqual([]);
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('write-marketo');
  await write();
  expect(it.memberOf(leadId)?.custom['note']).toBe('Competitor');
});

test('a reason that was refused while the field is in order is not tried again at every look', async () => {
  const it = await intakeForThisTest({ reasonField: 'approvalNote' });
  await addRegistrant(it.db, it.webinar, {
    leadId: 1,
    status: 'rejected',
    marketoReasonRefused: 'Competitor',
  });
  await watched(it).check();
  expect(await it.db.select().from(registrants)).toMatchObject([
    { marketoReasonRefused: 'Competitor', marketoIsDue: false },
  ]);
});

test('nobody waits for such a fault', async () => {
  const it = await intakeForThisTest({ reasonField: 'gone' });
  await addRegistrant(it.db, it.webinar, { leadId: 1, status: 'registering' });
  await watched(it).check();
  expect(await channelsWaiting(it.db, flag(it))).toEqual([]);
  expect(await channelsWaiting(it.db, 'marketo')).toHaveLength(1);
});
