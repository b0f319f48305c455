/** Slack reaches us over HTTP: signed requests, which the one HTTP server hands over as they came. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import { quietLogger } from './quiet-logger.ts';

export const slackEventsPath = '/slack/events';

const largestBody = 1024 * 1024;

export function createHttpReceiver(signingSecret: string, onError: (error: unknown) => void): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    endpoints: [slackEventsPath],
    logger: quietLogger,
    bodyLimit: largestBody,
    // An error before the acknowledgement must not look like one: Slack then shows its warning to the person who clicked.
    processEventErrorHandler: async ({ error, response }) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500).end();
      return true;
    },
  });
}

/** Answers `POST /slack/events`. */
export type ServeSlack = (request: IncomingMessage, response: ServerResponse) => void;
