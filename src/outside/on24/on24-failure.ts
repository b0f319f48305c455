/** Turns ON24's error answers into failures, by the list of faults first, then by status; the rest is about the person. */
import { wordsOf } from '../answer-words.ts';
import { type FailureCause, type FailureKind, type FailureScope, OutsideFailure } from '../failure.ts';
import type { OutsideAnswer } from '../http.ts';
import { retryAfterMsOf } from '../retry-after.ts';
import { on24Faults } from './on24-fault-list.ts';

export interface On24CallContext {
  operation: string;
  /** What an answer that no list places is about. */
  about: 'person' | 'event';
  secrets: readonly string[];
}

/** A failure from an answer whose status is not 2xx. */
export function failureOfAnswer(answer: OutsideAnswer, call: On24CallContext): OutsideFailure {
  const words = wordsOf(answer);
  const place = placeOf(answer, words, call.about);
  return new OutsideFailure({
    system: 'on24',
    operation: call.operation,
    secrets: call.secrets,
    ...place,
    words,
    outcomeKnown: answer.status < 500,
    retryAfterMs: retryAfterMsOf(answer) ?? (place.cause === 'throttled' ? withinTheMinute() : undefined),
    status: answer.status,
  });
}

/** A failure about the person, in ON24's words. */
export function declined(words: string, call: On24CallContext, status?: number): OutsideFailure {
  return new OutsideFailure({
    system: 'on24',
    operation: call.operation,
    secrets: call.secrets,
    kind: 'refused',
    scope: 'person',
    cause: 'declined',
    words,
    status,
  });
}

interface Place {
  kind: FailureKind;
  scope: FailureScope;
  cause: FailureCause;
}

function placeOf(answer: OutsideAnswer, words: string, about: 'person' | 'event'): Place {
  const { status } = answer;
  const fault = on24Faults.find((row) => row.statuses.includes(status) && (row.words?.test(words) ?? true));
  if (fault) return { kind: fault.kind, scope: fault.scope, cause: fault.cause };
  if (status >= 500) return { kind: 'unavailable', scope: 'system', cause: 'outage' };
  if (status === 408) return { kind: 'unavailable', scope: 'system', cause: 'timeout' };
  if (status < 400 || isNotFromOn24(answer)) {
    return { kind: 'misconfigured', scope: 'system', cause: status === 403 ? 'permission' : 'wrong-address' };
  }
  if (about === 'person') return { kind: 'refused', scope: 'person', cause: 'declined' };
  return { kind: 'misconfigured', scope: 'event', cause: 'bad-request' };
}

// A web server's or a firewall's page stands before the API; it says nothing about the person.
function isNotFromOn24(answer: OutsideAnswer): boolean {
  if (![403, 404, 405, 407].includes(answer.status)) return false;
  const body = answer.text.trim();
  return body === '' || /^<(?:!doctype html|html)\b/i.test(body);
}

// ON24 counts by the minute and seldom says how long to wait; callers should not come back together.
function withinTheMinute(): number {
  return 30_000 + Math.random() * 30_000;
}
