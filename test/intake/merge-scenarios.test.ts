/** What may happen around one of our writes: crashes, echoes, stale readings, delays, and people who act meanwhile. */
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';
import {
  age,
  decide,
  delayedCall,
  gate,
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

test.each(['before', 'after'] as const)(
  'somebody’s change that is read while our call is on its way stands, when it came %s our write',
  async (order) => {
    const it = await intakeForThisTest();
    const leadId = await personHere(it);
    await decide(it, leadId, 'reject');
    const change = async () => {
      it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
      await read(it, leadId);
    };
    const overlapping = writingStatus((real) => async (...call) => {
      if (order === 'before') await change();
      const answer = await real(...call);
      if (order === 'after') await change();
      return answer;
    });
    await write(it, overlapping);
    expect(await rowOf(it.db, leadId)).toMatchObject({
      status: 'waitlisted',
      marketoBase: it.statusOf(leadId),
    });
    await write(it);
    expect(it.statusOf(leadId)).toBe('Waitlisted');
    expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'waitlisted', marketoBase: 'Waitlisted' });
  },
);

test('a read begun while our call is on its way, before it lands, and applied after its answer counts for nothing', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
  await read(it, leadId);
  await decide(it, leadId, 'reject');
  let reading: Promise<number[]> | undefined;
  const answered = gate();
  const overlapping = writingStatus((real) => async (...call) => {
    const begun = gate();
    const parts = it.partsWith((client) => ({
      readMembers: async (...asked) => {
        const members = await client.readMembers(...asked);
        begun.open();
        await answered.opened;
        return members;
      },
    }));
    reading = followMembers(parts, it.webinar, [leadId]);
    await begun.opened;
    return real(...call);
  });
  await write(it, overlapping);
  answered.open();
  expect(await reading).toEqual([leadId]);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'rejected', marketoBase: 'Rejected' });
});
