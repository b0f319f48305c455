/** What can go wrong outside, as one family of failures sorted by remedy: wait, tell about this person, or mend the connection. */
import { safeWords } from './safe-words.ts';

export type OutsideSystem = 'marketo' | 'on24' | 'slack';

/** The remedy: `unavailable`, wait and retry; `refused`, about this person; `misconfigured`, about the connection or the event. */
export type FailureKind = 'unavailable' | 'refused' | 'misconfigured';

/** What the failure is about, and therefore what has to wait or be told: one person, one event, or everything. */
export type FailureScope = 'person' | 'event' | 'system';

/** Why, in one word that code may compare. */
export type FailureCause =
  /** Too many calls for the moment; `retryAfterMs` says how long to wait. Never an outage. */
  | 'throttled'
  /** The day's calls are used up; `retryAfterMs` reaches to the reset. Never an outage. */
  | 'quota'
  /** The system answered that it cannot serve now. */
  | 'outage'
  /** No connection came about, so nothing was carried out. */
  | 'unreachable'
  /** No complete answer within the time limit. */
  | 'timeout'
  /** The connection broke before the answer was complete. */
  | 'cut-off'
  /** An answer came that is not of the documented shape. */
  | 'unreadable'
  /** The answer is larger than this call may take. */
  | 'too-large'
  /** A renewed token was not taken either. */
  | 'token-rejected'
  | 'credentials'
  | 'permission'
  /** The base URL leads to something else. */
  | 'wrong-address'
  /** The ON24 client id is unknown, inactive or not ours. */
  | 'wrong-account'
  | 'event-closed'
  | 'event-gone'
  /** The program's channel has no status of that name. */
  | 'unknown-status'
  /** The outside system does not know this person. */
  | 'unknown-person'
  /** The place in the activity feed is no longer, or never was, valid: begin a new one. */
  | 'bad-cursor'
  /** The outside system does not take the request as Usher makes it. */
  | 'bad-request'
  /** The outside system does not take this person; its words say why. */
  | 'declined';

export interface FailureDetail {
  system: OutsideSystem;
  kind: FailureKind;
  scope: FailureScope;
  cause: FailureCause;
  /** What was being done, in our words, such as `write status`. */
  operation: string;
  /** The outside system's own words, as they came; masked and cut here. */
  words: string;
  /** Values that must not appear in the words, beside what is recognised as secret anyway. */
  secrets?: readonly string[];
  /** False when the request may have been carried out. Default true. */
  outcomeKnown?: boolean;
  retryAfterMs?: number | undefined;
  status?: number | undefined;
  code?: string | undefined;
  requestId?: string | undefined;
}

/** A call to an outside system that did not succeed. Its message and words are safe for logs and channels. */
export class OutsideFailure extends Error {
  override readonly name = 'OutsideFailure';
  readonly system: OutsideSystem;
  readonly kind: FailureKind;
  readonly scope: FailureScope;
  override readonly cause: FailureCause;
  readonly operation: string;
  /** The outside system's own words: addresses masked, secrets removed, at most 500 characters. */
  readonly words: string;
  /** False when the request may have been carried out although no answer, or no readable one, came. */
  readonly outcomeKnown: boolean;
  /** How long to wait before the next try, where the outside system or its rules say so. */
  readonly retryAfterMs: number | undefined;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** The outside system's error code, such as Marketo's `606`. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;

  constructor(detail: FailureDetail) {
    const words = safeWords(detail.words, detail.secrets);
    super(`${detail.system} could not ${detail.operation} (${detail.cause}): ${words}`);
    this.system = detail.system;
    this.kind = detail.kind;
    this.scope = detail.scope;
    this.cause = detail.cause;
    this.operation = detail.operation;
    this.words = words;
    this.outcomeKnown = detail.outcomeKnown ?? true;
    this.retryAfterMs = detail.retryAfterMs;
    this.status = detail.status;
    this.code = detail.code;
    this.requestId = detail.requestId;
  }
}

/** Whether the outside system works but asks for fewer calls; such a failure never counts towards an outage. */
export function isThrottling(failure: OutsideFailure): boolean {
  return failure.cause === 'throttled' || failure.cause === 'quota';
}
