/** The Web API as the SDK's own client meets it: posting, reading back, refusals, limits, faults. */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { messageText, type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/slack-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { button, buttons, quietLogger, section } from './small-bolt-app.ts';

const channel = world.slack.channel.id;
let slack: SlackSandbox;
let client: WebClient;
let clock: SandboxClock;

const clientWith = (token: string, more: WebClientOptions = {}) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logger: quietLogger,
    ...more,
  });

beforeEach(async () => {
  clock = new SandboxClock();
  slack = await startSlackSandbox({ clock });
  client = clientWith(world.slack.botToken);
});
afterEach(() => slack.close());

const refusedWith = (error: string) => ({ data: { error } });
const metadata = { event_type: 'usher_message', event_payload: { id: 'm1' } };

it('a reply that is lost after the commit leaves the message posted, to be found by its metadata', async () => {
  slack.faults.replyLostAfterCommit('chat.postMessage');
  await expect(client.chat.postMessage({ channel, text: 'once', metadata })).rejects.toThrow();
  expect(slack.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', ok: true, status: 0 });

  const { messages } = await client.conversations.history({ channel, include_all_metadata: true });
  expect(messages).toMatchObject([{ text: 'once', metadata }]);
  const bare = await client.conversations.history({ channel });
  expect(bare.messages?.[0]?.metadata).toBeUndefined();
});

it('a client that retries by itself after a lost reply posts twice', async () => {
  slack.faults.replyLostAfterCommit('chat.postMessage');
  const retrying = clientWith(world.slack.botToken, { retryConfig: { retries: 1, minTimeout: 1 } });
  await retrying.chat.postMessage({ channel, text: 'twice' });
  expect(slack.channel(channel).messages.map((message) => message.text)).toEqual(['twice', 'twice']);
});

it('a channel takes three posts at once and then answers 429 with the seconds to wait', async () => {
  slack.addChannel({ id: 'C0OTHER', name: 'other' });
  const post = (to: string) => client.chat.postMessage({ channel: to, text: 'hello' });
  await Promise.all([post(channel), post(channel), post(channel)]);
  await expect(post(channel)).rejects.toMatchObject({
    code: 'slack_webapi_rate_limited_error',
    retryAfter: 1,
  });
  await post('C0OTHER');
  clock.advance(1_000);
  await post(channel);
  slack.switches.rateLimits = 'off';
  await Promise.all([1, 2, 3, 4, 5].map(() => post(channel)));
  expect(slack.calls.filter((call) => call.status === 429)).toHaveLength(1);
});

it('chat.update takes fifty calls a minute, over all messages', async () => {
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'first' });
  const update = () => client.chat.update({ channel, ts, text: 'again' });
  for (let call = 0; call < 50; call += 1) await update();
  await expect(update()).rejects.toMatchObject({ retryAfter: expect.any(Number) });
  clock.advance(60_000);
  await update();
});

it('an update with text alone takes the blocks away, one with blocks does not mark the message as edited', async () => {
  const blocks = [section('Ada asks to join', 'r1'), buttons(button('approve', 'Approve', 'r1'))];
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'Ada', blocks, metadata });
  const shown = () => slack.channel(channel).messages[0];

  await client.chat.update({ channel, ts, text: 'Ada, redrawn', blocks: [section('Approved', 'r1')] });
  expect(shown()).toMatchObject({ isMarkedEdited: false, metadata, edits: 1 });
  await client.apiCall('chat.update', { channel, ts, metadata: { event_type: 'other', event_payload: {} } });
  expect(shown()).toMatchObject({ blocks: [{ block_id: 'r1' }], metadata: { event_type: 'other' } });
  await client.chat.update({ channel, ts, text: 'words only' });
  expect(shown()).toMatchObject({ text: 'words only', blocks: [], isMarkedEdited: true });
  await client.apiCall('chat.update', { channel, ts, text: 'words only', metadata: {} });
  expect(shown()?.metadata).toBeUndefined();
  await expect(client.chat.update({ channel, ts: '1.000001', text: 'x' })).rejects.toMatchObject(
    refusedWith('message_not_found'),
  );
  const { ts: foreign } = slack.as('U0MARA').say(channel, 'mine');
  await expect(client.chat.update({ channel, ts: foreign, text: 'x' })).rejects.toMatchObject(
    refusedWith('cant_update_message'),
  );
  await expect(client.chat.update({ channel, ts, text: '&'.repeat(801) })).rejects.toMatchObject(
    refusedWith('msg_too_long'),
  );
});

it('blocks without ids get some, and blocks that break a limit are refused with their place', async () => {
  const { message } = await client.chat.postMessage({
    channel,
    text: 'a',
    blocks: [section('one'), section('two')],
  });
  const ids = message?.blocks?.map((block) => block.block_id ?? '') ?? [];
  expect(new Set(ids).size).toBe(2);
  const tooLong = client.chat.postMessage({ channel, text: 'a', blocks: [section('x'.repeat(3001))] });
  await expect(tooLong).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      },
    },
  });
  const tooMuch = Array.from({ length: 6 }, () => section('x'.repeat(2900)));
  await expect(client.chat.postMessage({ channel, text: 'a', blocks: tooMuch })).rejects.toMatchObject(
    refusedWith('msg_blocks_too_long'),
  );
});

it('channels the bot is not in, archived ones and unknown ones refuse in their own words', async () => {
  slack.addChannel({ id: 'C0OUT', name: 'out', isBotMember: false });
  slack.addChannel({ id: 'C0OLD', name: 'old', isArchived: true });
  slack.addChannel({ id: 'G0SECRET', name: 'secret', isPrivate: true, isBotMember: false });
  slack.addChannel({ id: 'C0FEW', name: 'few', members: ['U0MARA'] });
  const post = (to: string) => client.chat.postMessage({ channel: to, text: 'hello' });
  await expect(post('C0OUT')).rejects.toMatchObject(refusedWith('not_in_channel'));
  await expect(post('C0OLD')).rejects.toMatchObject(refusedWith('is_archived'));
  await expect(post('G0SECRET')).rejects.toMatchObject(refusedWith('channel_not_found'));
  await expect(post('C0NONE')).rejects.toMatchObject(refusedWith('channel_not_found'));
  await expect(client.chat.postMessage({ channel, text: '' })).rejects.toMatchObject(refusedWith('no_text'));
  const whisper = client.chat.postEphemeral({ channel: 'C0FEW', user: 'U0SAM', text: 'psst' });
  await expect(whisper).rejects.toMatchObject(refusedWith('user_not_in_channel'));
  await client.conversations.join({ channel: 'C0OUT' });
  await post('C0OUT');
  const list = await client.conversations.list({
    types: 'public_channel,private_channel',
    exclude_archived: true,
  });
  expect(list.channels?.map((found) => found.id)).toEqual([channel, 'C0OUT', 'C0FEW']);
});

it('history is newest first, in pages, and leaves replies in a thread out', async () => {
  slack.switches.rateLimits = 'off';
  const sent: string[] = [];
  for (const text of ['one', 'two', 'three'])
    sent.push((await client.chat.postMessage({ channel, text })).ts ?? '');
  await client.chat.postMessage({ channel, text: 'a reply', thread_ts: sent[0] ?? '' });
  const first = await client.conversations.history({ channel, limit: 2 });
  expect(first.messages?.map((message) => message.text)).toEqual(['three', 'two']);
  expect(first.has_more).toBe(true);
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel, limit: 2, cursor });
  expect(second.messages?.map((message) => message.text)).toEqual(['one']);
  const since = await client.conversations.history({ channel, oldest: sent[1] ?? '' });
  expect(since.messages?.map((message) => message.text)).toEqual(['three']);
  const thread = await client.conversations.replies({ channel, ts: sent[0] ?? '' });
  expect(thread.messages?.map((message) => message.text)).toEqual(['one', 'a reply']);
  const link = await client.chat.getPermalink({ channel, message_ts: sent[0] ?? '' });
  expect(link.permalink).toContain(`/archives/${channel}/p${sent[0]?.replace('.', '')}`);
  await client.chat.delete({ channel, ts: sent[2] ?? '' });
  expect(slack.channel(channel).messages).toHaveLength(3);
});

it('tokens, scopes, plans and unknown methods are refused as Slack refuses them', async () => {
  await expect(clientWith('xoxb-wrong').auth.test()).rejects.toMatchObject(refusedWith('invalid_auth'));
  await expect(client.apps.connections.open()).rejects.toMatchObject(refusedWith('not_allowed_token_type'));
  await expect(client.apiCall('chat.sing')).rejects.toMatchObject(refusedWith('unknown_method'));
  slack.switches.userGroups = 'plan_upgrade_required';
  const { id: usergroup } = world.slack.approverGroup;
  await expect(client.usergroups.users.list({ usergroup })).rejects.toMatchObject(
    refusedWith('plan_upgrade_required'),
  );
  slack.switches.grantedScopes = ['commands'];
  await expect(client.chat.postMessage({ channel, text: 'a' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'chat:write', provided: 'commands' },
  });
  expect(await client.auth.test()).toMatchObject({ ok: true, user_id: world.slack.botUserId });
});

it('faults are done as ordered: HTTP 503, 429 without Retry-After, an error of choice, a slow answer', async () => {
  slack.faults.serverError('auth.test');
  await expect(client.auth.test()).rejects.toThrow('503');
  slack.faults.rateLimitedWithoutRetryAfter('auth.test');
  await expect(client.auth.test()).rejects.toThrow('Retry header did not contain a valid timeout');
  slack.faults.refuse('*', 'fatal_error');
  await expect(client.auth.test()).rejects.toMatchObject(refusedWith('fatal_error'));
  slack.faults.slow('auth.test', 300);
  const hurried = clientWith(world.slack.botToken, { timeout: 50 });
  await expect(hurried.auth.test()).rejects.toThrow();
  slack.faults.clear();
  await hurried.auth.test();
});

it('people and groups are found by id, by address and as a list', async () => {
  slack.addPerson({ id: 'U0ADA', name: 'ada', realName: 'Ada Lovelace', isAdmin: true });
  slack.setGroupMembers(world.slack.approverGroup.id, ['U0ADA']);
  expect((await client.users.info({ user: 'U0ADA' })).user).toMatchObject({ is_admin: true, name: 'ada' });
  expect((await client.users.lookupByEmail({ email: 'Ada@acme.example' })).user?.id).toBe('U0ADA');
  expect((await client.users.list({})).members).toHaveLength(4);
  expect((await client.usergroups.list()).usergroups).toMatchObject([{ handle: 'webinar-approvers' }]);
  const { users } = await client.usergroups.users.list({ usergroup: world.slack.approverGroup.id });
  expect(users).toEqual(['U0ADA']);
  await expect(client.users.info({ user: 'U0NOBODY' })).rejects.toMatchObject(refusedWith('user_not_found'));
  const { channel: direct } = await client.conversations.open({ users: 'U0ADA' });
  await client.chat.postMessage({ channel: 'U0ADA', text: 'between us' });
  expect(slack.channel(direct?.id ?? '').messages).toMatchObject([{ text: 'between us' }]);
});

it('a file goes up in three steps, and blocks can be validated without posting', async () => {
  const uploaded = await client.filesUploadV2({
    filename: 'chart.png',
    file: Buffer.from('not really a picture'),
  });
  expect(uploaded.ok).toBe(true);
  expect(slack.calls.map((call) => call.method)).toEqual([
    'files.getUploadURLExternal',
    'files.completeUploadExternal',
  ]);
  expect(await client.apiCall('blocks.validate', { blocks: [section('fine')] })).toMatchObject({ ok: true });
  await expect(client.apiCall('blocks.validate', { blocks: [section('')] })).rejects.toMatchObject({
    data: { error: 'invalid_blocks', errors: [{ pointer: '/blocks/0/text/text', code: 'too_few' }] },
  });
});

it('a file is shared in a channel by the channel’s id, with its comment, and its content is kept', async () => {
  const { channel: direct } = await client.conversations.open({ users: 'U0MARA' });
  const file = { filename: 'people.csv', title: 'People', content: 'Name\r\nAda\r\n' };
  await client.filesUploadV2({ ...file, channel_id: direct?.id ?? '', initial_comment: 'As you asked.' });
  expect(slack.directMessages('U0MARA')?.messages).toMatchObject([
    { text: 'As you asked.\nPeople (people.csv)' },
  ]);
  expect(slack.files().map(({ name, content }) => [name, String(content)])).toEqual([
    ['people.csv', 'Name\r\nAda\r\n'],
  ]);
  await expect(client.filesUploadV2({ ...file, channel_id: 'U0MARA' })).rejects.toMatchObject(
    refusedWith('channel_not_found'),
  );
});

it('JSON bodies are read as well as forms, and broken blocks are named as such', async () => {
  const call = (body: string) =>
    fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json' },
      body,
    }).then((response) => response.json());
  expect(await call(JSON.stringify({ channel, text: 'json', blocks: [section('json')] }))).toMatchObject({
    ok: true,
  });
  expect(await call(JSON.stringify({ channel, blocks: '[{' }))).toMatchObject({
    error: 'invalid_blocks_format',
  });
  expect(await call(JSON.stringify({ text: 'nowhere' }))).toMatchObject({ error: 'invalid_arguments' });
  const [message] = slack.channel(channel).messages;
  expect(message && messageText(message)).toBe('json');
});

it('waiting in vain says for what, and shows the channel as text', async () => {
  await client.chat.postMessage({ channel, text: 'Ada asks to join', blocks: [section('Ada asks to join')] });
  const waiting = slack.until('Ada is approved', () => undefined, 20);
  await expect(waiting).rejects.toThrow(
    /in vain for: Ada is approved\n#webinar-approvals \(C0WEBINAR\), 1 message/,
  );
  await expect(waiting).rejects.toThrow('Ada asks to join');
  const later = slack.until('a second message', () => slack.channel(channel).messages[1]);
  await client.chat.postMessage({ channel, text: 'Grace asks to join' });
  expect((await later).text).toBe('Grace asks to join');
});
