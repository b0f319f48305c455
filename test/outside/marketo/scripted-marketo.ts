/** A Marketo that grants tokens and answers everything else as a test says. */
import type { ServerResponse } from 'node:http';
import { createMarketoClient, type MarketoClient } from '../../../src/outside/marketo/marketo-client.ts';
import type { MarketoClientOptions } from '../../../src/outside/marketo/marketo-connection.ts';
import { type Answer, json, type SeenRequest, startScriptedServer } from '../scripted-server.ts';

export interface ScriptedMarketo {
  client: MarketoClient;
  /** Every request but those for tokens, oldest first. */
  requests: SeenRequest[];
  tokensGranted: () => number;
  /** Answers everything but requests for tokens from now on. */
  answer(answer: Answer): void;
  answerToken(answer: Answer): void;
  close(): Promise<void>;
}

export async function startScriptedMarketo(
  change: Partial<MarketoClientOptions> = {},
): Promise<ScriptedMarketo> {
  const requests: SeenRequest[] = [];
  let granted = 0;
  let answer: Answer = (_request, response) => json(response, { success: true, result: [] });
  let answerToken: Answer = (_request, response) => {
    granted += 1;
    json(response, { access_token: `granted-token-${granted}`, token_type: 'bearer', expires_in: 3599 });
  };
  const server = await startScriptedServer((request, response) => {
    if (request.path === '/identity/oauth/token') return answerToken(request, response);
    requests.push(request);
    answer(request, response);
  });
  const client = createMarketoClient({
    url: server.url,
    clientId: 'client-of-the-test',
    clientSecret: 'secret-of-the-test',
    timeoutMs: 5_000,
    ...change,
  });
  return {
    client,
    requests,
    tokensGranted: () => granted,
    answer: (next) => {
      answer = next;
    },
    answerToken: (next) => {
      answerToken = next;
    },
    close: async () => {
      await client.close();
      await server.close();
    },
  };
}

/** Marketo's way to fail: HTTP 200 with `success: false`. */
export function failed(response: ServerResponse, code: string | number, message = 'Words of Marketo'): void {
  json(response, { requestId: 'a1#b2', success: false, errors: [{ code, message }] });
}
