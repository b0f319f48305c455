import { expect, test } from 'vitest';
import { registrants } from '../../src/store/schema/registrants.ts';
import {
  clickFor,
  expectNoRefusedCalls,
  messagesWith,
  messageWith,
  rowWith,
  textOf,
} from '../support/channel-reading.ts';
import { ada, ask, charles, guests, nameOf } from '../support/people-who-ask.ts';
import { channelId, mara, programId, usherForThisTest } from '../support/usher-under-test.ts';

const pollRarely = { environment: { MARKETO_POLL_SECONDS: '600' } };

test('a person who fills in the form is shown within seconds by the webhook, long before the next poll', async () => {
  const it = await usherForThisTest(pollRarely);
  const filledAt = performance.now();
  it.marketo.fillForm(programId, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
  expect(performance.now() - filledAt).toBeLessThan(5_000);
  expect(textOf(message)).toContain('1 person asks to join "Zero-trust in practice"');
  expect(textOf(message)).toContain('Ada Lovelace · VP Engineering · Analytical Engines');
  expect(textOf(message)).toContain('analytical.example');
  expect(textOf(message)).not.toContain('ada@');
  expect(message.text).toBe('Ada Lovelace asks to join "Zero-trust in practice".');
  expect(it.marketo.webhookAnswers).toMatchObject([{ status: 200, body: '{"ok":true}' }]);
});

test('a person is shown by the poll alone when the webhook is off', async () => {
  const it = await usherForThisTest();
  it.marketo.switches.webhooks = 'off';
  it.marketo.fillForm(programId, ada);
  await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
  expect(it.marketo.webhookAnswers).toEqual([]);
});

test('a person who waited before the webinar was connected is shown by the sweep alone', async () => {
  const it = await usherForThisTest({ ...pollRarely, connect: false });
  it.marketo.switches.webhooks = 'off';
  const leadId = it.marketo.fillForm(programId, ada);
  await it.marketo.until(
    'Ada waits for approval',
    () => it.marketo.member(programId, leadId)?.statusName === 'Pending Approval',
    10_000,
  );
  it.marketo.purgeActivities(new Date(it.clock.now().getTime() + 60_000));
  await it.connect();
  await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
});

test('a person of whom webhook, poll and sweep all tell is shown once', async () => {
  const it = await usherForThisTest({ connect: false });
  it.marketo.switches.webhooks = 'duplicated';
  const leadId = it.marketo.fillForm(programId, ada);
  await it.marketo.until(
    'Ada waits for approval',
    () => it.marketo.member(programId, leadId)?.statusName === 'Pending Approval',
    10_000,
  );
  await it.connect();
  it.marketo.fillForm(programId, ada);
  await ask(it, charles);
  // Charles came after all that was told of Ada, and the poll has read past both.
  await clickFor(it.slack, mara, 'Charles Babbage', 'waitlist');
  await rowWith(it.slack, 'Charles Babbage', 'Waitlisted by U0MARA');
  const told = messagesWith(it.slack, 'Ada Lovelace').map(textOf).join('\n');
  expect(told.split('Ada Lovelace · ')).toHaveLength(2);
  const rows = await it.db.select().from(registrants);
  expect(rows.map(({ firstName, episode }) => ({ firstName, episode }))).toEqual([
    { firstName: 'Ada', episode: 1 },
    { firstName: 'Charles', episode: 1 },
  ]);
});

test('people who ask within two seconds of each other are shown in one message', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles);
  const messages = it.slack.channel(channelId).messages;
  expect(messages).toHaveLength(1);
  expect(messages.map(textOf).join()).toContain('2 people ask to join');
  expect(messages[0]?.edits).toBe(0);
});

test('a webinar with 200 pending people is connected with three messages, and the others are counted', async () => {
  const it = await usherForThisTest({ ...pollRarely, connect: false });
  it.marketo.switches.webhooks = 'off';
  for (const guest of guests(200)) it.marketo.fillForm(programId, guest);
  await it.marketo.until(
    'all wait for approval',
    () =>
      it.marketo.members(programId).filter(({ statusName }) => statusName === 'Pending Approval').length ===
      200,
    10_000,
  );
  await it.connect();
  await it.slack.until('three messages', () => it.slack.channel(channelId).messages.length === 3, 15_000);
  const perMessage = it.slack.channel(channelId).messages.map((message) => countButtons(textOf(message)));
  const shown = perMessage.reduce((sum, count) => sum + count, 0);
  for (const count of perMessage) expect(count).toBeGreaterThanOrEqual(8);
  await messageWith(it.slack, `${200 - shown} more wait and will be shown here as these are decided`);

  // Only when a message is decided do the next follow: had there been a flood, it would be here by then.
  const first = await messageWith(it.slack, 'Guest001 Visitor');
  await it.slack.as(mara).click({ channelId, ts: first.ts }, { actionId: 'approve_all' });
  const nextGuest = nameOf(guests(shown + 1).at(-1) ?? ada);
  const next = await messageWith(it.slack, nextGuest, '[Approve]');
  expect(it.slack.channel(channelId).messages).toHaveLength(4);
  await messageWith(it.slack, `${200 - shown - countButtons(textOf(next))} more wait`);
  expectNoRefusedCalls(it.slack);
});

function countButtons(text: string): number {
  return text.split('[Approve]').length - 1;
}

test('a person without a name is shown by the domain and a number, never by the address', async () => {
  const it = await usherForThisTest();
  const leadId = it.marketo.fillForm(programId, { email: 'someone.private@gmail.com' });
  const message = await messageWith(it.slack, `Someone at gmail.com (no. ${leadId})`, '[Approve]');
  expect(textOf(message)).toContain('no name given · free mail');
  expect(JSON.stringify(message)).not.toContain('someone.private');
});

test('names that are markup or very long are shown as text and cut', async () => {
  const it = await usherForThisTest();
  it.marketo.fillForm(programId, {
    firstName: '<!channel> *bold*',
    lastName: '<https://evil.example|click>',
    email: 'markup@visitors.example',
  });
  it.marketo.fillForm(programId, {
    firstName: 'L'.repeat(200),
    lastName: 'Long',
    email: 'long@visitors.example',
  });
  const message = await messageWith(it.slack, '<!channel> *bold* <https://evil.example|click>', 'LLL');
  expect(message.text).toContain('&lt;!channel&gt;');
  expect(message.text).not.toContain('<!channel>');
  expect(textOf(message)).not.toContain('L'.repeat(81));
});
