/** A status write adds whoever has left: such people are taken out again, and nobody else. */
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';
import {
  decide,
  delayedCall,
  later,
  move,
  personHere,
  read,
  write,
  writingStatus,
} from '../support/writes-under-test.ts';

/** Somebody removes the person after our reading, our write adds them again, and its answer is lost. */
const addedWithoutAnswer = (it: IntakeUnderTest, leadId: number) =>
  writingStatus((real) => async (...call) => {
    it.sandbox.removeFromProgram(programId, leadId);
    later(it);
    it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'reply-lost' } });
    return real(...call);
  });

test('who was added again by a write whose answer was lost is taken out, not welcomed', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await move(it, leadId, () => ({ to: 'registering', cause: 'decision', actor: 'U0MARA' }));
  await move(it, leadId, () => ({ to: 'registered', cause: 'on24_answer', actor: 'on24' }));
  await write(it, addedWithoutAnswer(it, leadId));
  expect(it.statusOf(leadId)).toBe('Registered');
  await read(it, leadId);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'registered',
    episode: 1,
    marketoAddedByUs: true,
  });
  await write(it);
  expect(it.memberOf(leadId)).toBeUndefined();
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'not_in_program', marketoAddedByUs: false });
});

test('who was seen to have left before our late write added them again is taken out as well', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  const { late, change } = delayedCall(it);
  await write(it, change);
  it.sandbox.removeFromProgram(programId, leadId);
  await read(it, leadId);
  later(it);
  await late.land();
  await read(it, leadId);
  await write(it);
  expect(it.memberOf(leadId)).toBeUndefined();
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'not_in_program', episode: 1 });
});

const removedBefore = (it: IntakeUnderTest, leadId: number) =>
  writingStatus((real) => async (...call) => {
    it.sandbox.removeFromProgram(programId, leadId);
    return real(...call);
  });

test('a reading of who was added by us, begun before they are taken out and applied after it, counts for nothing', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  it.sandbox.fail({ path: /delete\.json$/, effect: { kind: 'answer', status: 502 } });
  later(it);
  await write(it, removedBefore(it, leadId));
  const parts = it.partsWith((real) => ({
    readMembers: async (...call) => {
      const members = await real.readMembers(...call);
      await write(it, (client) => ({
        removeMembers: async (...asked) => {
          const removed = await client.removeMembers(...asked);
          it.sandbox.fail({ path: /members\.json$/, effect: { kind: 'answer', status: 502 } });
          return removed;
        },
      }));
      return members;
    },
  }));
  expect(await followMembers(parts, it.webinar, [leadId])).toEqual([leadId]);
  await readHinted(it.parts)({ webinarId: it.webinar.id });
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'not_in_program', episode: 1 });
});

test('who comes in again by themselves before they are taken out stays, and begins anew', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  it.sandbox.fail({ path: /delete\.json$/, effect: { kind: 'answer', status: 502 } });
  await write(it, removedBefore(it, leadId));
  it.sandbox.removeFromProgram(programId, leadId);
  later(it);
  await it.fillForm({ email: it.sandbox.lead(leadId)?.email ?? '' });
  for (let again = 0; again < 3; again++) await write(it);
  expect(it.statusOf(leadId)).toBe('Pending Approval');
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'pending_approval',
    episode: 2,
    marketoAddedByUs: false,
  });
});

test('who was added by a late write is taken out, and no newer status is written to them', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  const { late, change } = delayedCall(it);
  await write(it, change);
  await decide(it, leadId, 'reject');
  it.sandbox.removeFromProgram(programId, leadId);
  later(it);
  await late.land();
  await write(it);
  expect(it.statusOf(leadId)).toBe('Waitlisted');
  await write(it);
  expect(it.memberOf(leadId)).toBeUndefined();
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'not_in_program', episode: 1 });
});
