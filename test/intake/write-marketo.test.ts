import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import type { MarketoClient } from '../../src/outside/marketo/marketo-client.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const link = 'https://event.on24.com/wcc/r/4410123/KEY';

/** A person in Marketo and here whose row has moved on, so that Marketo has to be told. */
async function due(it: IntakeUnderTest, status: Registrant['status'] = 'registered'): Promise<number> {
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  await it.db
    .update(registrants)
    .set({ status, marketoIsDue: true, joinLink: status === 'registered' ? link : null })
    .where(eq(registrants.leadId, leadId));
  return leadId;
}

const write = (it: IntakeUnderTest, change?: (real: MarketoClient) => Partial<MarketoClient>) =>
  writeMarketo(change ? it.partsWith(change) : it.parts)({ webinarId: it.webinar.id });

test('the join link is written before Registered, so that the mail which Registered sets off holds it', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it);
  expect(await write(it)).toBeUndefined();
  expect(it.writes().map(({ path }) => path.split('/').at(-1))).toEqual(['members.json', 'status.json']);
  expect(it.memberOf(leadId)).toMatchObject({ statusName: 'Registered', webinarUrl: link });
  expect(await rowOf(it.db, leadId)).toMatchObject({
    marketoBase: 'Registered',
    marketoWebinarUrl: link,
    marketoIsDue: false,
    marketoWriting: [],
  });
});

test('who could not be given the link is not set to Registered', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it);
  await write(it, () => ({
    writeMemberData: async (_program, rows) =>
      rows.map((row) => ({ leadId: row.leadId, outcome: 'refused', code: '1003', words: 'too long' })),
  }));
  expect(it.statusOf(leadId)).toBe('Pending Approval');
  expect((await rowOf(it.db, leadId))?.marketoRefused).toContain('too long');
});

test('the intention to write is saved before Marketo is called, and leaves with the answer', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it);
  const seen: unknown[] = [];
  await write(it, (real) => ({
    writeStatus: async (...call) => {
      seen.push((await rowOf(it.db, leadId))?.marketoWriting.map(({ statusName }) => statusName));
      return real.writeStatus(...call);
    },
  }));
  expect(seen).toEqual([['Registered']]);
  expect((await rowOf(it.db, leadId))?.marketoWriting).toEqual([]);
});

test('a write whose answer was lost is found in the next reading and counts as our own', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it);
  it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'reply-lost' } });
  expect(await write(it)).toEqual({ againInMs: expect.any(Number) });
  expect((await rowOf(it.db, leadId))?.marketoWriting).toMatchObject([{ statusName: 'Registered' }]);
  expect(await write(it)).toBeUndefined();
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'registered',
    marketoBase: 'Registered',
    marketoWriting: [],
    marketoIsDue: false,
  });
  expect(it.writes().filter(({ path }) => path.endsWith('status.json'))).toHaveLength(1);
});

test('a waitlisting whose answer was lost does not look like a change by somebody else', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'reply-lost' } });
  await write(it);
  // Meanwhile somebody promotes the person: the reading that shows our own Waitlisted must not take that back.
  await it.db.update(registrants).set({ status: 'registering' });
  await followMembers(it.parts, it.webinar, [leadId]);
  expect((await rowOf(it.db, leadId))?.status).toBe('registering');
});

test('a change by somebody in Marketo is followed, not overwritten', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  it.sandbox.setStatusByHand(programId, leadId, 'Rejected');
  await write(it);
  expect(it.statusOf(leadId)).toBe('Rejected');
  expect(it.writes()).toEqual([]);
  expect((await rowOf(it.db, leadId))?.status).toBe('rejected');
});

test('who was removed before the reading is not added back', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  it.sandbox.removeFromProgram(programId, leadId);
  await write(it);
  expect(it.memberOf(leadId)).toBeUndefined();
  expect(it.writes()).toEqual([]);
  expect((await rowOf(it.db, leadId))?.status).toBe('not_in_program');
});

/** Somebody removes the person after Usher has read Marketo, just before it writes. */
const removedAtTheLastMoment = (it: IntakeUnderTest, leadId: number) => (real: MarketoClient) => ({
  writeStatus: async (...call: Parameters<MarketoClient['writeStatus']>) => {
    it.sandbox.removeFromProgram(programId, leadId);
    return real.writeStatus(...call);
  },
});

test('who was removed between our reading and our writing is taken out again', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  await write(it, removedAtTheLastMoment(it, leadId));
  expect(it.memberOf(leadId)).toBeUndefined();
  expect(it.writes().map(({ path }) => path.split('/').at(-1))).toEqual(['status.json', 'delete.json']);
  expect((await rowOf(it.db, leadId))?.status).toBe('not_in_program');
});

test('who was added by mistake is taken out again, also when the first attempt to do so fails', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  it.sandbox.fail({ path: /delete\.json$/, effect: { kind: 'answer', status: 502 } });
  await write(it, removedAtTheLastMoment(it, leadId));
  for (let again = 0; again < 3; again++) await write(it);
  expect(it.memberOf(leadId)).toBeUndefined();
  expect((await rowOf(it.db, leadId))?.status).toBe('not_in_program');
});

test('who was removed between the reading and the link is not written to', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it);
  await write(it, (real) => ({
    writeMemberData: async (...call) => {
      it.sandbox.removeFromProgram(programId, leadId);
      return real.writeMemberData(...call);
    },
  }));
  expect(it.memberOf(leadId)).toBeUndefined();
  expect((await rowOf(it.db, leadId))?.status).toBe('not_in_program');
});

test('1037 is read again: who has the status already is in order', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  await write(it, (real) => ({
    writeStatus: async (...call) => {
      it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
      return real.writeStatus(...call);
    },
  }));
  await write(it);
  expect(it.writes()).toHaveLength(1);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'waitlisted',
    marketoBase: 'Waitlisted',
    marketoIsDue: false,
    marketoRefused: null,
    marketoWriting: [],
  });
});

test('1037 for somebody who is past the status is followed where they are', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  await write(it, (real) => ({
    writeStatus: async (...call) => {
      it.sandbox.setStatusByHand(programId, leadId, 'Attended');
      return real.writeStatus(...call);
    },
  }));
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'attended', marketoBase: 'Attended' });
});

test('1037 that reads unchanged is said once and not tried again', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, 'waitlisted');
  let calls = 0;
  const stubborn = () => ({
    writeStatus: async (_program: number, _status: string, leadIds: readonly number[]) => {
      calls += 1;
      return leadIds.map((id) => ({ leadId: id, outcome: 'already-past' as const }));
    },
  });
  for (let again = 0; again < 3; again++) expect(await write(it, stubborn)).toBeUndefined();
  expect(calls).toBe(1);
  const row = await rowOf(it.db, leadId);
  expect(row).toMatchObject({ status: 'waitlisted', marketoBase: 'Pending Approval', marketoIsDue: false });
  expect(row?.marketoRefused).toContain('Waitlisted');
});

test.each(['record', 'call'] as const)(
  'a status that the channel has lost (1025 for the %s) is said, and the others are written all the same',
  async (unknownStatus) => {
    const it = await intakeForThisTest();
    it.sandbox.switches.unknownStatus = unknownStatus;
    const lost = await due(it, 'waitlisted');
    const other = await due(it, 'rejected');
    it.sandbox.switches.channel = 'renamed';
    for (let again = 0; again < 3; again++) await write(it);
    expect(it.statusOf(other)).toBe('Rejected');
    const row = await rowOf(it.db, lost);
    expect(row).toMatchObject({ status: 'waitlisted', marketoIsDue: false, marketoWriting: [] });
    expect(row?.marketoRefused).not.toBeNull();
  },
);

test('a lead that is gone keeps nobody else waiting', async () => {
  const it = await intakeForThisTest();
  const gone = await due(it, 'waitlisted');
  const stays = await due(it, 'waitlisted');
  await write(it, (real) => ({
    writeStatus: async (...call) => {
      it.sandbox.deleteLead(gone);
      return real.writeStatus(...call);
    },
  }));
  await write(it);
  expect(it.statusOf(stays)).toBe('Waitlisted');
  expect((await rowOf(it.db, stays))?.marketoIsDue).toBe(false);
  expect((await rowOf(it.db, gone))?.marketoIsDue).toBe(false);
});

test('people who want the same status are written by one call, and nobody twice', async () => {
  const it = await intakeForThisTest();
  const people: number[] = [];
  for (let index = 0; index < 6; index++)
    people.push(await due(it, index % 2 === 0 ? 'waitlisted' : 'rejected'));
  await write(it);
  await write(it);
  expect(it.writes()).toHaveLength(2);
  expect(people.map((leadId) => it.statusOf(leadId))).toEqual([
    'Waitlisted',
    'Rejected',
    'Waitlisted',
    'Rejected',
    'Waitlisted',
    'Rejected',
  ]);
});

test.each(['601', '602', '604', '606', '608', '611', '614', '615'] as const)(
  'code %s on the way changes nothing in the end',
  async (code) => {
    const it = await intakeForThisTest();
    const leadId = await due(it);
    it.sandbox.fail({ path: /members\.json$/, effect: { kind: 'code', code } });
    it.sandbox.fail({ path: /members\.json$/, method: 'POST', effect: { kind: 'code', code } });
    it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'code', code } });
    for (let again = 0; again < 6; again++) await write(it);
    expect(it.memberOf(leadId)).toMatchObject({ statusName: 'Registered', webinarUrl: link });
    expect(await rowOf(it.db, leadId)).toMatchObject({ marketoIsDue: false, marketoWriting: [] });
  },
);
