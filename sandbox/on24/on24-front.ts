/** What every call meets before its endpoint: the system's mode, credentials, limits and faults; and the record of calls. */

import type { ClockSchedule } from '../clock-schedule.ts';
import { answerOf, type FaultQueue, foreignAnswer } from '../faults.ts';
import type { LoopbackConnection } from '../loopback-server.ts';
import { checkAccess, checkToken } from './on24-access.ts';
import type { On24Effect } from './on24-faults.ts';
import type { On24Call } from './on24-records.ts';
import { On24Refusal, refusalReply } from './on24-refusal.ts';
import { type On24Route, on24Routes } from './on24-routes.ts';
import type { On24State } from './on24-state.ts';
import { type On24Throttle, throttled } from './on24-throttle.ts';

interface FrontParts {
  readonly state: On24State;
  readonly schedule: ClockSchedule;
  readonly throttle: On24Throttle;
  readonly faults: FaultQueue<On24Effect>;
  readonly calls: On24Call[];
}

interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly query: Readonly<Record<string, string>>;
  readonly text: string;
  readonly form: Readonly<Record<string, string>> | undefined;
  readonly route: On24Route | undefined;
}

/** A reply, or how there is none. */
type Outcome = Response | 'cut' | 'unanswered';

export function on24Front(parts: FrontParts) {
  const findRoute = on24Routes(parts.state);
  return async (request: Request, connection: LoopbackConnection): Promise<Response> => {
    const at = parts.state.clock.now();
    const incoming = await incomingFrom(request, findRoute);
    let message: string | undefined;
    let fault: On24Effect['kind'] | undefined;
    const meet = (effect: On24Effect | undefined) => {
      fault = effect?.kind;
    };
    const outcome = await outcomeOf(parts, incoming, meet).catch((error: unknown): Outcome => {
      if (!(error instanceof On24Refusal)) throw error;
      message = error.message;
      return refusalReply(error, parts.state.switches.errorBodies);
    });
    const { method, path, query, form, text } = incoming;
    const status = outcome instanceof Response ? outcome.status : outcome;
    parts.calls.push({
      at,
      method,
      path,
      query,
      body: form ?? (text === '' ? undefined : text),
      status,
      message,
      fault,
    });
    parts.state.signal.notify();
    if (outcome === 'cut') return connection.cut();
    return outcome === 'unanswered' ? connection.neverAnswer() : outcome;
  };
}

async function outcomeOf(
  parts: FrontParts,
  incoming: Incoming,
  meet: (effect: On24Effect | undefined) => void,
): Promise<Outcome> {
  const { state } = parts;
  if (state.mode === 'no-answer') return 'unanswered';
  if (state.mode === 'down') return answerOf({ kind: 'answer', status: 503 });
  checkToken(state, incoming.headers, parts.calls.length);
  const effect = parts.faults.take(incoming.method, incoming.path);
  meet(effect);
  if (effect?.kind === 'call-lost') return 'cut';
  if (effect?.kind === 'answer') return answerOf(effect);
  if (effect?.kind === 'refusal') throw new On24Refusal(effect.status, effect.message);
  if (effect?.kind === 'slow') await parts.schedule.waitRealTime(effect.ms);
  const reply = act(parts, incoming);
  if (effect?.kind === 'reply-lost') return 'cut';
  if (effect?.kind === 'reply-withheld') return 'unanswered';
  return effect?.kind === 'foreign' ? foreignAnswer(effect.shape, reply) : reply;
}

function act({ state, throttle }: FrontParts, { route, query, form }: Incoming): Response {
  if (route === undefined) return new Response('Not found', { status: 404 });
  const { endpoint, clientId, params } = route;
  checkAccess(state, clientId, endpoint);
  if (state.mode === 'throttled') throw throttled(state.switches);
  throttle.enter(endpoint);
  return endpoint.answer({ clientId, params, query, form });
}

async function incomingFrom(request: Request, findRoute: ReturnType<typeof on24Routes>): Promise<Incoming> {
  const url = new URL(request.url);
  const { method, headers } = request;
  const contentType = headers.get('content-type') ?? '';
  const bytes = await request.arrayBuffer();
  return {
    method,
    path: url.pathname,
    headers,
    query: lowerCased(url.searchParams),
    text: new TextDecoder().decode(bytes),
    form: await formIn(bytes, contentType),
    route: findRoute(method, url.pathname),
  };
}

async function formIn(
  bytes: ArrayBuffer,
  contentType: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return lowerCased(new URLSearchParams(new TextDecoder().decode(bytes)));
  }
  if (!contentType.startsWith('multipart/form-data')) return undefined;
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  return lowerCased([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

/** Names in lower case: ON24's own pages do not agree on their spelling. */
function lowerCased(
  entries: Iterable<[string, string]> | Iterable<string[]>,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].map(([name = '', value = '']) => [name.toLowerCase(), value]));
}
