import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { world } from '../../sandbox/world.ts';
import {
  clickFor,
  messageWith,
  modalWith,
  rowWith,
  textOf,
  told,
  toldTo,
  valueFor,
} from '../support/channel-reading.ts';
import { chosenReason, submission } from '../support/forged-requests.ts';
import { pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, charles, expectStatus, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  jo,
  mara,
  sam,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const group = world.slack.approverGroup.id;
const refusal = 'Only <@U0MARA> and <@U0JO> decide for this webinar.';

async function expectUndecided(it: UsherUnderTest, ...leadIds: number[]): Promise<void> {
  for (const leadId of leadIds) {
    expect(await rowFor(it, leadId)).toMatchObject({
      status: 'pending_approval',
      decision: null,
      decidedBy: null,
      decisionNumber: 1,
    });
  }
}

test('a stranger who clicks approve, waitlist or approve all is told privately who decides', async () => {
  const it = await usherForThisTest();
  const leadIds = await ask(it, ada, charles);
  const message = await messageWith(it.slack, '[Approve all 2]');
  for (const actionId of ['approve', 'waitlist']) {
    expect(await clickFor(it.slack, sam, 'Ada Lovelace', actionId)).toMatchObject({ ok: true });
    expect(await told(it.slack, sam, 'Only')).toContain(refusal);
    it.slack.reload(sam);
  }
  await it.slack.as(sam).click({ channelId, ts: message.ts }, { actionId: 'approve_all' });
  expect(await told(it.slack, sam, 'Only')).toContain(refusal);
  await expectUndecided(it, ...leadIds);
  expect(it.slack.channel(channelId).messages.map(textOf)).toEqual([textOf(message)]);
  expect(toldTo(it.slack, mara)).toEqual([]);
});

test('a stranger cannot take back what an approver decided', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '[Undo]');
  await clickFor(it.slack, sam, 'Ada Lovelace', 'undo');
  expect(await told(it.slack, sam, 'Only')).toContain(refusal);
  expect(await rowFor(it, leadId)).toMatchObject({ decision: 'approve', decidedBy: mara });
});

test("a stranger's reject modal is filled with the refusal instead of the form", async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, sam, 'Ada Lovelace', 'reject');
  const { view, text } = await modalWith(it.slack, sam, 'Not possible', refusal);
  expect(view.submit).toBeUndefined();
  expect(text).not.toContain('Ada');
  await expectUndecided(it, leadId);
});

test("a stranger's forged submission of the reject modal is refused", async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const metadata = valueFor(await messageWith(it.slack, 'Ada Lovelace'), 'Ada Lovelace', 'reject');
  const forged = submission({ userId: sam, callbackId: 'reject_reason', metadata, values: chosenReason });
  const answer = await it.slack.postSigned(forged);
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({
    response_action: 'update',
    view: { title: { text: 'Not rejected' }, blocks: [{ text: { text: expect.stringContaining(refusal) } }] },
  });
  await expectUndecided(it, leadId);
  // The same request of an approver is taken: what was refused is the person.
  const taken = await it.slack.postSigned(
    submission({ userId: mara, callbackId: 'reject_reason', metadata, values: chosenReason }),
  );
  expect(taken).toMatchObject({ status: 200, body: '' });
  await expectStatus(it, leadId, 'rejected');
});

test('details, which hold the e-mail address, are shown to approvers only', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  const value = valueFor(message, 'Ada Lovelace', 'approve');
  const use = { actionId: 'more', selectedOption: `details.${value}` };
  await it.slack.as(sam).click({ channelId, ts: message.ts }, use);
  const { text } = await modalWith(it.slack, sam, 'Not possible', refusal);
  expect(text).not.toContain('ada@');
  await it.slack.as(mara).click({ channelId, ts: message.ts }, use);
  await modalWith(it.slack, mara, 'Ada Lovelace', 'ada@analytical.example', 'Pending Approval');
});

test("a folded message's details are shown to approvers only", async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles);
  const message = await messageWith(it.slack, '[Approve all 2]');
  await it.slack.as(mara).click({ channelId, ts: message.ts }, { actionId: 'approve_all' });
  const folded = await messageWith(it.slack, '2 people: 2 approved');
  await it.slack.as(sam).click({ channelId, ts: folded.ts }, { actionId: 'message_details' });
  const { text } = await modalWith(it.slack, sam, 'Not possible', refusal);
  expect(text).not.toContain('Ada');
});

test('a stranger cannot send a registration error to ON24 again', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'refuses';
  it.on24.refusal = "The country 'Narnia' is not in the list.";
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'registration error', '[Retry]');
  it.on24.mode = 'fine';
  await clickFor(it.slack, sam, 'Ada Lovelace', 'retry');
  expect(await told(it.slack, sam, 'Only')).toContain(refusal);
  expect((await rowFor(it, leadId)).status).toBe('registration_error');
  expect(it.on24.registrants(eventId)).toEqual([]);
  await clickFor(it.slack, jo, 'Ada Lovelace', 'retry');
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
});

const patience = { timeout: 10_000 };

async function groupIsKnown({ db }: UsherUnderTest): Promise<void> {
  await expect.poll(() => db.execute(sql`select id from approver_groups`), patience).toHaveLength(1);
}

test('members of an approving user group decide, others are told to whom to turn', async () => {
  const it = await usherForThisTest({ connect: { approvers: [group] } });
  await ask(it, ada);
  await groupIsKnown(it);
  await clickFor(it.slack, sam, 'Ada Lovelace', 'approve');
  expect(await told(it.slack, sam, 'Only')).toContain(`Only <!subteam^${group}> decide for this webinar.`);
  await clickFor(it.slack, jo, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0JO', '· registered');
});

test('who joins the group may decide at once, and who leaves it may not', async () => {
  const it = await usherForThisTest({ connect: { approvers: [group], hold: 600 } });
  await ask(it, ada, charles);
  it.slack.setGroupMembers(group, [sam]);
  await expect
    .poll(() => it.db.execute(sql`select id from approver_groups where members = array['U0SAM']`), patience)
    .toHaveLength(1);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await told(it.slack, mara, `Only <!subteam^${group}>`);
  await clickFor(it.slack, sam, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0SAM');
});

test('a group that could not be read for an hour decides nothing, and the reason is told', async () => {
  const it = await usherForThisTest({ connect: { approvers: [group] } });
  const [leadId = 0] = await ask(it, ada);
  await groupIsKnown(it);
  await it.db.execute(sql`update approver_groups set refreshed_at = now() - interval '61 minutes'`);
  for (const person of [mara, sam]) {
    await clickFor(it.slack, person, 'Ada Lovelace', 'approve');
    await told(it.slack, person, `could not read the members of <!subteam^${group}>`, 'Nothing was changed');
  }
  await expectUndecided(it, leadId);
  expect(pushedToOn24(it)).toEqual([]);
  await it.db.execute(sql`update approver_groups set refreshed_at = now() - interval '59 minutes'`);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registered');
});

test('a group that Slack never told of decides nothing, while people named beside it do', async () => {
  const it = await usherForThisTest({ connect: false });
  it.slack.switches.userGroups = 'plan_upgrade_required';
  await it.connect({ approvers: [group, jo] });
  await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await told(it.slack, mara, `could not read the members of <!subteam^${group}>`);
  await clickFor(it.slack, jo, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0JO', '· registered');
});
