/** Somebody acts in Marketo while a decision is held, and what is not written meanwhile. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { undo } from '../../src/approvals/undo.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';
import { decide, personHere, read, write } from '../support/writes-under-test.ts';

async function hold(it: IntakeUnderTest, leadId: number): Promise<void> {
  await it.db
    .update(registrants)
    .set({
      decision: 'approve',
      decidedBy: 'U0MARA',
      decisionNumber: 1,
      holdsUntil: new Date(Date.now() + 60_000),
    })
    .where(eq(registrants.leadId, leadId));
}
const toldMakers = async ({ db }: IntakeUnderTest) =>
  (await waitingJobs(db)).filter(({ name }) => name === 'tell-maker').length;

test('a removal during a hold ends it, and its maker is told', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await hold(it, leadId);
  it.sandbox.removeFromProgram(programId, leadId);
  await read(it, leadId);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'not_in_program',
    decision: null,
    holdsUntil: null,
  });
  expect(await toldMakers(it)).toBe(1);
});

test('Registered by hand during a hold is the decision that counts, and the maker of the other is told', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await hold(it, leadId);
  it.sandbox.setStatusByHand(programId, leadId, 'Registered');
  await read(it, leadId);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'registering',
    decidedBy: 'marketo',
    holdsUntil: null,
  });
  expect(await toldMakers(it)).toBe(1);
});

test('what was still to be written when a hold began is written when the hold is undone, and not before', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  await hold(it, leadId);
  await write(it);
  expect(it.writes()).toEqual([]);
  expect((await rowOf(it.db, leadId))?.marketoIsDue).toBe(false);
  const row = await rowOf(it.db, leadId);
  await undo(it.db, { userId: 'U0MARA', drawn: { registrantId: row?.id ?? 0, decisionNumber: 1 } });
  await write(it);
  expect(it.statusOf(leadId)).toBe('Waitlisted');
});

test('a hold that begins while the data are written keeps the status from being written', async () => {
  const it = await intakeForThisTest({ reasonField: 'approvalNote' });
  const leadId = await personHere(it);
  await decide(it, leadId, 'reject');
  await it.db.update(registrants).set({ decisionReason: 'Competitor' });
  await write(it, (real) => ({
    writeMemberData: async (...call) => {
      await hold(it, leadId);
      return real.writeMemberData(...call);
    },
  }));
  expect(it.memberOf(leadId)).toMatchObject({ statusName: 'Pending Approval' });
});
