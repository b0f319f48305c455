import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { sweepWebinar } from '../../src/intake/sweep-webinar.job.ts';
import { oldestHints } from '../../src/store/hint-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { findWebinar } from '../../src/store/webinar-store.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const sweep = (it: IntakeUnderTest) => sweepWebinar(it.parts)({ webinarId: it.webinar.id });
const pushes = async ({ db }: IntakeUnderTest) =>
  (await waitingJobs(db)).filter(({ name }) => name === 'confirm-members');

test('who is Registered already when the webinar is connected is registered here and is not pushed', async () => {
  const it = await intakeForThisTest({ sweptAt: null });
  const leadId = await it.fillForm();
  it.sandbox.setStatusByHand(programId, leadId, 'Registered');
  expect(await sweep(it)).toBeUndefined();
  expect((await rowOf(it.db, leadId))?.status).toBe('registered');
  expect(await pushes(it)).toEqual([]);
  expect((await findWebinar(it.db, it.webinar.id))?.sweptAt).not.toBeNull();
});

test('who is found Registered by a later sweep was approved in Marketo, and is pushed', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  it.sandbox.setStatusByHand(programId, leadId, 'Registered');
  await sweep(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'registering', decidedBy: 'marketo' });
  expect(await pushes(it)).toHaveLength(1);
});

test('a first sweep that Marketo interrupts is not over, and who is Registered still counts as registered without us', async () => {
  const it = await intakeForThisTest({ sweptAt: null });
  const leadId = await it.fillForm();
  it.sandbox.setStatusByHand(programId, leadId, 'Registered');
  it.sandbox.fail({ path: /members\.json$/, effect: { kind: 'code', code: '604' } });
  expect(await sweep(it)).toEqual({ againInMs: expect.any(Number) });
  expect((await findWebinar(it.db, it.webinar.id))?.sweptAt).toBeNull();
  await sweep(it);
  expect((await rowOf(it.db, leadId))?.status).toBe('registered');
});

test('a sweep finds who came, who changed and who has left without any hint', async () => {
  const it = await intakeForThisTest();
  const [stays, leaves, changes] = [await it.fillForm(), await it.fillForm(), await it.fillForm()];
  await followMembers(it.parts, it.webinar, [stays, leaves, changes]);
  it.sandbox.removeFromProgram(programId, leaves);
  it.sandbox.setStatusByHand(programId, changes, 'Rejected');
  const comes = await it.fillForm({ email: 'late@acme-corp.example' });
  await sweep(it);
  expect((await oldestHints(it.db, it.webinar.id, 300)).map(({ leadId }) => leadId)).toEqual([leaves]);
  await readHinted(it.parts)({ webinarId: it.webinar.id });
  const statuses = await Promise.all([stays, leaves, changes, comes].map((id) => rowOf(it.db, id)));
  expect(statuses.map((row) => row?.status)).toEqual([
    'pending_approval',
    'not_in_program',
    'rejected',
    'pending_approval',
  ]);
});

test('who is merely invited is left alone', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.formFlowDelayMs = 3_600_000;
  it.sandbox.fillForm(programId, { email: 'invited@acme-corp.example' });
  await sweep(it);
  expect(await it.db.$count(registrants)).toBe(0);
});

test('somebody whose row changed while the page was read is read again', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  const parts = it.partsWith((real) => ({
    async *readMembersByStatus(...call) {
      for await (const page of real.readMembersByStatus(...call)) {
        // A write of ours is answered while the page is on its way.
        it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
        await it.db
          .update(registrants)
          .set({ status: 'waitlisted', marketoBase: 'Waitlisted', marketoSeq: 9 })
          .where(eq(registrants.leadId, leadId));
        yield page;
      }
    },
  }));
  await sweepWebinar(parts)({ webinarId: it.webinar.id });
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'waitlisted', marketoBase: 'Waitlisted' });
});

test('somebody whose row changes under every reading is left to be read again soon', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  const change = () => it.db.update(registrants).set({ marketoSeq: sql`${registrants.marketoSeq} + 1` });
  const parts = it.partsWith((real) => ({
    async *readMembersByStatus(...call) {
      for await (const page of real.readMembersByStatus(...call)) {
        await change();
        yield page;
      }
    },
    readMembers: async (...call) => {
      const members = await real.readMembers(...call);
      await change();
      return members;
    },
  }));
  await sweepWebinar(parts)({ webinarId: it.webinar.id });
  expect((await oldestHints(it.db, it.webinar.id, 300)).map((hint) => hint.leadId)).toEqual([leadId]);
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('read-hinted');
});

test('a sweep of more members than fit into one page reads them all', async () => {
  const it = await intakeForThisTest();
  for (let index = 0; index < 650; index++) {
    it.sandbox.fillForm(programId, { email: `guest-${index}@visitors.example` });
  }
  await it.sandbox.until(
    'all of them are pending',
    () => it.sandbox.members(programId).filter((m) => m.statusName === 'Pending Approval').length === 650,
  );
  await sweep(it);
  expect(await it.db.$count(registrants, eq(registrants.status, 'pending_approval'))).toBe(650);
});
