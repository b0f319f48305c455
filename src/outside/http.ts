/** One HTTP call to an outside system: bounded in time and size, measured, and failing only as an `OutsideFailure`. */
import { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import { type FailureCause, OutsideFailure, type OutsideSystem } from './failure.ts';
import { asNetworkFailure } from './network-failure.ts';

/** Told of every call once it is over, for metrics. */
export type ObserveCall = (call: {
  system: OutsideSystem;
  operation: string;
  outcome: 'ok' | FailureCause;
  durationMs: number;
}) => void;

export interface OutsideCall {
  system: OutsideSystem;
  /** What is being done, in our words, such as `write status`. */
  operation: string;
  dispatcher: Dispatcher;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: URL;
  headers?: Record<string, string>;
  body?: string;
  /** Limit of the whole call: connecting, waiting, and reading the body. */
  timeoutMs: number;
  /** Limit of the answer's body. Default 10 MB. */
  maxBytes?: number;
  /** Values that must not appear in a failure's words. */
  secrets?: readonly string[];
  observe?: ObserveCall | undefined;
}

export interface OutsideAnswer {
  status: number;
  /** Names in lower case; of a repeated header the first value. */
  headers: Record<string, string>;
  text: string;
}

type BodyLimits = Pick<OutsideCall, 'system' | 'operation' | 'method' | 'maxBytes' | 'secrets'>;

const tenMegabytes = 10 * 1024 * 1024;

/**
 * Calls, and reads the answer of any status with `read`, which throws an `OutsideFailure` where the answer means failure.
 * Network errors, time-outs, broken and oversized bodies are `unavailable`.
 */
export async function callOutside<T>(call: OutsideCall, read: (answer: OutsideAnswer) => T): Promise<T> {
  const isOver = startObserving(call);
  let failure: unknown;
  try {
    return read(await exchange(call));
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    isOver(failure);
  }
}

/** Measures from now on, until it is told that the call is over, and what went wrong, if anything did. */
export function startObserving(
  call: Pick<OutsideCall, 'system' | 'operation' | 'observe'>,
): (failure: unknown) => void {
  const { system, operation, observe } = call;
  const startedAt = performance.now();
  return (failure) => {
    const cause = failure instanceof OutsideFailure ? failure.cause : 'unreadable';
    const outcome = failure === undefined ? 'ok' : cause;
    observe?.({ system, operation, outcome, durationMs: performance.now() - startedAt });
  };
}

/** Pooled connections for one client; to be closed with it. */
export function openConnections(limits: { connections: number; connectTimeoutMs: number }): Agent {
  return new Agent({ connections: limits.connections, connect: { timeout: limits.connectTimeoutMs } });
}

async function exchange(call: OutsideCall): Promise<OutsideAnswer> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  let isSent = false;
  const body =
    call.body === undefined
      ? null
      : told(call.body, () => {
          isSent = true;
        });
  try {
    const response = await request(call.url, {
      dispatcher: call.dispatcher,
      method: call.method,
      headers: { ...call.headers, ...(call.body !== undefined && { 'content-length': lengthOf(call.body) }) },
      body,
      signal,
    });
    const text = await readText(response, call);
    return { status: response.statusCode, headers: plainHeaders(response.headers), text };
  } catch (error) {
    if (error instanceof OutsideFailure) throw error;
    throw asNetworkFailure(error, { ...call, isTimeout: signal.aborted, outcomeKnown: !isSent });
  }
}

// undici asks for the body only once it is connected, so a failure before that cannot have had an effect.
function told(body: string, onSending: () => void): Readable {
  return Readable.from(
    (async function* () {
      onSending();
      yield Buffer.from(body);
    })(),
  );
}

function lengthOf(body: string): string {
  return String(Buffer.byteLength(body));
}

/** The whole body as one text. */
export async function readText(response: Dispatcher.ResponseData, call: BodyLimits): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyChunks(response, call)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The body as it arrives; `too-large` once there is more of it than the call may take. */
export async function* bodyChunks(
  response: Dispatcher.ResponseData,
  call: BodyLimits,
): AsyncGenerator<Buffer, void> {
  const maxBytes = call.maxBytes ?? tenMegabytes;
  let bytes = 0;
  for await (const chunk of response.body) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBytes) {
      throw new OutsideFailure({
        ...call,
        kind: 'unavailable',
        scope: 'system',
        cause: 'too-large',
        words: `the answer is larger than ${maxBytes} bytes`,
        outcomeKnown: call.method === 'GET',
        status: response.statusCode,
      });
    }
    yield part;
  }
}

/** Names in lower case; of a repeated header the first value. */
export function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) plain[name.toLowerCase()] = first;
  }
  return plain;
}
