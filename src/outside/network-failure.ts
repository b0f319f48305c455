/** Turns what the HTTP library throws into a failure that says whether the request may have had an effect. */
import { z } from 'zod';
import { type FailureCause, OutsideFailure, type OutsideSystem } from './failure.ts';

/** Error codes (Node, undici) of connections that never came about. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Error codes of requests that the HTTP library will not send, such as a header with a line break in it. */
const neverSent = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_CHAR', 'ERR_INVALID_URL']);

const codedSchema = z.object({ code: z.string() });

export function asNetworkFailure(
  error: unknown,
  call: {
    system: OutsideSystem;
    operation: string;
    secrets?: readonly string[];
    isTimeout: boolean;
    outcomeKnown: boolean;
  },
): OutsideFailure {
  const coded = codedSchema.safeParse(error);
  const code = coded.success ? coded.data.code : undefined;
  const cause = causeOf(code, call.isTimeout);
  return new OutsideFailure({
    system: call.system,
    operation: call.operation,
    ...(call.secrets && { secrets: call.secrets }),
    kind: cause === 'bad-request' ? 'misconfigured' : 'unavailable',
    scope: 'system',
    cause,
    words: wordsFor(cause, code),
    outcomeKnown: cause === 'unreachable' || cause === 'bad-request' || call.outcomeKnown,
  });
}

function causeOf(code: string | undefined, isTimeout: boolean): FailureCause {
  if (code !== undefined && (neverConnected.has(code) || isCertificateFault(code))) return 'unreachable';
  if (code !== undefined && neverSent.has(code)) return 'bad-request';
  return isTimeout ? 'timeout' : 'cut-off';
}

function isCertificateFault(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
}

// Our own words: those of the library name hosts and ports, and tell a reader no more.
function wordsFor(cause: FailureCause, code: string | undefined): string {
  const suffix = code === undefined ? '' : ` (${code})`;
  if (cause === 'unreachable') return `no connection${suffix}`;
  if (cause === 'bad-request') return `the request cannot be sent as it is configured${suffix}`;
  if (cause === 'timeout') return 'no complete answer within the time limit';
  return `the connection broke before the answer was complete${suffix}`;
}
