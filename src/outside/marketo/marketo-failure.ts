/** Turns Marketo's error answers into failures by the list of codes, or by the HTTP status where no code came. */
import { wordsOf } from '../answer-words.ts';
import { type FailureScope, OutsideFailure } from '../failure.ts';
import type { OutsideAnswer } from '../http.ts';
import { retryAfterMsOf } from '../retry-after.ts';
import { nextChicagoMidnight } from './chicago-midnight.ts';
import { type MarketoFault, marketoFault } from './marketo-fault-list.ts';

export interface MarketoCallContext {
  operation: string;
  /** What an error of no known code would be about. */
  about: FailureScope;
  secrets: readonly string[];
}

/** A failure from an envelope with `success: false`. */
export function failureOfCode(
  error: { code: string; message: string; requestId?: string | undefined },
  answer: OutsideAnswer,
  call: MarketoCallContext,
  now = new Date(),
): OutsideFailure {
  const fault = marketoFault(error.code) ?? unplaced(error.code, call.about);
  return new OutsideFailure({
    system: 'marketo',
    operation: call.operation,
    secrets: call.secrets,
    kind: fault.kind,
    scope: fault.scope,
    cause: fault.cause,
    words: error.message || fault.meaning,
    // Marketo executes nothing of a call that it answers with 6xx or a code about the request.
    outcomeKnown: !isServerError(Number(error.code)) && !isServerError(answer.status),
    retryAfterMs: waitMs(fault, now),
    status: answer.status,
    code: error.code,
    requestId: error.requestId,
  });
}

/** A failure from an HTTP status other than 2xx, whose body is no envelope. */
export function failureOfStatus(answer: OutsideAnswer, call: MarketoCallContext): OutsideFailure {
  const fault = marketoFault(String(answer.status)) ?? faultOfStatus(answer.status, call.about);
  return new OutsideFailure({
    system: 'marketo',
    operation: call.operation,
    secrets: call.secrets,
    kind: fault.kind,
    scope: fault.scope,
    cause: fault.cause,
    words: wordsOf(answer),
    outcomeKnown: !isServerError(answer.status),
    retryAfterMs: retryAfterMsOf(answer) ?? waitMs(fault, new Date()),
    status: answer.status,
  });
}

function faultOfStatus(status: number, about: FailureScope): MarketoFault {
  const placed = (like: string, cause?: MarketoFault['cause']): MarketoFault => {
    const fault = marketoFault(like) ?? unplaced(like, about);
    return cause === undefined ? fault : { ...fault, cause };
  };
  if (status >= 500) return placed('500');
  if (status === 401) return placed('601');
  if (status === 403) return placed('603');
  if (status === 408) return placed('604');
  if (status === 429) return placed('606');
  if (status === 404 || status < 400) return placed('610', 'wrong-address');
  return unplaced(String(status), about);
}

// All of 6xx concerns the service; anything else that the list does not place is about whomever the call was about.
function unplaced(code: string, about: FailureScope): MarketoFault {
  const meaning = `code ${code}`;
  if (/^6\d\d$/.test(code)) return { code, meaning, kind: 'unavailable', scope: 'system', cause: 'outage' };
  if (about === 'person') return { code, meaning, kind: 'refused', scope: 'person', cause: 'declined' };
  return { code, meaning, kind: 'misconfigured', scope: about, cause: 'bad-request' };
}

// Replicas that were refused together should not come back together.
function waitMs(fault: MarketoFault, now: Date): number | undefined {
  if (fault.wait === 'rate-window') return 20_000 + Math.random() * 5_000;
  if (fault.wait === 'free-connection') return 1_000 + Math.random() * 2_000;
  if (fault.wait === 'midnight') return nextChicagoMidnight(now).getTime() - now.getTime();
  return undefined;
}

function isServerError(code: number): boolean {
  return code >= 500 && code <= 599;
}
