/** What is written to members beside their status: link, registration code and reason, in one call and before the status. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import type { MarketoClient } from '../../src/outside/marketo/marketo-client.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const link = 'https://event.on24.com/wcc/r/4410123/KEY';
const withReasons = () => intakeForThisTest({ reasonField: 'approvalNote' });
const write = (it: IntakeUnderTest, change?: (real: MarketoClient) => Partial<MarketoClient>) =>
  writeMarketo(change ? it.partsWith(change) : it.parts)({ webinarId: it.webinar.id });
const paths = (it: IntakeUnderTest) => it.writes().map(({ path }) => path.split('/').at(-1));
const note = (it: IntakeUnderTest, leadId: number) => it.memberOf(leadId)?.custom['approvalNote'];

async function due(it: IntakeUnderTest, change: Partial<Registrant>): Promise<number> {
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  await become(it, leadId, change);
  return leadId;
}

const become = (it: IntakeUnderTest, leadId: number, change: Partial<Registrant>) =>
  it.db
    .update(registrants)
    .set({ ...change, marketoIsDue: true, marketoRefused: null })
    .where(eq(registrants.leadId, leadId));

const registered: Partial<Registrant> = {
  status: 'registered',
  decision: 'approve',
  decidedBy: 'U0MARA',
  joinLink: link,
  on24UserId: 77_001_234,
};
const rejected = (decisionReason: string | null): Partial<Registrant> => ({
  status: 'rejected',
  decision: 'reject',
  decidedBy: 'U0MARA',
  decisionReason,
});
const failed: Partial<Registrant> = {
  status: 'registration_error',
  decision: 'approve',
  decidedBy: 'U0MARA',
  statusReason: "The country 'Narnia' is not in the list.",
};

const said = async (it: IntakeUnderTest, leadId: number) => {
  const row = await rowOf(it.db, leadId);
  return (await historyOf(it.db, row?.id ?? 0)).filter(({ event }) => event === 'not_followed');
};
const checks = async ({ db }: IntakeUnderTest) =>
  (await waitingJobs(db)).filter(({ name }) => name === 'check-reason-fields').length;

test('link and registration code of everybody are one call, before Registered', async () => {
  const it = await intakeForThisTest();
  const people = [await due(it, registered), await due(it, { ...registered, on24UserId: 77_001_235 })];
  expect(await write(it)).toBeUndefined();
  expect(paths(it)).toEqual(['members.json', 'status.json']);
  expect(people.map((leadId) => it.memberOf(leadId))).toMatchObject([
    { webinarUrl: link, registrationCode: '77001234', statusName: 'Registered' },
    { webinarUrl: link, registrationCode: '77001235', statusName: 'Registered' },
  ]);
  expect(await rowOf(it.db, people[0] ?? 0)).toMatchObject({
    marketoWebinarUrl: link,
    marketoRegistrationCode: '77001234',
  });
});

test('a code that Marketo holds already is not written again, and one that was changed there is', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, registered);
  await write(it);
  await followMembers(it.parts, it.webinar, [leadId]);
  await become(it, leadId, {});
  await write(it);
  expect(it.writes()).toHaveLength(2);
  await it.parts.marketo.writeMemberData(it.webinar.programId, [{ leadId, registrationCode: 'other' }]);
  await followMembers(it.parts, it.webinar, [leadId]);
  await write(it);
  expect(it.memberOf(leadId)?.registrationCode).toBe('77001234');
});

test('where Marketo’s adapter registers, its own code is left alone', async () => {
  const it = await intakeForThisTest({ registrar: 'marketo' });
  const leadId = await due(it, { ...registered, joinLink: null });
  await write(it);
  expect(paths(it)).toEqual(['status.json']);
  expect(it.memberOf(leadId)?.registrationCode).toBeNull();
});

test('a reason is in its field before the status is, so that the mail holds it', async () => {
  const it = await withReasons();
  const leadId = await due(it, rejected('Competitor'));
  expect(await write(it)).toBeUndefined();
  expect(paths(it)).toEqual(['members.json', 'status.json']);
  expect(note(it, leadId)).toBe('Competitor');
  expect(it.sandbox.mails.at(-1)?.body).toContain('Competitor');
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoReason: 'Competitor', marketoIsDue: false });
});

test('the words of a registration error are its reason', async () => {
  const it = await withReasons();
  const leadId = await due(it, failed);
  await write(it);
  expect(note(it, leadId)).toBe("The country 'Narnia' is not in the list.");
});

test('a reason is cleared when the person is approved later, in the call that brings the link', async () => {
  const it = await withReasons();
  const leadId = await due(it, rejected('Competitor'));
  await write(it);
  await become(it, leadId, { ...registered, decisionReason: null });
  await write(it);
  expect(paths(it)).toEqual(['members.json', 'status.json', 'members.json', 'status.json']);
  expect(note(it, leadId)).toBeNull();
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoReason: null, marketoIsDue: false });
});

test('a later decision without a reason does not keep the earlier one’s', async () => {
  const it = await withReasons();
  const leadId = await due(it, rejected('Competitor'));
  await write(it);
  await become(it, leadId, { ...rejected(null), status: 'waitlisted', decision: 'waitlist' });
  await write(it);
  expect(note(it, leadId)).toBeNull();
});

test('nothing is written to the field of who was rejected in Marketo, or never decided on', async () => {
  const it = await withReasons();
  await due(it, { ...rejected(null), decidedBy: 'marketo', marketoReason: 'Old' });
  await due(it, { status: 'registered', marketoReason: 'Old' });
  await write(it);
  expect(paths(it)).toEqual(['status.json', 'status.json']);
});

test('without a named field no reason is written', async () => {
  const it = await intakeForThisTest();
  await due(it, rejected('Competitor'));
  await write(it);
  expect(paths(it)).toEqual(['status.json']);
});

test('a long reason is cut to what a field of Marketo’s takes', async () => {
  const it = await withReasons();
  const leadId = await due(it, rejected(`${'x'.repeat(253)}🙂🙂🙂`));
  await write(it);
  expect(note(it, leadId)).toBe(`${'x'.repeat(253)}…`);
  expect((await rowOf(it.db, leadId))?.marketoReasonRefused).toBeNull();
});

test('who comes back begins with an empty field', async () => {
  const it = await withReasons();
  const leadId = await due(it, rejected('Competitor'));
  await write(it);
  it.sandbox.removeFromProgram(it.webinar.programId, leadId);
  it.clock.advance(2_000);
  await it.fillForm({ email: it.sandbox.lead(leadId)?.email ?? '' });
  await followMembers(it.parts, it.webinar, [leadId]);
  await become(it, leadId, rejected('Competitor'));
  await write(it);
  expect(note(it, leadId)).toBe('Competitor');
});

test.each(['record', 'call'] as const)(
  'a reason that Marketo refuses (for the %s) is said once; link, code and status go on',
  async (unknownField) => {
    const it = await withReasons();
    Object.assign(it.sandbox.switches, { unknownField, customMemberFields: [] });
    const out = await due(it, rejected('Competitor'));
    const back = await due(it, { ...registered, marketoReason: 'Competitor' });
    const plain = await due(it, registered);
    for (let again = 0; again < 3; again++) await write(it);
    expect([out, back, plain].map((leadId) => it.statusOf(leadId))).toEqual([
      'Rejected',
      'Registered',
      'Registered',
    ]);
    for (const leadId of [back, plain])
      expect(it.memberOf(leadId)).toMatchObject({ webinarUrl: link, registrationCode: '77001234' });
    expect(paths(it).filter((path) => path === 'members.json')).toHaveLength(2);
    const row = await rowOf(it.db, out);
    expect(row).toMatchObject({
      marketoRefused: null,
      marketoReason: null,
      marketoReasonRefused: 'Competitor',
      marketoIsDue: false,
    });
    expect(await said(it, out)).toMatchObject([{ reason: expect.stringContaining('1006') }]);
    expect(await said(it, plain)).toEqual([]);
    expect(await checks(it)).toBe(1);
  },
);

test('a link that is refused beside a reason still keeps Registered from being written', async () => {
  const it = await withReasons();
  const leadId = await due(it, {
    ...registered,
    joinLink: `https://${'x'.repeat(2_000)}`,
    marketoReason: 'Old',
  });
  await write(it);
  expect(it.statusOf(leadId)).toBe('Pending Approval');
  expect(await rowOf(it.db, leadId)).toMatchObject({
    marketoRefused: expect.stringContaining('the join link'),
    marketoReasonRefused: null,
  });
});

test('who is no member for the data call, though Marketo lists them, is told of and not asked for ever', async () => {
  const it = await intakeForThisTest();
  const leadId = await due(it, registered);
  let calls = 0;
  const stubborn = () => ({
    writeMemberData: async (_program: number, rows: readonly { leadId: number }[]) => {
      calls += 1;
      const why = { code: '1013', words: 'Membership not found' };
      return rows.map((row) => ({ leadId: row.leadId, outcome: 'not-a-member' as const, ...why }));
    },
  });
  for (let again = 0; again < 3; again++) expect(await write(it, stubborn)).toBeUndefined();
  expect(calls).toBe(1);
  expect((await rowOf(it.db, leadId))?.marketoRefused).toContain('1013 Membership not found');
});
