/** The Web API's front door: reads a call, applies faults, token, scopes and limits, answers, and records it. */
import { setTimeout as delay } from 'node:timers/promises';
import { world } from '../world.ts';
import { appMethods } from './app-methods.ts';
import { chatMethods } from './chat-methods.ts';
import { conversationMethods } from './conversation-methods.ts';
import { fileMethods } from './file-methods.ts';
import { type Fields, stringOf } from './json-fields.ts';
import { peopleMethods } from './people-methods.ts';
import { postsPerChannel } from './rate-limits.ts';
import { viewMethods } from './view-methods.ts';
import { type WebApiMethod, WebApiRefusal } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

const methods: Readonly<Record<string, WebApiMethod>> = {
  ...appMethods,
  ...chatMethods,
  ...viewMethods,
  ...conversationMethods,
  ...peopleMethods,
  ...fileMethods,
};

/** What goes back over HTTP; `isCut` means the connection ends without it. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Fields | string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isCut: boolean;
}

export interface WebApiCall {
  readonly method: string;
  /** The bearer token, or the form field `token`. */
  readonly token: string;
  readonly arguments: Fields;
}

export async function answerWebApi(workspace: Workspace, call: WebApiCall): Promise<HttpAnswer> {
  const fault = workspace.faults.next(call.method);
  const delayMs = workspace.faults.delayMs(call.method);
  if (delayMs > 0) await delay(delayMs, undefined, { ref: false });
  const answer =
    fault === undefined || fault.kind === 'reply lost'
      ? { ...answerCall(workspace, call), isCut: fault !== undefined }
      : faultAnswer(fault.kind, fault.error);
  recordCall(workspace, call.method, call.arguments, answer);
  return answer;
}

export function faultAnswer(kind: string, error = 'internal_error'): HttpAnswer {
  if (kind === 'server error')
    return { status: 503, body: 'upstream connect error', headers: {}, isCut: false };
  if (kind === '429 without Retry-After')
    return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: {}, isCut: false };
  return { status: 200, body: { ok: false, error }, headers: {}, isCut: false };
}

export function limitedAnswer(retryAfterSeconds: number): HttpAnswer {
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers, isCut: false };
}

export function recordCall(workspace: Workspace, method: string, given: Fields, answer: HttpAnswer): void {
  const ok = typeof answer.body === 'string' ? answer.status === 200 : answer.body.ok === true;
  const error = typeof answer.body === 'string' ? answer.body : stringOf(answer.body.error);
  workspace.calls.push({
    at: workspace.clock.now(),
    method,
    arguments: given,
    ok,
    ...(ok ? {} : { error }),
    status: answer.isCut ? 0 : answer.status,
  });
  workspace.changed();
}

function answerCall(workspace: Workspace, call: WebApiCall): HttpAnswer {
  const granted = workspace.switches.grantedScopes.join(',');
  try {
    const method = allowedMethod(workspace, call);
    const retryAfter = secondsToWait(workspace, call, method);
    if (retryAfter !== undefined) return limitedAnswer(retryAfter);
    const body = { ok: true, ...method.answer(workspace, call.arguments) };
    return { status: 200, body, headers: { 'x-oauth-scopes': granted }, isCut: false };
  } catch (error) {
    if (!(error instanceof WebApiRefusal)) throw error;
    const body = { ok: false, error: error.error, ...error.extra };
    return { status: 200, body, headers: { 'x-oauth-scopes': granted }, isCut: false };
  }
}

function allowedMethod(workspace: Workspace, call: WebApiCall): WebApiMethod {
  const method = methods[call.method];
  if (method === undefined) throw new WebApiRefusal('unknown_method');
  const { botToken, appToken } = world.slack;
  if (call.token === '') throw new WebApiRefusal('not_authed');
  if (call.token !== botToken && call.token !== appToken) throw new WebApiRefusal('invalid_auth');
  const needed = call.method === 'apps.connections.open' ? appToken : botToken;
  if (call.token !== needed) throw new WebApiRefusal('not_allowed_token_type');
  const granted = workspace.switches.grantedScopes;
  if (method.scopes.length > 0 && !method.scopes.some((scope) => granted.includes(scope)))
    throw new WebApiRefusal('missing_scope', [], {
      needed: method.scopes[0],
      provided: granted.join(','),
    });
  return method;
}

function secondsToWait(workspace: Workspace, call: WebApiCall, method: WebApiMethod): number | undefined {
  if (workspace.switches.rateLimits === 'off') return undefined;
  if (call.method === 'chat.postMessage') {
    const wait = workspace.rateLimits.take(`post ${stringOf(call.arguments.channel)}`, postsPerChannel);
    if (wait !== undefined) return wait;
  }
  return workspace.rateLimits.take(call.method, method.limit);
}
