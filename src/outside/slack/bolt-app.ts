/** Bolt, set up for Usher: signed requests over HTTP, small retries, and one door through which errors become words. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type AppOptions, type CodedError, HTTPReceiver, LogLevel } from '@slack/bolt';

export interface BoltParts {
  app: App;
  /** Serves `POST /slack/events`; the one HTTP server hands these requests over. */
  serve(request: IncomingMessage, response: ServerResponse): void;
}

export interface BoltOptions {
  token: string;
  signingSecret: string;
  slackApiUrl: string;
  /** Told of every error that no listener answered, with the kind of payload it came from. */
  onError(error: unknown, payloadType: string): void;
}

export const slackEventsPath = '/slack/events';

export function createBolt(options: BoltOptions): BoltParts {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: [slackEventsPath],
    logger: quiet,
    bodyLimit: 1024 * 1024,
    // An error before the acknowledgement must not look like one: Slack then shows its warning to the person who clicked.
    processEventErrorHandler: async ({ error, response }) => {
      options.onError(error, 'request');
      if (!response.headersSent) response.writeHead(500).end();
      return true;
    },
  });
  const app = new App({
    token: options.token,
    receiver,
    convoStore: false,
    extendedErrorHandler: true,
    logger: quiet,
    clientOptions: {
      slackApiUrl: options.slackApiUrl,
      timeout: 2_500,
      retryConfig: { retries: 2, minTimeout: 200 },
    },
  } satisfies AppOptions);
  app.error(async ({ error, body }: { error: CodedError; body: unknown }) => {
    const original = 'original' in error && error.original ? error.original : error;
    options.onError(original, payloadType(body));
    // Thrown on, so that what was not saved is not acknowledged either.
    throw original;
  });
  return { app, serve: (request, response) => receiver.requestListener(request, response) };
}

function payloadType(body: unknown): string {
  return typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : 'command';
}

/** Bolt's own lines would carry payloads; what matters reaches `onError`. */
const quiet: AppOptions['logger'] & object = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
