/** Writes of many people at once, against the simulator over real HTTP. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { followMembers } from '../../src/intake/follow-members.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const link = 'https://event.on24.com/wcc/r/4410123/KEY';
const write = (it: IntakeUnderTest) => writeMarketo(it.parts)({ webinarId: it.webinar.id });
const batch = z.object({ input: z.array(z.object({ leadId: z.number() })) });
const sizes = (it: IntakeUnderTest) =>
  it.writes().map(({ path, body }) => [path.split('/').at(-1), batch.parse(body).input.length]);

/** So many people whom ON24 has registered, and Marketo has still to be told of. */
async function registeredPeople(it: IntakeUnderTest, count: number): Promise<number[]> {
  it.sandbox.switches.formFlowDelayMs = 0;
  const leadIds = Array.from({ length: count }, (_, index) =>
    it.sandbox.fillForm(programId, { email: `guest-${index}@visitors.example` }),
  );
  await it.sandbox.until('all of them are pending', () =>
    it.sandbox.members(programId).every(({ statusName }) => statusName === 'Pending Approval'),
  );
  await followMembers(it.parts, it.webinar, leadIds);
  await it.db.update(registrants).set({
    status: 'registered',
    decision: 'approve',
    decidedBy: 'U0MARA',
    joinLink: link,
    on24UserId: registrants.leadId,
    marketoIsDue: true,
  });
  return leadIds;
}

test('six hundred and fifty people are written 300 a call, and nobody twice', async () => {
  const it = await intakeForThisTest();
  const leadIds = await registeredPeople(it, 650);
  for (let runs = 0; runs < 3; runs++) await write(it);
  expect(await write(it)).toBeUndefined();
  expect(sizes(it)).toEqual([
    ['members.json', 300],
    ['status.json', 300],
    ['members.json', 300],
    ['status.json', 300],
    ['members.json', 50],
    ['status.json', 50],
  ]);
  expect(leadIds.filter((leadId) => it.statusOf(leadId) !== 'Registered')).toEqual([]);
  expect(it.sandbox.mails).toHaveLength(650);
  expect(await it.db.$count(registrants, eq(registrants.marketoIsDue, true))).toBe(0);
}, 60_000);

test('each result goes to its own person, also where skipped ones name nobody; one bad record stops none of 299', async () => {
  const it = await intakeForThisTest();
  const leadIds = await registeredPeople(it, 300);
  const [gone = 0, past = 0, left = 0, deleted = 0] = [leadIds[7], leadIds[150], leadIds[299], leadIds[42]];
  const parts = it.partsWith((real) => ({
    writeMemberData: async (...call) => {
      it.sandbox.removeFromProgram(programId, left);
      return real.writeMemberData(...call);
    },
    writeStatus: async (...call) => {
      it.sandbox.deleteLead(gone);
      it.sandbox.deleteLead(deleted);
      it.sandbox.setStatusByHand(programId, past, 'Attended');
      return real.writeStatus(...call);
    },
  }));
  await writeMarketo(parts)({ webinarId: it.webinar.id });
  const odd = [gone, past, left, deleted];
  const others = leadIds.filter((leadId) => !odd.includes(leadId));
  expect(others.filter((leadId) => it.statusOf(leadId) !== 'Registered')).toEqual([]);
  const statuses = await Promise.all(odd.map(async (leadId) => (await rowOf(it.db, leadId))?.status));
  expect(statuses).toEqual(['not_in_program', 'attended', 'not_in_program', 'not_in_program']);
  expect(it.memberOf(left)).toBeUndefined();
  expect(sizes(it)).toEqual([
    ['members.json', 300],
    ['status.json', 299],
  ]);
  const row = await rowOf(it.db, gone);
  const history = await historyOf(it.db, row?.id ?? 0);
  expect(history.map(({ event, reason }) => `${event}: ${reason ?? ''}`)).toContain(
    'not_followed: Marketo did not take Registered: 1004 Lead not found',
  );
  expect(await write(it)).toBeUndefined();
}, 60_000);

test('a record that Marketo refuses for its own reason is said in the row and the history, and the other goes on', async () => {
  const it = await intakeForThisTest();
  const [refused = 0, other = 0] = await registeredPeople(it, 2);
  const parts = it.partsWith((real) => ({
    writeStatus: async (program, statusName, leadIds) =>
      (
        await real.writeStatus(
          program,
          statusName,
          leadIds.filter((id) => id !== refused),
        )
      ).concat([{ leadId: refused, outcome: 'refused', code: '1008', words: 'Partition access denied' }]),
  }));
  await writeMarketo(parts)({ webinarId: it.webinar.id });
  const sentence = 'Marketo did not take Registered: 1008 Partition access denied';
  expect(await rowOf(it.db, refused)).toMatchObject({ marketoRefused: sentence, marketoIsDue: false });
  expect(it.statusOf(other)).toBe('Registered');
});
