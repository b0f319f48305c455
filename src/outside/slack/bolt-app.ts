/** Bolt, set up for Usher: over HTTP or over sockets, with small retries, and one door through which errors become words. */
import { App, type CodedError, type Receiver } from '@slack/bolt';
import { createHttpReceiver, type ServeSlack } from './bolt-http.ts';
import { createSockets, type Sockets } from './bolt-sockets.ts';
import { quietLogger } from './quiet-logger.ts';

export interface Bolt {
  app: App;
  /** Over HTTP only. */
  serve: ServeSlack | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether Slack can reach us, as far as we can see it. */
  isReachable(): boolean;
}

export interface BoltOptions {
  token: string;
  slackApiUrl: string;
  /** An app token opens sockets; a signing secret waits for requests. */
  way: { appToken: string } | { signingSecret: string };
  /** Told of every error that no listener answered, with the kind of payload it came from. */
  onError(error: unknown, payloadType: string): void;
}

export function createBolt(options: BoltOptions): Bolt {
  const onError = (error: unknown) => options.onError(error, 'connection');
  if ('signingSecret' in options.way) {
    const receiver = createHttpReceiver(options.way.signingSecret, onError);
    const app = createApp(options, receiver);
    return {
      app,
      serve: (request, response) => receiver.requestListener(request, response),
      start: async () => {},
      stop: async () => {},
      isReachable: () => true,
    };
  }
  const sockets: Sockets = createSockets({ ...options.way, slackApiUrl: options.slackApiUrl, onError });
  const app = createApp(options, sockets.receivers[0]);
  return {
    app,
    serve: undefined,
    start: () => sockets.start(app),
    stop: () => sockets.stop(),
    isReachable: () => sockets.isConnected(),
  };
}

function createApp(options: BoltOptions, receiver: Receiver): App {
  const app = new App({
    token: options.token,
    receiver,
    convoStore: false,
    extendedErrorHandler: true,
    logger: quietLogger,
    clientOptions: {
      slackApiUrl: options.slackApiUrl,
      timeout: 2_500,
      retryConfig: { retries: 2, minTimeout: 200 },
    },
  });
  app.error(async ({ error, body }: { error: CodedError; body: unknown }) => {
    const original = 'original' in error && error.original ? error.original : error;
    options.onError(original, payloadType(body));
    // Thrown on, so that what was not saved is not acknowledged either.
    throw original;
  });
  return app;
}

function payloadType(body: unknown): string {
  return typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : 'command';
}
