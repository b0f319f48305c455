import { expect, test } from 'vitest';
import type { SandboxView } from '../../sandbox/slack/slack-records.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { clickFor, messageWith, modalWith, rowWith, toldTo, valueFor } from '../support/channel-reading.ts';
import { eventually } from '../support/eventually.ts';
import { submission } from '../support/forged-requests.ts';
import { marketoWritesOnce, pushedToOn24, statusPath } from '../support/outside-writes.ts';
import { ada, ask, historyFor, rowFor } from '../support/people-who-ask.ts';
import { jo, mara, programId, type UsherUnderTest, usherForThisTest } from '../support/usher-under-test.ts';

async function openReject(it: UsherUnderTest, userId: string): Promise<SandboxView> {
  expect(await clickFor(it.slack, userId, 'Ada Lovelace', 'reject')).toMatchObject({ ok: true });
  const { view } = await modalWith(it.slack, userId, 'Why is Ada Lovelace not admitted?', 'Competitor');
  return view;
}

test('a rejection asks for its reason, shows it, and makes Marketo show Rejected and send its mail', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const view = await openReject(it, mara);
  const answer = await it.slack.as(mara).submit(view.id, {
    reason: { preset: 'competitor' },
    note: { text: 'They sell the same.' },
  });
  expect(answer).toEqual({ ok: true, body: undefined });
  expect(it.slack.views(mara)).toEqual([]);
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected by U0MARA', '"Competitor: They sell the same."');
  const writes = await marketoWritesOnce(it, 1);
  expect(writes).toMatchObject([
    { path: statusPath, body: { statusName: 'Rejected', input: [{ leadId }] }, status: 200 },
  ]);
  expect(it.marketo.member(programId, leadId)?.statusName).toBe('Rejected');
  expect(it.marketo.mails).toMatchObject([{ leadId, campaign: '03 Sorry' }]);
  expect(await rowFor(it, leadId)).toMatchObject({
    status: 'rejected',
    decidedBy: mara,
    decisionReason: 'Competitor: They sell the same.',
  });
  expect(pushedToOn24(it)).toEqual([]);
});

test('a reason goes to the field that the webinar names, before Rejected, so that the mail holds it', async () => {
  const it = await usherForThisTest({ connect: { reasonField: 'approvalNote' } });
  const [leadId = 0] = await ask(it, ada);
  const view = await openReject(it, mara);
  await it.slack.as(mara).submit(view.id, { reason: { preset: 'duplicate' } });
  const mail = await it.marketo.until('the mail is sent', () => it.marketo.mails[0], 10_000);
  expect(mail).toMatchObject({ leadId, campaign: '03 Sorry', body: expect.stringContaining('Duplicate') });
});

test('a field that Marketo has lost is a fault from the next start on, and rejections go on without it', async () => {
  const it = await usherForThisTest({ connect: { reasonField: 'approvalNote' } });
  const [leadId = 0] = await ask(it, ada);
  it.marketo.switches.customMemberFields = [];
  await it.startReplica();
  await eventually('the fault is known', async () =>
    (await listFaults(it.db)).some(({ flag }) => /^marketo:reason:\d+$/.test(flag)),
  );
  expect(it.logLines.join('')).toContain('Marketo has no program-member field \\"approvalNote\\"');
  const view = await openReject(it, mara);
  await it.slack.as(mara).submit(view.id, { reason: { preset: 'duplicate' } });
  await it.marketo.until(
    'Marketo shows Rejected',
    () => it.marketo.member(programId, leadId)?.statusName === 'Rejected',
    10_000,
  );
});

test('the modal says who will see the reason', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  await openReject(it, mara);
  const { text } = await modalWith(it.slack, mara, 'Everybody in this channel sees the reason');
  for (const preset of ['Competitor', 'Not a fit', 'Duplicate', 'Other']) expect(text).toContain(preset);
});

test('closing the modal rejects nobody', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const view = await openReject(it, mara);
  await it.slack.as(mara).close(view.id);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
  expect(await historyFor(it, leadId)).not.toContainEqual(expect.stringContaining('rejected'));
});

test('Other without words is asked for words, under its field, and nothing is decided yet', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const view = await openReject(it, mara);
  const answer = await it.slack
    .as(mara)
    .submit(view.id, { reason: { preset: 'other' }, note: { text: '  ' } });
  expect(answer).toMatchObject({ ok: true, errors: { note: 'Say in a few words why.' } });
  expect(await rowFor(it, leadId)).toMatchObject({ status: 'pending_approval', decision: null });
  expect(it.slack.views(mara)).toHaveLength(1);

  await it.slack.as(mara).submit(view.id, { reason: { preset: 'other' }, note: { text: 'Asked twice' } });
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected by U0MARA', '"Asked twice"');
});

test('a submission without a choice is answered under the field, whoever let it through', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const view = await openReject(it, mara);
  const bySlack = await it.slack.as(mara).submit(view.id, { note: { text: 'no choice' } });
  expect(bySlack).toMatchObject({ ok: false, errors: { reason: expect.any(String) } });

  const drawn = valueFor(await messageWith(it.slack, 'Ada Lovelace'), 'Ada Lovelace', 'reject');
  const answer = await it.slack.postSigned(
    submission({ userId: mara, callbackId: 'reject_reason', metadata: drawn, values: {} }),
  );
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({
    response_action: 'errors',
    errors: { reason: 'Choose a reason.' },
  });
  expect(await rowFor(it, leadId)).toMatchObject({ status: 'pending_approval', decision: null });
});

test('a modal submitted after somebody else has decided says so, and changes nothing', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const view = await openReject(it, mara);
  await clickFor(it.slack, jo, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0JO', '· registered');
  await it.slack.as(mara).submit(view.id, { reason: { preset: 'duplicate' } });
  const { text, view: told } = await modalWith(it.slack, mara, 'Not rejected', 'Already approved by <@U0JO>');
  expect(text).toMatch(/at <!date\^\d+\^\{time\}/);
  expect(told.submit).toBeUndefined();
  expect(await rowFor(it, leadId)).toMatchObject({
    status: 'registered',
    decision: 'approve',
    decisionReason: null,
  });
  const history = await historyFor(it, leadId);
  expect(history.at(-1)).toBe('click_refused registered by U0MARA');
  expect(it.marketo.member(programId, leadId)?.statusName).not.toBe('Rejected');
});

test('Reject on somebody already decided opens a modal that says who was first, without a form', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  await ask(it, ada);
  const before = await messageWith(it.slack, 'Ada Lovelace', '[Reject]');
  const value = valueFor(before, 'Ada Lovelace', 'reject');
  await clickFor(it.slack, jo, 'Ada Lovelace', 'waitlist');
  await it.slack
    .as(mara)
    .clickRaw(
      { channelId: before.channelId, ts: before.ts, message: before },
      { action_id: 'reject', value },
    );
  const { view } = await modalWith(it.slack, mara, 'Not possible', 'Already waitlisted by <@U0JO>');
  expect(view.submit).toBeUndefined();
});

test('a rejection can be undone within its hold, and its reason is gone with it', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  const [leadId = 0] = await ask(it, ada);
  const view = await openReject(it, mara);
  await it.slack.as(mara).submit(view.id, { reason: { preset: 'not_a_fit' } });
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected by U0MARA', '"Not a fit"', 'final at', '[Undo]');
  await clickFor(it.slack, jo, 'Ada Lovelace', 'undo');
  const row = await rowWith(it.slack, 'Ada Lovelace', '[Approve]');
  expect(row).not.toContain('Not a fit');
  expect(await rowFor(it, leadId)).toMatchObject({ decision: null, decisionReason: null, decidedBy: null });
  expect(toldTo(it.slack, jo)).toEqual([]);
});
