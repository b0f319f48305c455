/** A tiny real Bolt app for the page's tests: one message with every kind of block, one modal, one whisper. */
import { App, type BlockAction, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { Sandbox } from '../../../sandbox/start-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { gallery, review, row } from './stand-in-blocks.ts';

export interface StandInBot {
  readonly app: App;
  /** From now on clicks are answered by nobody. May be called twice. */
  stop(): Promise<void>;
}

const channel = world.slack.channel.id;

export async function startStandInBot(sandbox: Sandbox): Promise<StandInBot> {
  const receiver = new HTTPReceiver({
    signingSecret: world.slack.signingSecret,
    logLevel: LogLevel.ERROR,
    unhandledRequestTimeoutMillis: 300,
    unhandledRequestHandler: ({ response }) => response.writeHead(404).end(),
  });
  const app = new App({
    token: world.slack.botToken,
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.slack.apiUrl, timeout: 2_000, retryConfig: { retries: 0 } },
  });
  listen(app);
  const server = await receiver.start(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  sandbox.setBotUrl(`http://127.0.0.1:${address.port}`);
  let stopped: Promise<void> | undefined;
  return {
    app,
    stop: () => {
      stopped ??= receiver.stop();
      return stopped;
    },
  };
}

function listen(app: App): void {
  app.action('approve', async ({ ack, body, respond }) => {
    await respond({
      replace_original: true,
      text: 'Decided.',
      blocks: row(`Approved by <@${body.user.id}>`),
    });
    await ack();
  });
  app.action('approve_all', async ({ ack, body, client }) => {
    await ack();
    await client.chat.postMessage({ channel, text: `All approved by <@${body.user.id}>` });
  });
  app.action('whisper', async ({ ack, respond }) => {
    await ack();
    await respond({ response_type: 'ephemeral', text: 'Only *you* read this.' });
  });
  app.action<BlockAction>('more', async ({ ack, action, client, body }) => {
    await ack();
    const picked = action.type === 'overflow' ? action.selected_option.value : 'nothing';
    await client.chat.postEphemeral({ channel, user: body.user.id, text: `You picked ${picked}.` });
  });
  app.action<BlockAction>('open', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: review() });
  });
  app.view('review', async ({ ack, view, client, body }) => {
    const note = view.state.values.note?.text?.value ?? '';
    if (note.length < 5) {
      await ack({ response_action: 'errors', errors: { note: 'Say a little more.' } });
      return;
    }
    await ack();
    const reason = view.state.values.reason?.preset?.selected_option?.value;
    await client.chat.postMessage({ channel, text: `<@${body.user.id}> says ${reason}: ${note}` });
  });
  app.command('/webinar', async ({ ack, command }) => {
    await ack(`You asked for "${command.text}".`);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const text = { type: 'plain_text', text: 'Your webinars' } as const;
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text }, ...gallery('home')] },
    });
  });
}
