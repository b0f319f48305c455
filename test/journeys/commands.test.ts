import { expect, test } from 'vitest';
import { noteTrouble, noteWell } from '../../src/store/connection-fault-store.ts';
import { refreshes } from '../../src/store/schema/attendance.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { clickFor, messageWith, rowWith, toldTo } from '../support/channel-reading.ts';
import { settled } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, guests } from '../support/people-who-ask.ts';
import {
  channelId,
  jo,
  mara,
  programId,
  sam,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const elsewhere = 'C0ELSEWHERE';
const secondProgram = 2208;
const secondEvent = 4410124;

/** What the person is answered: within the acknowledgement, and for nobody else. */
async function answerTo(it: UsherUnderTest, userId: string, text: string, channel: string = channelId) {
  const before = it.slack.calls.length;
  const outcome = await it.slack.as(userId).command(channel, '/webinar', text);
  expect(outcome).toMatchObject({
    ok: true,
    body: { response_type: 'ephemeral', text: expect.any(String) },
  });
  // A click that was made before may be drawn meanwhile: that replaces its message, and says nothing to the person.
  const said = it.slack.calls
    .slice(before)
    .filter(
      ({ method, arguments: given }) =>
        method === 'chat.postEphemeral' || (method === 'response_url' && given['replace_original'] !== true),
    );
  expect(said).toEqual([]);
  return toldTo(it.slack, userId).at(-1) ?? '';
}

/** A second webinar in the same channel unless told otherwise. */
async function connectSecond(
  it: UsherUnderTest,
  given: { name?: string; channel?: string; approvers?: string[] } = {},
): Promise<void> {
  const { name = 'Passwords are over', channel = channelId, approvers = [mara, jo] } = given;
  it.marketo.addProgram({ id: secondProgram, name });
  it.on24.addEvent({ id: secondEvent });
  const { code, lines } = await it.connect({
    program: secondProgram,
    event: secondEvent,
    channel,
    approvers,
  });
  expect(lines.join('\n')).toContain('Connected as webinar 2');
  expect(code).toBe(0);
}

function openElsewhere(it: UsherUnderTest): void {
  it.slack.addChannel({ id: elsewhere, name: 'elsewhere', members: [mara, jo, sam] });
}

const subcommands = [
  'help',
  'list',
  'pending [webinar]',
  'errors [webinar]',
  'refresh [webinar]',
  'status [webinar]',
  'sweep [webinar]',
];

test('help lists every subcommand, also when nothing is asked for', async () => {
  const it = await usherForThisTest();
  for (const text of ['help', '', '  HELP ']) {
    const answer = await answerTo(it, mara, text);
    expect(answer).toContain('This is what I can do:');
    for (const usage of subcommands) expect(answer).toContain(`\`/webinar ${usage}\``);
  }
});

test('a subcommand that does not exist is answered with those that do, and what was typed is text', async () => {
  const it = await usherForThisTest();
  const answer = await answerTo(it, sam, '<!channel>*bold* 2');
  expect(answer).toMatch(/^There is no "&lt;!channel&gt;∗bold∗"\. This is what there is:/);
  for (const usage of subcommands) expect(answer).toContain(`\`/webinar ${usage}\``);
  expect(await answerTo(it, mara, 'x'.repeat(3_000))).toMatch(/^There is no "x{40}"\./);
});

test('list shows a person the webinars on which they decide, and no others', async () => {
  const it = await usherForThisTest();
  await connectSecond(it, { approvers: [jo] });
  await ask(it, ada);
  const maras = await answerTo(it, mara, 'list');
  expect(maras).toContain(`*1* Zero-trust in practice`);
  expect(maras).toContain(`<#${channelId}> · 1 pending · 0 with an error`);
  expect(maras).not.toContain('Passwords');
  const jos = await answerTo(it, jo, 'list');
  expect(jos.split('\n')).toHaveLength(2);
  expect(jos).toContain('*2* Passwords are over');
  expect(await answerTo(it, sam, 'list')).toBe('There is no webinar on which you may decide.');
});

test('pending names who waits longest and counts the others, and says so when nobody waits', async () => {
  const it = await usherForThisTest();
  expect(await answerTo(it, mara, 'pending')).toBe(
    'Nobody waits for a decision on "Zero-trust in practice".',
  );
  const people = guests(12);
  await ask(it, ...people);
  const answer = await answerTo(it, jo, 'pending');
  expect(answer).toContain(
    `12 people wait for a decision on "Zero-trust in practice", shown in <#${channelId}>`,
  );
  expect(answer).toContain('• Guest001 Visitor');
  expect(answer.split('\n').at(-2)).toBe('• Guest010 Visitor');
  expect(answer.split('\n').at(-1)).toBe('and 2 more');
  expect(answer).not.toContain('@');
});

test('who is decided, held or not, is no longer pending', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '[Undo]');
  const answer = await answerTo(it, mara, 'pending');
  expect(answer).toContain('1 person waits');
  expect(answer).not.toContain('Ada Lovelace');
});

test('names with markup in them are shown as text', async () => {
  const it = await usherForThisTest();
  await it.db.update(webinars).set({ title: '<!here> *Zero* & trust' });
  it.marketo.fillForm(programId, {
    ...ada,
    firstName: '<!channel>',
    lastName: '*Lovelace* <https://evil.test|x>',
  });
  await messageWith(it.slack, '<!channel>', '[Approve]');
  const pending = await answerTo(it, mara, 'pending');
  expect(pending).toContain('"&lt;!here&gt; ∗Zero∗ &amp; trust"');
  expect(pending).toContain('• &lt;!channel&gt; ∗Lovelace∗ &lt;https://evil.test|x&gt;');
  for (const text of ['list', 'status', 'pending', 'refresh', 'sweep']) {
    const said = await answerTo(it, mara, text);
    expect(said).not.toMatch(/<(?!#C0WEBINAR>|!date\^\d+\^[^|<>]*\|[^|<>]*>)/);
  }
});

test('status tells the places taken, how many stand where, and when attendance is refreshed', async () => {
  const it = await usherForThisTest({ connect: { capacity: 40 } });
  const [adaLead = 0] = await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, adaLead, 'registered');
  const answer = await answerTo(it, mara, 'status');
  expect(answer).toContain('Places: 1 of 40 taken');
  expect(answer).toContain('• 1 Pending Approval');
  expect(answer).toContain('• 1 Registered');
  expect(answer).toMatch(/Attendance: not refreshed yet; the next one is <!date\^\d+\^/);
});

test('status tells of ON24 being unusable, and in whose words', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  it.on24.mode = 'inactive-event';
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expect
    .poll(() => answerTo(it, mara, 'status'), { timeout: 10_000 })
    .toMatch(/ON24 cannot be used since <!date\^\d+\^\{time\}\|[^>]*>: .*inactive/);
});

test('refresh answers at once, and its report comes in the channel', async () => {
  const it = await usherForThisTest();
  expect(await answerTo(it, mara, 'refresh')).toBe(
    `Bringing in the attendance of "Zero-trust in practice". Progress and report stand in <#${channelId}>.`,
  );
  await messageWith(it.slack, 'Attendance of "Zero-trust in practice"', 'not begun');
  await expect.poll(() => answerTo(it, mara, 'status'), { timeout: 10_000 }).toContain('last refresh');
});

/** A sweep by hand reads the program too, which nothing else does after the webinar was connected. */
const programReadings = (it: UsherUnderTest) =>
  it.marketo.calls.filter(({ path }) => path.startsWith('/rest/asset/v1/program/')).length;

test('sweep answers at once, and what Marketo told nobody shows in the channel', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.changeLead(leadId, { firstName: 'Augusta' });
  expect(await answerTo(it, mara, 'sweep')).toBe(
    'Reading everybody of "Zero-trust in practice" in Marketo again, and its channel. ' +
      `What has changed shows in <#${channelId}>; nothing new means nothing was missed.`,
  );
  await messageWith(it.slack, 'Augusta Lovelace', '[Approve]');
  expect(programReadings(it)).toBe(2);
});

test('sweep says when it has to wait for Marketo, and keeps its word', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  await noteTrouble(it.db, 'marketo', { kind: 'misconfigured', isThrottling: false, words: 'Access denied' });
  expect(await answerTo(it, mara, 'sweep')).toContain('It begins as soon as Marketo can be used again.');
  await noteWell(it.db, 'marketo');
  await settled(it.db, { hurrying: it.db });
  expect(programReadings(it)).toBe(2);
});

test('a webinar is guessed from the channel, and elsewhere when it is the only one', async () => {
  const it = await usherForThisTest();
  openElsewhere(it);
  expect(await answerTo(it, mara, 'pending', elsewhere)).toContain('"Zero-trust in practice"');
  await connectSecond(it, { channel: elsewhere });
  expect(await answerTo(it, mara, 'pending', elsewhere)).toContain('"Passwords are over"');
  expect(await answerTo(it, mara, 'pending')).toContain('"Zero-trust in practice"');
});

test('a webinar is meant by its numbers or by a part of its title', async () => {
  const it = await usherForThisTest();
  await connectSecond(it);
  for (const argument of ['2', '#2', String(secondProgram), String(secondEvent), 'passwords', 'ARE OVER'])
    expect(await answerTo(it, mara, `pending ${argument}`)).toContain('"Passwords are over"');
});

test('of several webinars in one channel the person is asked which, with the commands to type', async () => {
  const it = await usherForThisTest();
  await connectSecond(it, { name: 'Zero-trust in *theory*' });
  const answer = await answerTo(it, mara, 'pending');
  expect(answer.split('\n')).toEqual([
    'Which one?',
    '• `/webinar pending 1` Zero-trust in practice',
    '• `/webinar pending 2` Zero-trust in ∗theory∗',
  ]);
  expect(await answerTo(it, mara, 'refresh zero-trust')).toContain('`/webinar refresh 2`');
  expect(await answerTo(it, mara, 'refresh 2')).toContain('Bringing in');
  expect(await it.db.select().from(refreshes)).toMatchObject([{ webinarId: 2 }]);
});

test('a webinar that does not exist is answered with those that do', async () => {
  const it = await usherForThisTest();
  for (const text of ['status 999', 'status quantum', 'status <!channel>']) {
    expect(await answerTo(it, mara, text)).toBe(
      'I know no such webinar. These are yours:\n• `/webinar status 1` Zero-trust in practice',
    );
  }
});

test('without a webinar every command says so', async () => {
  const it = await usherForThisTest({ connect: false });
  for (const text of ['pending', 'status', 'refresh', 'refresh 1', 'sweep'])
    expect(await answerTo(it, mara, text)).toBe('There is no webinar here on which you may decide.');
});

test('a stranger is refused with who decides, learns no names, and starts nothing', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  for (const text of ['pending', 'status', 'refresh', 'sweep', 'status 1', 'refresh #1', 'sweep 1']) {
    expect(await answerTo(it, sam, text)).toContain('Only <@U0MARA> and <@U0JO> decide for this webinar.');
  }
  expect(await answerTo(it, sam, 'status zero-trust')).toBe(
    'There is no webinar here on which you may decide.',
  );
  await settled(it.db);
  expect(await it.db.select().from(refreshes)).toEqual([]);
  expect(programReadings(it)).toBe(1);
});
