import { expect, test } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { transact } from '../../src/jobs/transact.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { clickFor, messagesWith, messageWith, modalWith, textOf, told } from '../support/channel-reading.ts';
import { eventually, hurryJobs } from '../support/eventually.ts';
import { addRegistrant } from '../support/made-rows.ts';
import { ada, ask, charles, expectStatus, grace, guests, nameOf } from '../support/people-who-ask.ts';
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

test('See people shows everybody in pages, asks for the permission on each, and sends the list to whoever asks', async () => {
  const it = await usherForThisTest();
  const webinar = await eventually('the webinar was swept', async () =>
    (await it.db.select().from(webinars)).find(({ sweptAt }) => sweptAt !== null),
  );
  for (const [index, { firstName, lastName, email }] of guests(20).entries())
    await addRegistrant(it.db, webinar, {
      leadId: 500 + index,
      status: 'registration_error',
      statusReason: refused,
      firstName,
      lastName,
      email,
      marketoBase: null,
    });
  await transact(it.db, async (tx) => enqueue(tx, 'group-errors', { webinarId: webinar.id }));
  await messageWith(it.slack, headline('20 people'));
  await clickOnAlert(it, jo, alertActions.seePeople);
  const first = await modalWith(it.slack, jo, '1 to 15 of 20', 'Guest001', 'Guest015', refused);
  expect(first.text).not.toContain('@');
  expect(first.text).not.toContain('Guest016');
  const inModal = (actionId: string) => it.slack.as(jo).click({ viewId: first.view.id }, { actionId });
  expect(await inModal(alertActions.laterPeople)).toMatchObject({ ok: true });
  await modalWith(it.slack, jo, '16 to 20 of 20', 'Guest016', 'Guest020');
  await inModal(alertActions.earlierPeople);
  await modalWith(it.slack, jo, '1 to 15 of 20', 'Guest001');

  expect(await inModal(alertActions.sendPeople)).toMatchObject({ ok: true });
  await modalWith(it.slack, jo, 'The list is on its way', '1 to 15 of 20');
  const [file] = await it.slack.until(
    'the file is there',
    () => it.slack.files().length > 0 && it.slack.files(),
  );
  expect(String(file?.content).trim().split('\r\n')).toHaveLength(21);
  expect(String(file?.content)).toContain('guest020@visitors.example');
  expect(file?.channelId).toBe(it.slack.directMessages(jo)?.id);

  await it.db.update(webinars).set({ approvers: [mara] });
  await inModal(alertActions.laterPeople);
  await modalWith(it.slack, jo, 'Not possible');
});

test('Check connection shows what each system answers and how the event is, and Dismiss ends the alert', async () => {
  const it = await usherForThisTest();
  await threeAreRefused(it);
  await clickOnAlert(it, mara, alertActions.checkConnection);
  const { text } = await modalWith(it.slack, mara, 'Slack: ', 'Marketo: ', "ON24: the webinar's event");
  expect(text).toContain('is active.');
  const alert = await messageWith(it.slack, 'could not be registered');
  await clickOnAlert(it, sam, alertActions.dismiss);
  expect(await told(it.slack, sam, 'for this webinar')).toContain('Only');
  await it.slack.as(jo).click({ channelId, ts: alert.ts }, { actionId: alertActions.dismiss });
  const ended = await messageWith(it.slack, 'Dismissed by U0JO', '3 people were not registered');
  expect(ended.ts).toBe(alert.ts);
  expect(it.slack.confirmations.at(-1)?.text).toContain('3 people stay unregistered.');
  // Each keeps their own way.
  await messageWith(it.slack, 'Ada Lovelace', '[Retry]');
});
