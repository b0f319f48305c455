/** Fetches an access token from Marketo's identity service, outside all call limits. */
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { shaped } from '../answer-shape.ts';
import { wordsOf } from '../answer-words.ts';
import { OutsideFailure } from '../failure.ts';
import { callOutside, type ObserveCall, type OutsideAnswer } from '../http.ts';
import { wholeNumber } from '../lenient-values.ts';
import { failureOfStatus } from './marketo-failure.ts';
import type { MarketoToken } from './token-source.ts';

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: wholeNumber });

const operation = 'renew token';

export interface IdentityOptions {
  dispatcher: Dispatcher;
  url: string;
  clientId: string;
  clientSecret: string;
  timeoutMs: number;
  observe?: ObserveCall | undefined;
}

/** @throws OutsideFailure `misconfigured`, cause `credentials`, when Marketo does not know the client id or secret */
export function fetchMarketoToken(options: IdentityOptions): Promise<MarketoToken> {
  const url = new URL(`${options.url}/identity/oauth/token`);
  url.search = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: options.clientId,
    client_secret: options.clientSecret,
  }).toString();
  const call = {
    system: 'marketo' as const,
    operation,
    method: 'GET' as const,
    dispatcher: options.dispatcher,
    url,
    headers: { accept: 'application/json' },
    timeoutMs: options.timeoutMs,
    secrets: [options.clientSecret],
    observe: options.observe,
  };
  return callOutside(call, (answer) => {
    if (answer.status < 200 || answer.status > 299) throw identityFailure(answer, options.clientSecret);
    const token = shaped(tokenSchema, answer, call);
    return { value: token.access_token, livesMs: token.expires_in * 1000 };
  });
}

function identityFailure(answer: OutsideAnswer, clientSecret: string): OutsideFailure {
  const secrets = [clientSecret];
  if (![400, 401, 403].includes(answer.status)) {
    return failureOfStatus(answer, { operation, about: 'system', secrets });
  }
  return new OutsideFailure({
    system: 'marketo',
    operation,
    kind: 'misconfigured',
    scope: 'system',
    cause: 'credentials',
    words: wordsOf(answer),
    secrets,
    status: answer.status,
  });
}
