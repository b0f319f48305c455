/** A small real Bolt app beside a Slack sandbox, in HTTP or Socket Mode, that the tests give listeners to. */
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/slack-sandbox.ts';
import { world } from '../../../sandbox/world.ts';

export interface SmallBolt {
  readonly app: App;
  readonly slack: SlackSandbox;
  readonly clock: SandboxClock;
  readonly channelId: string;
  stop(): Promise<void>;
}

const token = world.slack.botToken;

/** For clients whose refusals a test asks for. */
export const quietLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  setName: () => {},
  getLevel: () => LogLevel.ERROR,
};

export async function startHttpBolt(listen: (app: App) => void): Promise<SmallBolt> {
  const clock = new SandboxClock();
  const slack = await startSlackSandbox({ clock });
  const receiver = new HTTPReceiver({
    signingSecret: world.slack.signingSecret,
    logLevel: LogLevel.ERROR,
    unhandledRequestTimeoutMillis: 500,
    unhandledRequestHandler: ({ response }) => response.writeHead(404).end(),
  });
  const app = createApp(receiver, slack);
  listen(app);
  const server = await receiver.start(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the bot has no port');
  slack.setRequestUrl(`http://127.0.0.1:${address.port}/slack/events`);
  return {
    app,
    slack,
    clock,
    channelId: world.slack.channel.id,
    stop: async () => {
      await receiver.stop();
      await slack.close();
    },
  };
}

/** With `clientPingTimeout` 300 ms, so that a reconnect takes 0.3 s instead of 5 s. */
export async function startSocketBolt(listen: (app: App) => void): Promise<SmallBolt> {
  const clock = new SandboxClock();
  const slack = await startSlackSandbox({ clock });
  const receiver = new SocketModeReceiver({
    appToken: world.slack.appToken,
    clientPingTimeout: 300,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = createApp(receiver, slack);
  listen(app);
  await receiver.start();
  await slack.until('the bot is connected', () => slack.sockets.count > 0);
  return {
    app,
    slack,
    clock,
    channelId: world.slack.channel.id,
    stop: async () => {
      await receiver.stop();
      await slack.close();
    },
  };
}

function createApp(receiver: HTTPReceiver | SocketModeReceiver, slack: SlackSandbox): App {
  return new App({
    token,
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, timeout: 2_000, retryConfig: { retries: 0 } },
  });
}

export function section(text: string, blockId?: string) {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text },
    ...(blockId === undefined ? {} : { block_id: blockId }),
  } as const;
}

export function button(actionId: string, label: string, value: string) {
  return { type: 'button', action_id: actionId, text: { type: 'plain_text', text: label }, value } as const;
}

export function buttons(...elements: ReturnType<typeof button>[]) {
  return { type: 'actions', elements } as const;
}
