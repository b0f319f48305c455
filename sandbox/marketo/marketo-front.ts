/** What every call meets before its endpoint: the record of calls, sizes, the token, access, limits and faults. */
import type { Hono } from 'hono';
import { answerOf, type FaultQueue, foreignAnswer } from '../faults.ts';
import type { LoopbackConnection } from '../loopback-server.ts';
import { codesIn, jsonOrText } from './marketo-call-codes.ts';
import { refusalEnvelope } from './marketo-envelope.ts';
import type { MarketoEffect } from './marketo-faults.ts';
import type { MarketoQuota } from './marketo-quota.ts';
import type { MarketoCall } from './marketo-records.ts';
import type { MarketoState } from './marketo-state.ts';
import type { MarketoTokens } from './marketo-token.ts';

const MAX_BODY_BYTES = 1_048_576;
const MAX_ADDRESS_BYTES = 8_192;
const IDENTITY_PATH = '/identity/oauth/token';

interface FrontParts {
  readonly state: MarketoState;
  readonly tokens: MarketoTokens;
  readonly quota: MarketoQuota;
  readonly faults: FaultQueue<MarketoEffect>;
  readonly calls: MarketoCall[];
  readonly endpoints: Hono;
}

/** A call as its endpoint shall see it: `?_method=GET` already undone. */
interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly text: string;
  readonly addressBytes: number;
}

export function marketoFront(parts: FrontParts) {
  return async (request: Request, connection: LoopbackConnection): Promise<Response> => {
    const at = parts.state.clock.now();
    const text = await request.text();
    const incoming = incomingFrom(request, text);
    const answer = await answerTo(parts, incoming);
    const body = answer === 'cut' ? '' : await answer.clone().text();
    parts.calls.push({
      at,
      method: request.method,
      path: incoming.path,
      query: Object.fromEntries(incoming.query),
      body: jsonOrText(incoming.text),
      status: answer === 'cut' ? 'cut' : answer.status,
      codes: codesIn(body),
    });
    parts.state.signal.notify();
    return answer === 'cut' ? connection.cut() : answer;
  };
}

function incomingFrom(request: Request, text: string): Incoming {
  const url = new URL(request.url);
  const { method, headers } = request;
  const addressBytes = url.pathname.length + url.search.length;
  const common = { path: url.pathname, headers, addressBytes };
  const isDisguisedGet =
    method === 'POST' && url.searchParams.get('_method') === 'GET' && url.pathname.startsWith('/rest/v1/');
  if (!isDisguisedGet) return { ...common, method, query: url.searchParams, text };
  const query = new URLSearchParams([...url.searchParams, ...new URLSearchParams(text)]);
  query.delete('_method');
  return { ...common, method: 'GET', query, text: '' };
}

async function answerTo(parts: FrontParts, incoming: Incoming): Promise<Response | 'cut'> {
  const { tokens, quota } = parts;
  if (incoming.addressBytes > MAX_ADDRESS_BYTES) return new Response('URI too long', { status: 414 });
  if (Buffer.byteLength(incoming.text) > MAX_BODY_BYTES)
    return new Response('Body too large', { status: 413 });
  const isIdentity = incoming.path === IDENTITY_PATH;
  const refusedToken = isIdentity ? undefined : tokens.reasonToRefuse(incoming.headers.get('authorization'));
  if (refusedToken !== undefined) return refused(parts, refusedToken);

  const effect = parts.faults.take(incoming.method, incoming.path);
  if (effect?.kind === 'call-lost') return 'cut';
  if (effect?.kind === 'answer') return answerOf(effect);
  if (effect?.kind === 'code') return refused(parts, effect.code);
  if (isIdentity)
    return withEffect(parts, effect, async () => tokens.grant(Object.fromEntries(grantOf(incoming))));
  const limit = quota.enter();
  if (limit !== undefined) return refused(parts, limit);
  try {
    return await withEffect(parts, effect, async () => endpointAnswer(parts, incoming));
  } finally {
    quota.leave();
  }
}

/** The token's parameters may stand in the address or in a form body. */
function grantOf({ query, text }: Incoming): URLSearchParams {
  return new URLSearchParams([...new URLSearchParams(text), ...query]);
}

async function withEffect(
  parts: FrontParts,
  effect: MarketoEffect | undefined,
  act: () => Promise<Response>,
): Promise<Response | 'cut'> {
  if (effect?.kind === 'slow') await parts.state.schedule.waitRealTime(effect.ms);
  const answer = await act();
  if (effect?.kind === 'reply-lost') return 'cut';
  return effect?.kind === 'foreign' ? foreignAnswer(effect.shape, answer) : answer;
}

async function endpointAnswer(
  parts: FrontParts,
  { method, path, query, headers, text }: Incoming,
): Promise<Response> {
  const { access } = parts.state.switches;
  if (access === 'denied' || (access === 'read-only' && method !== 'GET')) return refused(parts, '603');
  const url = new URL(path, 'http://marketo.invalid');
  url.search = query.toString();
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return parts.endpoints.fetch(new Request(url, { method, headers, ...(hasBody ? { body: text } : {}) }));
}

function refused(parts: FrontParts, code: string): Response {
  const limit = parts.state.switches.callsPer20Seconds;
  const messages: Record<string, string> = {
    '601': 'Access token invalid',
    '602': 'Access token expired',
    '603': 'Access denied',
    '604': 'Request timed out',
    '606': `Max rate limit '${limit}' exceeded with in '20' secs`,
    '607': 'Daily quota reached',
    '608': 'API temporarily unavailable',
    '611': 'System error',
    '614': 'Invalid subscription',
    '615': 'Concurrent access limit reached',
  };
  return refusalEnvelope(code, messages[code] ?? 'Error');
}
