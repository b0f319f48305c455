/** Reads an outside system's answer while it arrives, for documents too long to hold: bounded in size and in silence, not in time. */
import { type Dispatcher, errors, request } from 'undici';
import { OutsideFailure } from './failure.ts';
import {
  bodyChunks,
  type OutsideAnswer,
  type OutsideCall,
  plainHeaders,
  readText,
  startObserving,
} from './http.ts';
import { asNetworkFailure } from './network-failure.ts';

/** Always a GET. `maxBytes` limits a 2xx answer; the default of 10 MB limits any other. */
export interface StreamedCall extends Omit<OutsideCall, 'method' | 'body' | 'timeoutMs'> {
  /** Limit of the wait for the answer to begin, and for each further part. Time the reader takes does not count. */
  idleTimeoutMs: number;
}

/**
 * Yields what `read` makes of a 2xx answer, whose text it gets in pieces that end anywhere but within a character.
 * Any other answer ends in what `failureOf` makes of it. Whoever leaves the iteration early closes the connection
 * with it. Observed once, when it is over.
 * @throws OutsideFailure from the iteration, also after values: then they were not all
 */
export async function* streamOutside<T>(
  call: StreamedCall,
  failureOf: (answer: OutsideAnswer) => OutsideFailure,
  read: (pieces: AsyncIterable<string>, answer: { status: number }) => AsyncIterable<T>,
): AsyncGenerator<T, void> {
  const isOver = startObserving(call);
  let failure: unknown;
  try {
    const response = await open(call);
    const status = response.statusCode;
    if (status < 200 || status > 299) {
      const text = await errorText(response, call);
      throw failureOf({ status, headers: plainHeaders(response.headers), text });
    }
    yield* read(textPieces(response, call), { status });
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    isOver(failure);
  }
}

async function open(call: StreamedCall): Promise<Dispatcher.ResponseData> {
  try {
    return await request(call.url, {
      dispatcher: call.dispatcher,
      method: 'GET',
      headers: call.headers ?? {},
      headersTimeout: call.idleTimeoutMs,
      bodyTimeout: call.idleTimeoutMs,
    });
  } catch (error) {
    throw asOutsideFailure(error, call);
  }
}

async function* textPieces(
  response: Dispatcher.ResponseData,
  call: StreamedCall,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of bodyChunks(response, { ...call, method: 'GET' })) {
      yield decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    throw asOutsideFailure(error, call);
  }
}

async function errorText(
  response: Dispatcher.ResponseData,
  { maxBytes: _, ...call }: StreamedCall,
): Promise<string> {
  try {
    return await readText(response, { ...call, method: 'GET' });
  } catch (error) {
    throw asOutsideFailure(error, call);
  }
}

function asOutsideFailure(
  error: unknown,
  call: Pick<StreamedCall, 'system' | 'operation' | 'secrets'>,
): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  const isTimeout = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  return asNetworkFailure(error, { ...call, isTimeout, outcomeKnown: true });
}
