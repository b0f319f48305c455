import { expect, test } from 'vitest';
import { questionActions } from '../../src/alerts/question-actions.ts';
import {
  clickFor,
  messagesWith,
  messageWith,
  modalWith,
  rowWith,
  told,
  toldTo,
} from '../support/channel-reading.ts';
import { settled } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, nameOf, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  jo,
  mara,
  programId,
  sam,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const isInOn24 = (it: UsherUnderTest, email: string) =>
  it.on24.registrants(eventId).some((one) => one.email === email && !one.isDeleted);
const shownInMarketo = (it: UsherUnderTest, leadId: number) =>
  it.marketo.member(programId, leadId)?.statusName;

/** Ada and Charles are approved, registered in ON24, and Registered in Marketo. */
async function twoRegistered(it: UsherUnderTest): Promise<[number, number]> {
  const [adaId = 0, charlesId = 0] = await ask(it, ada, charles);
  for (const person of [ada, charles]) await clickFor(it.slack, mara, nameOf(person), 'approve');
  for (const leadId of [adaId, charlesId]) {
    await expectStatus(it, leadId, 'registered');
    await it.marketo.until(
      'Marketo shows Registered',
      () => shownInMarketo(it, leadId) === 'Registered',
      15_000,
    );
  }
  return [adaId, charlesId];
}

async function clickQuestion(it: UsherUnderTest, userId: string, actionId: string) {
  const message = await messageWith(it.slack, 'still registered in ON24');
  return it.slack.as(userId).click({ channelId, ts: message.ts }, { actionId });
}

/** Opens *Change* in the details of the folded message, and submits it. */
async function rejectFromDetails(it: UsherUnderTest, userId: string, leadId: number) {
  const folded = await messageWith(it.slack, '2 people: 2 approved');
  await it.slack.as(userId).click({ channelId, ts: folded.ts }, { actionId: 'message_details' });
  const { view: details } = await modalWith(it.slack, userId, 'Ada Lovelace', '[Change]');
  const { id, decisionNumber } = await rowFor(it, leadId);
  const value = `${id}.${decisionNumber}`;
  await it.slack.as(userId).click({ viewId: details.id }, { actionId: 'change', value });
  const { view } = await modalWith(it.slack, userId, 'Decide anew', 'ON24 cancels them first');
  return it.slack.as(userId).submit(view.id, {
    change: { decision: 'reject' },
    reason: { preset: 'competitor' },
    note: { text: '' },
  });
}

test('people who leave in Marketo are asked about once; nobody leaves ON24 before a click, and who comes back is registered again', async () => {
  const it = await usherForThisTest();
  const [adaId, charlesId] = await twoRegistered(it);
  it.marketo.setStatusByHand(programId, adaId, 'Rejected');
  it.marketo.removeFromProgram(programId, charlesId);
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected in Marketo', '· still in ON24', '[Cancel there]');
  await rowWith(it.slack, 'Charles Babbage', 'No longer in the program', '· still in ON24', '[Cancel there]');
  await settled(it.db, { hurrying: it.db });
  const question = await messageWith(
    it.slack,
    '2 people left "',
    'Ada Lovelace (rejected)',
    'Charles Babbage (removed)',
    '[Cancel 2 in ON24]',
  );
  expect([ada, charles].map(({ email }) => isInOn24(it, email ?? ''))).toEqual([true, true]);
  await clickQuestion(it, sam, questionActions.cancelAll);
  await told(it.slack, sam, 'for this webinar');

  expect(await clickQuestion(it, mara, questionActions.cancelAll)).toMatchObject({ ok: true });
  expect(it.slack.confirmations.at(-1)?.text).toContain(
    'The links of these 2 people to the webinar stop working.',
  );
  await messageWith(it.slack, '2 people: 1 rejected, 1 left the program');
  await settled(it.db, { hurrying: it.db });
  await it.slack.until('the question has ended', () => {
    const [ended] = messagesWith(it.slack, 'Cancelled 2 of 2 in ON24, by U0MARA');
    return ended?.ts === question.ts;
  });
  expect([ada, charles].map(({ email }) => isInOn24(it, email ?? ''))).toEqual([false, false]);
  expect(shownInMarketo(it, adaId)).toBe('Rejected');

  it.marketo.setStatusByHand(programId, adaId, 'Registered');
  await expectStatus(it, adaId, 'registered');
  await messageWith(it.slack, '1 approved', '1 left the program');
  expect(isInOn24(it, ada.email ?? '')).toBe(true);
  expect(messagesWith(it.slack, 'still registered in ON24')).toEqual([]);
});

test('a registered person rejected in Slack leaves ON24 first, and only then Marketo shows Rejected', async () => {
  const it = await usherForThisTest();
  const [adaId] = await twoRegistered(it);
  it.on24.fail({ path: /registrant$/, effect: { kind: 'slow', ms: 1_500 } });
  expect(await rejectFromDetails(it, jo, adaId)).toMatchObject({ ok: true });
  expect(it.slack.views(jo)).toEqual([]);
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected by U0JO', '"Competitor"', '· cancelling in ON24');
  expect(shownInMarketo(it, adaId)).toBe('Registered');
  await it.marketo.until('Marketo shows Rejected', () => shownInMarketo(it, adaId) === 'Rejected', 15_000);
  expect(isInOn24(it, ada.email ?? '')).toBe(false);
  expect(isInOn24(it, charles.email ?? '')).toBe(true);
  await settled(it.db);
  expect(messagesWith(it.slack, 'still registered in ON24')).toEqual([]);
});

test('where ON24 does not cancel, the person stays registered as before, and who rejected them is told alone', async () => {
  const it = await usherForThisTest();
  const [adaId] = await twoRegistered(it);
  // ON24 has moved the event to an earlier hour, which Usher has not heard of.
  it.on24.updateEvent(eventId, { startsAt: new Date(it.clock.now().getTime() - 60_000) });
  await rejectFromDetails(it, jo, adaId);
  await told(
    it.slack,
    jo,
    'Ada Lovelace stays registered and was not rejected',
    'after the event has started',
  );
  expect(toldTo(it.slack, mara)).toEqual([]);
  await settled(it.db);
  expect(await rowFor(it, adaId)).toMatchObject({
    status: 'registered',
    decision: 'approve',
    decidedBy: mara,
  });
  expect(shownInMarketo(it, adaId)).toBe('Registered');
  expect(isInOn24(it, ada.email ?? '')).toBe(true);
});

test('once the webinar has begun, Change says why a registered person stays', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, leadId, 'registered');
  await rowWith(it.slack, 'Ada Lovelace', '· registered', '[Change]');
  it.clock.advance(8 * 24 * 60 * 60 * 1000);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'change');
  await modalWith(it.slack, mara, 'ON24 cancels no registration');
});

test('a rejected person is approved after all, and an undo within the hold keeps the rejection', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  const [leadId = 0] = await ask(it, ada);
  it.marketo.setStatusByHand(programId, leadId, 'Rejected');
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected in Marketo', '[Change]');
  const approve = async () => {
    await clickFor(it.slack, jo, 'Ada Lovelace', 'change');
    const { view } = await modalWith(it.slack, jo, 'Decide anew', 'Approve', 'Waitlist');
    await it.slack.as(jo).submit(view.id, { change: { decision: 'approve' } });
    await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0JO', 'leaves at', '[Undo]');
  };
  await approve();
  await clickFor(it.slack, jo, 'Ada Lovelace', 'undo');
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected in Marketo', '[Change]');
  await approve();
  await it.db.execute('update registrants set holds_until = now()');
  await settled(it.db, { hurrying: it.db });
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0JO', '· registered');
  expect(isInOn24(it, ada.email ?? '')).toBe(true);
});
