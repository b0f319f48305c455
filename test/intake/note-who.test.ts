/** Who people are in Marketo, as it changes under their rows: edited, deleted, merged, and with one address twice. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { sweepWebinar } from '../../src/intake/sweep-webinar.job.ts';
import { transact } from '../../src/jobs/transact.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { addMessage } from '../../src/store/message-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { twinsOf } from '../../src/store/twin-store.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const follow = (it: IntakeUnderTest, ...leadIds: number[]) => followMembers(it.parts, it.webinar, leadIds);
const sweep = async (it: IntakeUnderTest) => {
  await sweepWebinar(it.parts)({ webinarId: it.webinar.id });
  await readHinted(it.parts)({ webinarId: it.webinar.id });
};

/** Gives each of these people a message of their own. */
async function showEach(it: IntakeUnderTest, ...leadIds: number[]): Promise<number[]> {
  return transact(it.db, async (tx) => {
    const messageIds: number[] = [];
    for (const leadId of leadIds) {
      const { id } = await addMessage(tx, {
        webinarId: it.webinar.id,
        kind: 'approval',
        slackChannelId: 'C1',
      });
      await tx.update(registrants).set({ messageId: id }).where(eq(registrants.leadId, leadId));
      messageIds.push(id);
    }
    return messageIds;
  });
}

const drawings = async ({ db }: IntakeUnderTest) =>
  (await waitingJobs(db)).flatMap(({ name, key }) => (name === 'draw-message' ? [key] : []));
const twins = async (it: IntakeUnderTest, ...leadIds: number[]) =>
  Promise.all(leadIds.map(async (leadId) => (await rowOf(it.db, leadId))?.hasTwin));

test('a person who is renamed in Marketo is renamed here, and their message is drawn again, once', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm({ email: 'ada@acme.example' });
  await follow(it, leadId);
  const [messageId = 0] = await showEach(it, leadId);
  await follow(it, leadId);
  expect(await drawings(it)).toEqual([]);
  it.sandbox.changeLead(leadId, { lastName: 'King', company: null, email: 'ada@king.example' });
  await follow(it, leadId);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    lastName: 'King',
    company: null,
    email: 'ada@king.example',
    status: 'pending_approval',
  });
  expect(await drawings(it)).toEqual([`draw:${messageId}`]);
});

test('a name that changed without any hint reaches the row with the next sweep', async () => {
  const it = await intakeForThisTest();
  const leadIds = [await it.fillForm(), await it.fillForm()];
  await follow(it, ...leadIds);
  for (const leadId of leadIds) it.sandbox.changeLead(leadId, { firstName: 'Augusta' });
  await sweep(it);
  for (const leadId of leadIds) expect((await rowOf(it.db, leadId))?.firstName).toBe('Augusta');
});

test('who was forgotten stays nameless, whatever Marketo still knows', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await follow(it, leadId);
  await it.db.update(registrants).set({ firstName: null, email: null, forgottenAt: new Date() });
  await follow(it, leadId);
  expect(await rowOf(it.db, leadId)).toMatchObject({ firstName: null, email: null });
});

test('lead fields that the webinar asks for are kept with the person, and follow their changes', async () => {
  const it = await intakeForThisTest({ fieldMap: { std1: 'industry', country: 'country', std2: 'country' } });
  const leadId = await it.fillForm({ answers: { industry: 'Computing', country: 'England' } });
  await follow(it, leadId);
  const fields = async () => (await rowOf(it.db, leadId))?.moreFields;
  expect(await fields()).toEqual({ industry: 'Computing', country: 'England' });
  it.sandbox.changeLead(leadId, { answers: { industry: '', country: 'Wales' } });
  await follow(it, leadId);
  expect(await fields()).toEqual({ country: 'Wales' });
});

test('a field that Marketo does not know stops nobody, is told once, and ends once Marketo knows it', async () => {
  const it = await intakeForThisTest({ fieldMap: { std1: 'shoeSize', country: 'country' } });
  const leadId = await it.fillForm({ answers: { country: 'England' } });
  await follow(it, leadId);
  const [toldFirst] = await listFaults(it.db);
  await follow(it, leadId);
  expect((await rowOf(it.db, leadId))?.moreFields).toEqual({ country: 'England' });
  const [fault, ...others] = await listFaults(it.db);
  // Nor does another reading put off the time at which Usher looks whether the field is there now.
  expect(fault).toEqual(toldFirst);
  expect(others).toEqual([]);
  expect(fault).toMatchObject({ flag: `marketo:channel:${it.webinar.id}`, isPaused: true });
  expect(fault?.words.split('\n')).toEqual([
    'Marketo does not have a field that this webinar asks for',
    expect.stringMatching(/no lead field "shoeSize", which is to fill "std1"/),
  ]);
  await sweep(it);
  expect((await listFaults(it.db)).map(({ words }) => words)).toEqual([fault?.words]);
  it.sandbox.changeLead(leadId, { answers: { shoeSize: '38' } });
  await sweep(it);
  expect(await listFaults(it.db)).toEqual([]);
  expect((await rowOf(it.db, leadId))?.moreFields).toEqual({ country: 'England', shoeSize: '38' });
});

test('who was deleted in Marketo has left, and the row says why', async () => {
  const it = await intakeForThisTest();
  const [deleted, removed] = [await it.fillForm(), await it.fillForm()];
  await follow(it, deleted, removed);
  it.sandbox.deleteLead(deleted);
  it.sandbox.removeFromProgram(programId, removed);
  await sweep(it);
  const row = await rowOf(it.db, deleted);
  expect(row).toMatchObject({ status: 'not_in_program', isLeadGone: true });
  expect((await historyOf(it.db, row?.id ?? 0)).at(-1)).toMatchObject({
    toStatus: 'not_in_program',
    reason: 'Deleted in Marketo, or merged into another person',
  });
  expect(await rowOf(it.db, removed)).toMatchObject({
    status: 'not_in_program',
    isLeadGone: false,
    statusReason: null,
  });
});

test('of two people who were merged one has left, and the other is found by the sweep without a hint', async () => {
  const it = await intakeForThisTest();
  const loser = await it.fillForm();
  await follow(it, loser);
  // The winner never was a member before.
  it.sandbox.addProgram({ id: 2_900, name: 'Elsewhere' });
  const winner = it.sandbox.fillForm(2_900, { email: 'winner@acme.example', firstName: 'Augusta' });
  it.sandbox.mergeLeads(winner, loser);
  await sweep(it);
  expect(await rowOf(it.db, loser)).toMatchObject({ status: 'not_in_program', isLeadGone: true });
  expect(await rowOf(it.db, winner)).toMatchObject({ status: 'pending_approval', firstName: 'Augusta' });
});

test('somebody who had left and is deleted later is redrawn as such, and no longer once Marketo knows them again', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await follow(it, leadId);
  it.sandbox.removeFromProgram(programId, leadId);
  await follow(it, leadId);
  const [messageId = 0] = await showEach(it, leadId);
  const known = it.partsWith((real) => ({ readPeople: async () => await real.readPeople([]) }));
  await followMembers(known, it.webinar, [leadId]);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'not_in_program', isLeadGone: true });
  expect(await drawings(it)).toContain(`draw:${messageId}`);
  await follow(it, leadId);
  expect((await rowOf(it.db, leadId))?.isLeadGone).toBe(false);
});

test('two people with one address are marked as twins, whatever its case, until one of them changes it', async () => {
  const it = await intakeForThisTest();
  const [a, b, c] = [await it.fillForm(), await it.fillForm(), await it.fillForm()];
  await follow(it, a, b, c);
  expect(await twins(it, a, b, c)).toEqual([false, false, false]);
  const messageIds = await showEach(it, a, b, c);
  it.sandbox.changeLead(a, { email: 'Same@Acme.example' });
  await follow(it, a);
  it.sandbox.changeLead(b, { email: 'same@acme.example' });
  // Only the one who changed is read; the other's row and message follow.
  await follow(it, b);
  expect(await twins(it, a, b, c)).toEqual([true, true, false]);
  expect((await drawings(it)).sort()).toEqual(
    messageIds
      .slice(0, 2)
      .map((id) => `draw:${id}`)
      .sort(),
  );
  const row = await rowOf(it.db, a);
  expect((row ? await twinsOf(it.db, row) : []).map(({ leadId }) => leadId)).toEqual([b]);
  it.sandbox.changeLead(a, { email: 'other@acme.example' });
  await follow(it, a);
  expect(await twins(it, a, b, c)).toEqual([false, false, false]);
});

test('a twin who leaves is nobody’s twin any more, and one who comes is seen at once', async () => {
  const it = await intakeForThisTest();
  const [a, b] = [await it.fillForm(), await it.fillForm()];
  it.sandbox.changeLead(a, { email: 'same@acme.example' });
  it.sandbox.changeLead(b, { email: 'same@acme.example' });
  await follow(it, a);
  expect(await twins(it, a)).toEqual([false]);
  await follow(it, b);
  expect(await twins(it, a, b)).toEqual([true, true]);
  const c = await it.fillForm();
  it.sandbox.changeLead(c, { email: 'same@acme.example' });
  await follow(it, c);
  it.sandbox.removeFromProgram(programId, b);
  await follow(it, b);
  expect(await twins(it, a, b, c)).toEqual([true, false, true]);
  it.sandbox.removeFromProgram(programId, c);
  await follow(it, c);
  expect(await twins(it, a, b, c)).toEqual([false, false, false]);
});

test('a mark that is wrong, for example because an address was erased here, is right after the next sweep', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await follow(it, leadId);
  await it.db.update(registrants).set({ hasTwin: true });
  await sweep(it);
  expect(await twins(it, leadId)).toEqual([false]);
});
