import { expect, test } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { clickFor, messagesWith, messageWith, modalWith, textOf, told } from '../support/channel-reading.ts';
import { hurryJobs } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, grace, nameOf } from '../support/people-who-ask.ts';
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

const refused = "The country 'Narnia' is not in the list.";
const headline = (people: string) => `${people} could not be registered`;

async function threeAreRefused(it: UsherUnderTest): Promise<number[]> {
  it.on24.mode = 'refuses';
  const leadIds = await ask(it, ada, charles, grace);
  for (const person of [ada, charles, grace]) await clickFor(it.slack, mara, nameOf(person), 'approve');
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registration_error');
  await hurryJobs(it.db);
  await messageWith(it.slack, headline('3 people'));
  return leadIds;
}

async function clickOnAlert(it: UsherUnderTest, userId: string, actionId: string) {
  const alert = await messageWith(it.slack, 'could not be registered');
  return it.slack.as(userId).click({ channelId, ts: alert.ts }, { actionId });
}

test('people whom ON24 refuses for one reason are told of in one message, with ON24’s words and what they mean', async () => {
  const it = await usherForThisTest();
  await threeAreRefused(it);
  const alerts = messagesWith(it.slack, 'could not be registered');
  expect(alerts).toHaveLength(1);
  const text = alerts.map(textOf).join('');
  expect(text).toContain(refused);
  expect(text).toContain('Ada Lovelace, Charles Babbage and 1 more');
  expect(text).toContain('What it means: ');
  expect(text).toContain('[Retry all 3]');
});

test('Retry all tries one person first and the rest when that one is through, and the alert ends as solved', async () => {
  const it = await usherForThisTest();
  const leadIds = await threeAreRefused(it);
  it.on24.mode = 'fine';
  expect(await clickOnAlert(it, jo, alertActions.retryAll)).toMatchObject({ ok: true });
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registered');
  const solved = await messageWith(it.slack, 'Solved: 3 of 3 registered');
  expect(textOf(solved)).toContain('U0JO');
  expect(it.on24.registrants(eventId)).toHaveLength(3);
});

test('while the first person fails again the others are left alone, and the message says so', async () => {
  const it = await usherForThisTest();
  await threeAreRefused(it);
  const pushes = () => it.on24.calls.filter(({ method }) => method === 'POST').length;
  const before = pushes();
  await clickOnAlert(it, mara, alertActions.retryAll);
  await messageWith(it.slack, 'the first person failed again, so the others were left alone');
  expect(pushes() - before).toBe(1);
  const alert = await messageWith(it.slack, 'could not be registered');
  expect(textOf(alert)).toContain('[Retry all 3]');
});

test('another reason is another cause, and gets a message of its own', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'refuses';
  const [first = 0, second = 0] = await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, first, 'registration_error');
  it.on24.refusal = 'The phone number is too short.';
  await clickFor(it.slack, mara, 'Charles Babbage', 'approve');
  await expectStatus(it, second, 'registration_error');
  await messageWith(it.slack, headline('1 person'), refused);
  await messageWith(it.slack, headline('1 person'), 'The phone number is too short.');
});

test('an alert whose last person is registered by their own Retry ends as solved too', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'refuses';
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, leadId, 'registration_error');
  await messageWith(it.slack, headline('1 person'));
  it.on24.mode = 'fine';
  const message = await messageWith(it.slack, 'Ada Lovelace', 'registration error');
  await it.slack.as(mara).click({ channelId, ts: message.ts }, { actionId: 'retry' });
  await messageWith(it.slack, 'Solved: 1 of 1 registered');
});

test('a Registration Error that Marketo’s adapter has set is told with its Status Reason', async () => {
  const it = await usherForThisTest({ connect: { registrar: 'marketo' } });
  it.marketo.linkAdapter({
    register: async () => ({ statusReason: 'Event is closed' }),
    attendees: async () => [],
    isOver: () => false,
  });
  const [leadId = 0] = await ask(it, ada);
  it.marketo.setStatusByHand(programId, leadId, 'Registered');
  await expectStatus(it, leadId, 'registration_error');
  const alert = await messageWith(it.slack, headline('1 person'));
  expect(textOf(alert)).toContain('Event is closed');
});

test('a stranger can neither retry nor look at the people', async () => {
  const it = await usherForThisTest();
  await threeAreRefused(it);
  const pushes = it.on24.calls.length;
  await clickOnAlert(it, sam, alertActions.retryAll);
  expect(await told(it.slack, sam, 'for this webinar')).toContain('Only');
  await clickOnAlert(it, sam, alertActions.seePeople);
  await modalWith(it.slack, sam, 'Not possible');
  expect(it.on24.calls).toHaveLength(pushes);
});

test('See people lists everybody whom the cause has met', async () => {
  const it = await usherForThisTest();
  await threeAreRefused(it);
  await clickOnAlert(it, jo, alertActions.seePeople);
  const { text } = await modalWith(it.slack, jo, 'Ada Lovelace', 'Charles Babbage', 'Grace Hopper');
  expect(text).not.toContain('@');
});
