import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { addRegistrant, rowOf } from '../support/made-rows.ts';

const moves = async ({ db }: IntakeUnderTest, leadId: number) => {
  const row = await rowOf(db, leadId);
  const entries = row ? await historyOf(db, row.id) : [];
  return entries.map(({ event, fromStatus, toStatus }) => `${event} ${fromStatus} ${toStatus ?? ''}`.trim());
};

test('a person who is new gets a row with their name, and stands in line from when they joined', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm({ company: 'Analytical Engines', title: 'VP' });
  expect(await followMembers(it.parts, it.webinar, [leadId])).toEqual([]);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'pending_approval',
    firstName: 'Ada',
    company: 'Analytical Engines',
    title: 'VP',
    episode: 1,
    marketoBase: 'Pending Approval',
  });
  expect(await moves(it, leadId)).toEqual(['moved not_in_program pending_approval']);
});

test('reading the same again changes nothing, however often', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  const before = await rowOf(it.db, leadId);
  for (let again = 0; again < 3; again++) await followMembers(it.parts, it.webinar, [leadId]);
  expect(await rowOf(it.db, leadId)).toEqual(before);
  expect(await moves(it, leadId)).toHaveLength(1);
});

test('a reading does not count when the row has changed since it began, and is asked for again', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  // Between our reading of Marketo and its arrival, a write of ours was answered: the reading is older than that.
  const parts = it.partsWith((real) => ({
    readMembers: async (...call) => {
      const members = await real.readMembers(...call);
      await it.db
        .update(registrants)
        .set({
          status: 'waitlisted',
          marketoBase: 'Waitlisted',
          marketoSeq: sql`${registrants.marketoSeq} + 1`,
        })
        .where(eq(registrants.leadId, leadId));
      return members;
    },
  }));
  expect(await followMembers(parts, it.webinar, [leadId])).toEqual([leadId]);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'waitlisted', marketoBase: 'Waitlisted' });
  expect(await moves(it, leadId)).toHaveLength(1);
});

test('a person who comes in while they are being read is not taken twice', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  const parts = it.partsWith((real) => ({
    readMembers: async (...call) => {
      const members = await real.readMembers(...call);
      await followMembers(it.parts, it.webinar, [leadId]);
      return members;
    },
  }));
  expect(await followMembers(parts, it.webinar, [leadId])).toEqual([leadId]);
  expect(await moves(it, leadId)).toHaveLength(1);
});

test('a status that the channel did not have when it was read is said once, and changes nothing', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  it.sandbox.switches.channel = 'renamed';
  it.sandbox.setStatusByHand(programId, leadId, 'Signed Up');
  for (let again = 0; again < 3; again++) await followMembers(it.parts, it.webinar, [leadId]);
  const row = await rowOf(it.db, leadId);
  expect(row).toMatchObject({ status: 'pending_approval', marketoBase: 'Signed Up', marketoIsDue: false });
  expect(row?.marketoRefused).toContain('Signed Up');
  expect(await moves(it, leadId)).toEqual([
    'moved not_in_program pending_approval',
    'not_followed pending_approval',
  ]);
});

test('Pending Approval set again on a registered person is noted once as asked again, and not written over', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await addRegistrant(it.db, it.webinar, {
    leadId,
    status: 'registered',
    marketoBase: 'Registered',
    membershipDate: it.memberOf(leadId)?.membershipDate ?? null,
  });
  for (let again = 0; again < 3; again++) await followMembers(it.parts, it.webinar, [leadId]);
  const row = await rowOf(it.db, leadId);
  expect(row).toMatchObject({ status: 'registered', marketoIsDue: false });
  expect(row?.marketoRefused).toContain('asked again');
  expect(row?.askedAgainAt).not.toBeNull();
  expect(await moves(it, leadId)).toEqual(['asked_again registered']);
  expect((await waitingJobs(it.db)).filter(({ name }) => name === 'write-marketo')).toEqual([]);
});

test.each([
  ['removed', 'not_in_program'],
  ['Waitlisted', 'waitlisted'],
  ['Registered', 'registering'],
  ['Rejected', 'rejected'],
] as const)('a held decision ends when somebody acts in Marketo: %s', async (hand, status) => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  await it.db.update(registrants).set({
    decision: 'reject',
    decidedBy: 'U0MARA',
    holdsUntil: new Date(Date.now() + 60_000),
    decisionNumber: 1,
  });
  if (hand === 'removed') it.sandbox.removeFromProgram(programId, leadId);
  else it.sandbox.setStatusByHand(programId, leadId, hand);
  await followMembers(it.parts, it.webinar, [leadId]);
  const row = await rowOf(it.db, leadId);
  expect(row).toMatchObject({ status, holdsUntil: null });
  expect(row?.decisionNumber).toBeGreaterThan(1);
  expect(row?.decidedBy).not.toBe('U0MARA');
  expect(await moves(it, leadId)).toContain('hold_ended pending_approval');
});

test('a held decision ends also when what somebody did in Marketo moves nobody', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  await it.db.update(registrants).set({
    decision: 'approve',
    decidedBy: 'U0MARA',
    holdsUntil: new Date(Date.now() + 60_000),
    decisionNumber: 1,
  });
  it.sandbox.switches.channel = 'renamed';
  it.sandbox.setStatusByHand(programId, leadId, 'Signed Up');
  await followMembers(it.parts, it.webinar, [leadId]);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'pending_approval', holdsUntil: null });
});

test('a person who comes back after a removal that nobody saw begins anew', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  await it.db.update(registrants).set({ status: 'rejected', decision: 'reject', marketoBase: 'Rejected' });
  it.sandbox.removeFromProgram(programId, leadId);
  it.clock.advance(1_500);
  await it.fillForm({ email: it.sandbox.lead(leadId)?.email ?? '' });
  await followMembers(it.parts, it.webinar, [leadId]);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'pending_approval',
    episode: 2,
    decision: null,
    messageId: null,
  });
  expect((await moves(it, leadId)).slice(-2)).toEqual([
    'moved rejected not_in_program',
    'moved not_in_program pending_approval',
  ]);
});

test('a lead that is gone has left the program', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  it.sandbox.deleteLead(leadId);
  await followMembers(it.parts, it.webinar, [leadId]);
  expect((await rowOf(it.db, leadId))?.status).toBe('not_in_program');
});

test('several hundred people are taken in one go', async () => {
  const it = await intakeForThisTest();
  const leadIds = Array.from({ length: 420 }, (_, index) =>
    it.sandbox.fillForm(programId, { email: `guest-${index}@visitors.example` }),
  );
  expect(await followMembers(it.parts, it.webinar, leadIds)).toEqual([]);
  expect(await it.db.$count(registrants)).toBe(420);
});
