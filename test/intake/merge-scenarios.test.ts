/** What may happen around one of our writes: crashes, echoes, stale readings, delays, and people who act meanwhile. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { undo } from '../../src/approvals/undo.ts';
import { followMembers } from '../../src/intake/follow-members.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';
import {
  age,
  decide,
  delayedCall,
  later,
  personHere,
  read,
  write,
  writing,
  writingStatus,
} from '../support/writes-under-test.ts';

test('a crash between the saved intention and the call: the write is made by the next run, once', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  const crash = writingStatus(() => () => Promise.reject(new Error('killed')));
  await expect(write(it, crash)).rejects.toThrow('killed');
  expect(writing(await rowOf(it.db, leadId))).toEqual(['Waitlisted']);
  await write(it);
  expect(it.statusOf(leadId)).toBe('Waitlisted');
  expect(it.writes()).toHaveLength(1);
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoBase: 'Waitlisted', marketoIsDue: false });
});

test('a crash between the saved intention and the call, and a newer click: only the newer status is written', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  await expect(
    write(
      it,
      writingStatus(() => () => Promise.reject(new Error('killed'))),
    ),
  ).rejects.toThrow();
  await decide(it, leadId, 'reject');
  await write(it);
  expect(it.writes().map(({ body }) => body)).toMatchObject([{ statusName: 'Rejected' }]);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'rejected', marketoBase: 'Rejected' });
});

test('an echo minutes late after a newer click changes nothing', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  await write(it);
  await decide(it, leadId, 'reject');
  // The hint of our Waitlisted comes now, before Rejected is written.
  await read(it, leadId);
  expect((await rowOf(it.db, leadId))?.status).toBe('rejected');
  await write(it);
  await read(it, leadId);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'rejected', marketoBase: 'Rejected' });
  expect(it.statusOf(leadId)).toBe('Rejected');
});

test.each(['the intention', 'the answer'] as const)(
  'a read begun before our write and applied after %s counts for nothing',
  async (when) => {
    const it = await intakeForThisTest();
    const leadId = await personHere(it);
    it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
    await read(it, leadId);
    await decide(it, leadId, 'reject');
    const stale: number[][] = [];
    const parts = it.partsWith((real) => ({
      readMembers: async (...call) => {
        const members = await real.readMembers(...call);
        if (when === 'the answer') await write(it);
        else
          await expect(
            write(
              it,
              writingStatus(() => () => Promise.reject(new Error('killed'))),
            ),
          ).rejects.toThrow();
        return members;
      },
    }));
    stale.push(await followMembers(parts, it.webinar, [leadId]));
    expect(stale).toEqual([[leadId]]);
    expect(await rowOf(it.db, leadId)).toMatchObject({
      status: 'rejected',
      marketoBase: when === 'the answer' ? 'Rejected' : 'Waitlisted',
    });
  },
);

test('a timed-out write that lands after a newer one is ours: the newer one is written again', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  const { late, change } = delayedCall(it);
  await write(it, change);
  await decide(it, leadId, 'reject');
  await write(it);
  expect(it.statusOf(leadId)).toBe('Rejected');
  await late.land();
  expect(it.statusOf(leadId)).toBe('Waitlisted');
  await read(it, leadId);
  expect((await rowOf(it.db, leadId))?.status).toBe('rejected');
  await write(it);
  expect(it.statusOf(leadId)).toBe('Rejected');
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoBase: 'Rejected', marketoWriting: [] });
});

test('a timed-out write that lands after its own repetition and a newer one is ours too', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  const { late, change } = delayedCall(it);
  await write(it, change);
  await write(it);
  await decide(it, leadId, 'reject');
  await write(it);
  await late.land();
  await read(it, leadId);
  expect((await rowOf(it.db, leadId))?.status).toBe('rejected');
});

test('an intention older than ten minutes is dropped: the same status is then somebody’s act', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'reject');
  await write(it);
  await age(it, leadId, 11);
  it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
  await read(it, leadId);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'waitlisted', marketoWriting: [] });
});

test('an intention of nine minutes still counts', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'reject');
  await write(it);
  await age(it, leadId, 9);
  it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
  await read(it, leadId);
  expect((await rowOf(it.db, leadId))?.status).toBe('rejected');
});

test('a call that Marketo is known not to have carried out leaves no intention behind', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'code', code: '606' } });
  await write(it);
  expect(writing(await rowOf(it.db, leadId))).toEqual([]);
});

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

test('removal and re-registration between two polls begin anew, whatever was on its way', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'reject');
  it.sandbox.removeFromProgram(programId, leadId);
  later(it);
  await it.fillForm({ email: it.sandbox.lead(leadId)?.email ?? '' });
  await write(it);
  expect(it.writes()).toEqual([]);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'pending_approval',
    episode: 2,
    decision: null,
  });
});

test('a change between our reading and our writing that goes forward is not written over', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  const attended = writingStatus((real) => async (...call) => {
    it.sandbox.setStatusByHand(programId, leadId, 'Attended');
    return real(...call);
  });
  await write(it, attended);
  expect(it.statusOf(leadId)).toBe('Attended');
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'attended', marketoWriting: [] });
});

test('somebody’s change that is read while our call is on its way stands, although our write lands after it', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'reject');
  const overtaking = writingStatus((real) => async (...call) => {
    it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
    await read(it, leadId);
    return real(...call);
  });
  await write(it, overtaking);
  expect((await rowOf(it.db, leadId))?.status).toBe('waitlisted');
  await write(it);
  expect(it.statusOf(leadId)).toBe('Waitlisted');
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'waitlisted', marketoBase: 'Waitlisted' });
});
