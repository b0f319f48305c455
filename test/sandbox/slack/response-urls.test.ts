/** response_urls: five uses in thirty minutes, on messages, ephemerals and commands. */
import { RespondError } from '@slack/bolt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { button, buttons, type SmallBolt, section, startHttpBolt } from './small-bolt-app.ts';

type Respond = (message: Record<string, unknown>) => Promise<unknown>;

let bolt: SmallBolt;
let respond: Respond;
let at: { channelId: string; ts: string };

beforeEach(async () => {
  bolt = await startHttpBolt((app) => {
    app.action('approve', async (given) => {
      await given.ack();
      respond = (message) => given.respond(message);
    });
  });
  const { ts = '' } = await bolt.app.client.chat.postMessage({
    channel: bolt.channelId,
    text: 'one waits',
    blocks: [buttons(button('approve', 'Approve', 'r1'))],
    metadata: { event_type: 'usher_message', event_payload: { id: 'm1' } },
  });
  at = { channelId: bolt.channelId, ts };
  await bolt.slack.as('U0MARA').click(at, { actionId: 'approve' });
});
afterEach(() => bolt.stop());

const messages = () => bolt.slack.channel(bolt.channelId).messages;

it('the original is redrawn five times; the sixth use is refused and changes nothing', async () => {
  for (const use of [1, 2, 3, 4, 5]) {
    await respond({ replace_original: true, text: `use ${use}`, blocks: [section(`use ${use}`)] });
  }
  const sixth = respond({ replace_original: true, text: 'use 6' });
  await expect(sixth).rejects.toBeInstanceOf(RespondError);
  await expect(sixth).rejects.toMatchObject({ statusCode: 404 });
  expect(messages()).toMatchObject([{ text: 'use 5', edits: 5, metadata: { event_payload: { id: 'm1' } } }]);
  expect(bolt.slack.calls.at(-1)).toMatchObject({
    method: 'response_url',
    ok: false,
    error: 'used_url',
    status: 404,
  });
});

it('after thirty minutes it is expired', async () => {
  bolt.clock.advance(30 * 60_000 + 1);
  await expect(respond({ text: 'too late' })).rejects.toMatchObject({ statusCode: 404 });
  expect(bolt.slack.calls.at(-1)).toMatchObject({ error: 'expired_url' });
});

it('an address that nobody was given is unknown', async () => {
  const response = await fetch(`http://127.0.0.1:${bolt.slack.port}/actions/guessed`, {
    method: 'POST',
    body: '{"text":"hello"}',
  });
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('no_service');
});

it('the original may be deleted, or answered in the channel', async () => {
  await respond({ response_type: 'in_channel', text: 'for everybody' });
  await respond({ delete_original: true });
  expect(messages().map((message) => message.text)).toEqual(['for everybody']);
});

it('an ephemeral message is redrawn through its own buttons only', async () => {
  await respond({ text: 'only you', blocks: [buttons(button('approve', 'Sure?', 'r1'))] });
  const [whisper] = bolt.slack.ephemerals('U0MARA');
  if (whisper === undefined) throw new Error('no whisper');
  const update = bolt.app.client.chat.update({ channel: bolt.channelId, ts: whisper.ts, text: 'new' });
  await expect(update).rejects.toMatchObject({ data: { error: 'message_not_found' } });
  await bolt.slack.as('U0MARA').click({ channelId: bolt.channelId, ts: whisper.ts }, { actionId: 'approve' });
  await respond({ replace_original: true, text: 'sure' });
  expect(bolt.slack.ephemerals('U0MARA')).toMatchObject([{ ts: whisper.ts, text: 'sure' }]);
});

it('its uses are outside the limit of chat.update, unless switched to count', async () => {
  const update = () => bolt.app.client.chat.update({ ...at, channel: at.channelId, text: 'again' });
  for (let use = 0; use < 50; use += 1) await update();
  await respond({ text: 'still goes' });
  bolt.slack.switches.responseUrlTier = 'chat.update';
  await expect(respond({ text: 'one too many' })).rejects.toMatchObject({ statusCode: 429 });
});
