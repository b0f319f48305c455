/** Marketo's manners: budget, token, Bearer header, the envelope around every answer, and addresses that are too long. */
import { z } from 'zod';
import { shaped } from '../answer-shape.ts';
import { parsedJson } from '../answer-words.ts';
import { type FailureScope, OutsideFailure } from '../failure.ts';
import { callOutside, type ObserveCall, type OutsideAnswer, openConnections } from '../http.ts';
import { failureOfCode, failureOfStatus } from './marketo-failure.ts';
import { fetchMarketoToken } from './marketo-identity.ts';
import { createTokenSource } from './token-source.ts';

export interface MarketoClientOptions {
  /** Base URL without `/rest`, such as `https://123-ABC-456.mktorest.com`. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** Limit of one whole call. Default 30,000. */
  timeoutMs?: number;
  /** Takes calls from the instance's budget, before each; may throw a throttled `OutsideFailure`. Token calls are free. */
  fetchLimit?: (calls: number) => Promise<void>;
  observe?: ObserveCall;
}

export interface MarketoRequest {
  /** What is being done, in our words, such as `write status`. */
  operation: string;
  /** What an error that no list places is about. */
  about: FailureScope;
  method: 'GET' | 'POST';
  /** From the base URL on, such as `/rest/v1/leads.json`. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

export interface MarketoPage<Row> {
  /** Empty where Marketo left it out. */
  rows: Row[];
  more: boolean;
  nextToken: string | undefined;
}

export interface MarketoConnection {
  /** @throws OutsideFailure after one renewal of the token, where that was the fault */
  ask<Row extends z.ZodType>(request: MarketoRequest, row: Row): Promise<MarketoPage<z.infer<Row>>>;
  close(): Promise<void>;
}

/** GET addresses over 8 KB are refused with 414; the rest is for the host name. */
const longestAddress = 8_000;

const noData = '702';

const failedSchema = z.object({
  requestId: z.string().optional(),
  success: z.literal(false),
  errors: z
    .array(
      z.object({
        code: z.union([z.string(), z.number().transform(String)]),
        message: z.string().default(''),
      }),
    )
    .min(1),
});

export function connectToMarketo(options: MarketoClientOptions): MarketoConnection {
  const url = options.url.replace(/\/+$/, '');
  const timeoutMs = options.timeoutMs ?? 30_000;
  // Marketo counts at most ten calls at a time for the whole instance; half of them are Usher's (facts, section 0).
  const dispatcher = openConnections({ connections: 5, connectTimeoutMs: Math.min(10_000, timeoutMs) });
  const { clientId, clientSecret, observe } = options;
  const tokens = createTokenSource(() =>
    fetchMarketoToken({ dispatcher, url, clientId, clientSecret, timeoutMs, observe }),
  );

  async function attempt<Row extends z.ZodType>(request: MarketoRequest, row: Row, token: string) {
    const sent = asSent(url, request);
    const secrets = [clientSecret, token];
    const call = { system: 'marketo' as const, operation: request.operation, ...sent };
    return callOutside(
      {
        ...call,
        dispatcher,
        headers: { ...sent.headers, authorization: `Bearer ${token}`, accept: 'application/json' },
        timeoutMs,
        secrets,
        observe,
      },
      (answer): MarketoPage<z.infer<Row>> => {
        if (isEmptyAnswer(answer, { ...request, secrets }))
          return { rows: [], more: false, nextToken: undefined };
        const page = shaped(pageOf(row), answer, call);
        return { rows: page.result, more: page.moreResult, nextToken: page.nextPageToken };
      },
    );
  }

  return {
    async ask(request, row) {
      await options.fetchLimit?.(1);
      const token = await tokens.current();
      try {
        return await attempt(request, row, token);
      } catch (error) {
        if (!(error instanceof OutsideFailure) || error.cause !== 'token-rejected') throw error;
        tokens.discard(token);
        return attempt(request, row, await tokens.current());
      }
    },
    close: () => dispatcher.close(),
  };
}

function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    success: z.literal(true),
    result: z
      .array(row)
      .nullish()
      .transform((rows) => rows ?? []),
    moreResult: z.boolean().default(false),
    nextPageToken: z
      .string()
      .nullish()
      .transform((token) => token ?? undefined),
  });
}

/** Throws what the answer says went wrong; true when it says that there is no data. */
function isEmptyAnswer(
  answer: OutsideAnswer,
  call: { operation: string; about: FailureScope; secrets: readonly string[] },
): boolean {
  const failed = failedSchema.safeParse(parsedJson(answer.text));
  const error = failed.data?.errors[0];
  if (error) {
    if (error.code === noData) return true;
    throw failureOfCode({ ...error, requestId: failed.data?.requestId }, answer, call);
  }
  if (answer.status < 200 || answer.status > 299) throw failureOfStatus(answer, call);
  return false;
}

function asSent(base: string, request: MarketoRequest) {
  const url = new URL(base + request.path);
  // A space as %20 is a space everywhere; as + it is one only to some.
  const query = new URLSearchParams(request.query).toString().replaceAll('+', '%20');
  if (request.method === 'GET' && request.path.length + query.length > longestAddress) {
    url.search = '_method=GET';
    return {
      url,
      method: 'POST' as const,
      body: query,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
  }
  url.search = query;
  if (request.body === undefined) return { url, method: request.method, headers: {} };
  return {
    url,
    method: request.method,
    body: JSON.stringify(request.body),
    headers: { 'content-type': 'application/json' },
  };
}
