/** Which failures outside are waits that are known beforehand, and how long each is. */
import type { KnownWait } from './handlers.ts';

/** The part of an outside failure that a job's patience depends on. */
export interface Failing {
  kind: 'unavailable' | 'refused' | 'misconfigured';
  retryAfterMs: number | undefined;
}

/** Everything moves again by itself within two minutes after an outage, so that no wait of ours is longer than this. */
const longestWaitMs = 60_000;

/** Waiting jobs are spread over a fifth of the wait, and over no more than this. */
const longestSpreadMs = 30_000;

/** Throttled or unavailable: when to try again, with a spread so that waiting jobs do not come back all at once. */
export function knownWait({ retryAfterMs }: Failing, attempt = 0): KnownWait {
  const waitMs = retryAfterMs ?? Math.min(longestWaitMs, 1_000 * 2 ** Math.min(attempt, 10));
  return { againInMs: Math.round(waitMs + Math.random() * Math.min(waitMs * 0.2, longestSpreadMs)) };
}
