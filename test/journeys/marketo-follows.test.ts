import { expect, test } from 'vitest';
import { clickFor, messagesWith, messageWith, rowOf, rowWith } from '../support/channel-reading.ts';
import { eventually, settled } from '../support/eventually.ts';
import { marketoWrites, pushedToOn24, statusPath } from '../support/outside-writes.ts';
import { ada, ask, grace, historyFor, nameOf, rowFor } from '../support/people-who-ask.ts';
import {
  eventId,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const memberStatus = (it: UsherUnderTest, leadId: number) => it.marketo.member(programId, leadId)?.statusName;

const shows = (it: UsherUnderTest, leadId: number, statusName: string) =>
  it.marketo.until(`Marketo shows ${statusName}`, () => memberStatus(it, leadId) === statusName, 15_000);

/** Another person comes in and is shown: whatever was under way before them has been followed. */
async function laterSomebodyElse(it: UsherUnderTest, person = grace) {
  it.marketo.fillForm(programId, person);
  await messageWith(it.slack, nameOf(person), '[Approve]');
}

test('the echo of our own writes in the feed changes nothing and is answered by no further write', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await shows(it, leadId, 'Registered');
  const history = await historyFor(it, leadId);
  const writes = marketoWrites(it).length;
  // The feed has told of a later person, and therefore of our own write before that.
  it.marketo.switches.webhooks = 'off';
  await laterSomebodyElse(it);
  await settled(it.db);
  expect(writes).toBe(2);
  expect(marketoWrites(it)).toHaveLength(writes);
  expect(await historyFor(it, leadId)).toEqual(history);
});

test('who is set to Registered in Marketo is registered in ON24, and shown as approved there', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.setStatusByHand(programId, leadId, 'Registered');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved in Marketo', '· registered');
  expect(it.on24.registrants(eventId)).toMatchObject([{ email: ada.email }]);
  await it.marketo.until('the link is in Marketo', () => it.marketo.member(programId, leadId)?.webinarUrl);
  expect(memberStatus(it, leadId)).toBe('Registered');
  expect(marketoWrites(it).filter(({ path }) => path === statusPath)).toEqual([]);
});

test.each([
  ['Rejected', 'Rejected in Marketo'],
  ['Waitlisted', 'Waitlisted in Marketo'],
])('who is set to %s in Marketo is so here too, and the buttons go', async (statusName, words) => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.setStatusByHand(programId, leadId, statusName);
  const row = await rowWith(it.slack, 'Ada Lovelace', words);
  expect(row).not.toContain('[Approve]');
  await laterSomebodyElse(it);
  expect(memberStatus(it, leadId)).toBe(statusName);
  expect(marketoWrites(it)).toEqual([]);
  expect(pushedToOn24(it)).toEqual([]);
});

test('who is removed in Marketo is no longer in the program, and is not added again by a click on an old button', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const old = await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
  it.marketo.removeFromProgram(programId, leadId);
  await rowWith(it.slack, 'Ada Lovelace', 'No longer in the program');
  const { decisionNumber, id } = await rowFor(it, leadId);
  await it.slack
    .as(mara)
    .clickRaw(
      { channelId: it.slack.channels()[0]?.id ?? '', ts: old.ts, message: old },
      { action_id: 'approve', value: `${id}.${decisionNumber}` },
    );
  await it.slack.until('Mara is told', () =>
    it.slack.ephemerals(mara).some(({ text }) => text.includes('no longer in the program')),
  );
  await laterSomebodyElse(it);
  expect(it.marketo.member(programId, leadId)).toBeUndefined();
  expect(pushedToOn24(it)).toEqual([]);
});

test('who is removed during the hold is not registered, and nothing leaves', async () => {
  const it = await usherForThisTest({ connect: { hold: 3 } });
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'leaves at');
  it.marketo.removeFromProgram(programId, leadId);
  await rowWith(it.slack, 'Ada Lovelace', 'No longer in the program');
  expect(await rowFor(it, leadId)).toMatchObject({ holdsUntil: null, decision: null });
  // The job at the end of the hold finds nothing to do.
  await settled(it.db);
  expect(it.marketo.member(programId, leadId)).toBeUndefined();
  expect(marketoWrites(it)).toEqual([]);
  expect(pushedToOn24(it)).toEqual([]);
});

test('who is removed just before the push is not registered, although nobody had told us yet', async () => {
  const it = await usherForThisTest({ environment: { MARKETO_POLL_SECONDS: '600' } });
  const [leadId = 0] = await ask(it, ada);
  it.marketo.removeFromProgram(programId, leadId);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'No longer in the program');
  await settled(it.db);
  expect(pushedToOn24(it)).toEqual([]);
  expect(it.marketo.member(programId, leadId)).toBeUndefined();
});

test('a lead that was deleted before the push has left the program', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.deleteLead(leadId);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'No longer in Marketo (deleted or merged)');
  expect(pushedToOn24(it)).toEqual([]);
});

test('who comes back after a removal asks anew, with buttons of their own', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'waitlist');
  await shows(it, leadId, 'Waitlisted');
  it.marketo.removeFromProgram(programId, leadId);
  await rowWith(it.slack, 'Ada Lovelace', 'No longer in the program');
  it.clock.advance(1_500);
  it.marketo.fillForm(programId, ada);
  await rowWith(it.slack, 'Ada Lovelace', '[Approve]');
  expect(await rowFor(it, leadId)).toMatchObject({ episode: 2, status: 'pending_approval' });
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await shows(it, leadId, 'Registered');
});

test('Pending Approval set again on a registered person is shown once as asked again, and not overwritten', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await shows(it, leadId, 'Registered');
  await settled(it.db);
  const writes = marketoWrites(it).length;
  // In a channel where the steps are equal: the member reads as Pending Approval from now on.
  const member = it.marketo.member(programId, leadId);
  const instant = (at: Date | undefined) => at?.toISOString().replace(/\.\d+Z$/, 'Z');
  const result = [
    {
      seq: 0,
      leadId,
      programId,
      statusName: 'Pending Approval',
      statusReason: null,
      webinarUrl: member?.webinarUrl,
      membershipDate: instant(member?.membershipDate),
      updatedAt: instant(it.clock.now()),
    },
  ];
  const body = JSON.stringify({ requestId: '1', success: true, result, moreResult: false });
  it.marketo.fail({
    path: /members\.json$/,
    method: 'GET',
    times: Number.POSITIVE_INFINITY,
    effect: { kind: 'answer', status: 200, contentType: 'application/json', body },
  });
  const hint = () =>
    fetch(`${it.url}/marketo/webhook`, {
      method: 'POST',
      headers: { 'x-usher-secret': it.environment['MARKETO_WEBHOOK_SECRET'] ?? '' },
      body: JSON.stringify({ programId, leadId }),
    });
  await hint();
  await rowWith(it.slack, 'Ada Lovelace', 'Marketo shows Pending Approval: asked again');
  await hint();
  await settled(it.db);
  expect((await historyFor(it, leadId)).filter((entry) => entry.startsWith('asked_again'))).toHaveLength(1);
  expect(marketoWrites(it)).toHaveLength(writes);
  expect((await rowFor(it, leadId)).status).toBe('registered');
});

test('a status that Usher does not know is said, and the person keeps their buttons', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.switches.channel = 'renamed';
  it.marketo.setStatusByHand(programId, leadId, 'Signed Up');
  await eventually('it is known', async () =>
    (await rowFor(it, leadId)).marketoRefused?.includes('Signed Up'),
  );
  await settled(it.db);
  expect((await rowFor(it, leadId)).status).toBe('pending_approval');
  await rowWith(it.slack, 'Ada Lovelace', '[Approve]');
  expect(marketoWrites(it)).toEqual([]);
});

test('a status that Usher does not know is shown also to those who still decide', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.switches.channel = 'renamed';
  it.marketo.setStatusByHand(programId, leadId, 'Signed Up');
  await eventually('it is known', async () =>
    (await rowFor(it, leadId)).marketoRefused?.includes('Signed Up'),
  );
  await settled(it.db);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  expect(rowOf(message, 'Ada Lovelace')).toContain('Signed Up');
});

test.each(['duplicated', 'late'] as const)('a webhook that comes %s changes nothing', async (webhooks) => {
  const it = await usherForThisTest();
  it.marketo.switches.webhooks = webhooks;
  it.marketo.switches.webhookLateMs = 4_000;
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await shows(it, leadId, 'Registered');
  const calls = webhooks === 'duplicated' ? 2 : 1;
  await it.marketo.until('the webhook has come', () => it.marketo.webhookAnswers.length === calls, 10_000);
  await settled(it.db);
  expect(it.marketo.webhookAnswers.every(({ status }) => status === 200)).toBe(true);
  expect((await rowFor(it, leadId)).status).toBe('registered');
  expect(messagesWith(it.slack, 'Ada Lovelace')).toHaveLength(1);
  expect(await historyFor(it, leadId)).toHaveLength(4);
});
