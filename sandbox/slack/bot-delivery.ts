/** Brings a payload to the bot: through one open socket, else to its request URL, and tells what came of it. */
import { isFields } from './json-fields.ts';
import { postSigned } from './signed-post.ts';
import type { AckOutcome } from './slack-person.ts';
import { decoded } from './web-api-arguments.ts';
import type { Workspace } from './workspace.ts';

export interface Delivery {
  readonly type: 'interactive' | 'slash_commands' | 'events_api';
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether Slack reads the ack's body: commands, submissions and option requests. */
  readonly isBodyRead: boolean;
  /** For an event that is sent again: which retry it is, and why. */
  readonly retry?: { readonly number: number; readonly reason: string };
}

/** Interactive payloads that go unanswered are lost, or sent once more, as the switch says. */
export async function deliver(workspace: Workspace, delivery: Delivery): Promise<AckOutcome> {
  const first = await deliverOnce(workspace, delivery);
  const isRetried = delivery.type !== 'events_api' && workspace.switches.unackedInteractive === 'resent once';
  return first.ok || !isRetried ? first : deliverOnce(workspace, delivery);
}

async function deliverOnce(workspace: Workspace, delivery: Delivery): Promise<AckOutcome> {
  if (workspace.sockets.count > 0) return deliverBySocket(workspace, delivery);
  if (workspace.requestUrl !== undefined) return deliverByHttp(workspace, delivery, workspace.requestUrl);
  return { ok: false, warning: 'dispatch_failed: the app has no open socket and no request URL' };
}

function tooLate(workspace: Workspace): AckOutcome {
  const seconds = workspace.switches.ackDeadlineMs / 1000;
  return { ok: false, warning: `operation_timeout: the app did not answer within ${seconds} s` };
}

async function deliverBySocket(workspace: Workspace, delivery: Delivery): Promise<AckOutcome> {
  const { retry } = delivery;
  const answer = await workspace.sockets.send(
    {
      type: delivery.type,
      payload: delivery.payload,
      accepts_response_payload: delivery.isBodyRead,
      ...(retry === undefined ? {} : { retry_attempt: retry.number, retry_reason: retry.reason }),
    },
    workspace.switches.ackDeadlineMs,
  );
  if (answer === undefined) return tooLate(workspace);
  const isEmpty = isFields(answer.payload) && Object.keys(answer.payload).length === 0;
  return { ok: true, body: isEmpty ? undefined : answer.payload };
}

async function deliverByHttp(workspace: Workspace, delivery: Delivery, url: string): Promise<AckOutcome> {
  const { retry } = delivery;
  const headers: Record<string, string> =
    retry === undefined
      ? {}
      : { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason };
  const isJson = delivery.type === 'events_api';
  try {
    const answer = await postSigned(
      url,
      { body: httpBody(delivery), headers, ...(isJson ? { contentType: 'application/json' } : {}) },
      AbortSignal.timeout(workspace.switches.ackDeadlineMs),
    );
    if (answer.status !== 200)
      return { ok: false, warning: `http_service_error: the app answered with HTTP ${answer.status}` };
    return { ok: true, body: answer.body === '' ? undefined : decoded(answer.body) };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return tooLate(workspace);
    return { ok: false, warning: 'dispatch_failed: the app could not be reached' };
  }
}

function httpBody({ type, payload }: Delivery): string {
  if (type === 'events_api') return JSON.stringify(payload);
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(payload)) form.set(name, String(value));
  return form.toString();
}
