/** ON24's manners: both token headers on every call, forms rather than JSON, and a budget for each endpoint. */
import { callOutside, type ObserveCall, type OutsideAnswer, openConnections } from '../http.ts';
import { type StreamedCall, streamOutside } from '../stream-outside.ts';
import type { On24Endpoint } from './on24-budget.ts';
import { failureOfAnswer, type On24CallContext } from './on24-failure.ts';

export interface On24ClientOptions {
  /** Base URL without `/v2`, such as `https://api.on24.com` or `https://api.eu.on24.com`. */
  url: string;
  tokenKey: string;
  tokenSecret: string;
  /** Limit of one whole call. Default 30,000. */
  timeoutMs?: number;
  /** Takes calls from the endpoint's budget, before each; may throw a throttled `OutsideFailure`. */
  fetchLimit?: (calls: number, endpoint: On24Endpoint) => Promise<void>;
  observe?: ObserveCall;
}

export interface On24Request {
  /** What is being done, in our words, such as `register person`. */
  operation: string;
  /** What an answer that no list places is about. */
  about: 'person' | 'event';
  endpoint: On24Endpoint;
  /** A form makes the call a POST. */
  form?: Record<string, string>;
  /** From the version on, such as `/client/30211/event/4410123`. */
  path: string;
  query?: Record<string, string>;
}

/** What a reader of a 2xx answer needs to make a failure of it. */
export type AnsweredCall = On24CallContext & { system: 'on24'; method: 'GET' | 'POST' };

export interface On24Connection {
  /** `read` sees 2xx answers only. */
  ask<T>(request: On24Request, read: (answer: OutsideAnswer, call: AnsweredCall) => T): Promise<T>;
  /** Reads a 2xx answer while it arrives, for a list too long to hold. */
  stream<T>(
    request: Omit<On24Request, 'form'>,
    limits: Required<Pick<StreamedCall, 'maxBytes' | 'idleTimeoutMs'>>,
    read: (pieces: AsyncIterable<string>, answer: { status: number }, call: AnsweredCall) => AsyncIterable<T>,
  ): AsyncIterable<T>;
  close(): Promise<void>;
}

export function connectToOn24(options: On24ClientOptions): On24Connection {
  const base = `${options.url.replace(/\/+$/, '')}/v2`;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const dispatcher = openConnections({ connections: 20, connectTimeoutMs: Math.min(10_000, timeoutMs) });
  const secrets = [options.tokenKey, options.tokenSecret];

  function prepared(request: On24Request) {
    const { operation, about, form } = request;
    const method = form ? 'POST' : 'GET';
    const call: AnsweredCall = { system: 'on24', operation, about, method, secrets };
    const url = new URL(base + request.path);
    url.search = encoded(request.query ?? {});
    const headers = {
      accesstokenkey: options.tokenKey,
      accesstokensecret: options.tokenSecret,
      accept: 'application/json',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    return { call, sent: { ...call, dispatcher, url, headers, observe: options.observe } };
  }

  return {
    async ask(request, read) {
      await options.fetchLimit?.(1, request.endpoint);
      const { call, sent } = prepared(request);
      return callOutside(
        { ...sent, ...(request.form && { body: encoded(request.form) }), timeoutMs },
        (answer) => {
          if (answer.status < 200 || answer.status > 299) throw failureOfAnswer(answer, call);
          return read(answer, call);
        },
      );
    },
    async *stream(request, limits, read) {
      await options.fetchLimit?.(1, request.endpoint);
      const { call, sent } = prepared(request);
      yield* streamOutside(
        { ...sent, ...limits },
        (answer) => failureOfAnswer(answer, call),
        (pieces, answer) => read(pieces, answer, call),
      );
    },
    close: () => dispatcher.close(),
  };
}

// A space as %20 is a space everywhere; as + it is one only to some.
function encoded(values: Record<string, string>): string {
  return new URLSearchParams(values).toString().replaceAll('+', '%20');
}
