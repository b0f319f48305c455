/** What attendance makes of one registrant; pure. */
import type { Status } from '../program/status.ts';

/** What ON24 says of one person, merged over all of their rows. */
export interface Presence {
  cameLive: boolean;
  cameOnDemand: boolean;
}

export interface Evening {
  /** ON24's data is final: three hours after the live end. */
  isFinal: boolean;
  /** Somebody, registered or not, came live. */
  somebodyCameLive: boolean;
  /** ON24's list held as many people as it said. */
  isComplete: boolean;
}

/** Where the registrant moves, or nothing. Statuses only ever move forward; the table of legal moves has the last word. */
export function attendanceOutcome(
  status: Status,
  presence: Presence | undefined,
  evening: Evening,
): Status | undefined {
  if (status === 'not_in_program' || status === 'attended' || status === 'attended_on_demand')
    return undefined;
  if (presence?.cameLive) return 'attended';
  if (!evening.isFinal) return undefined;
  if (presence?.cameOnDemand) return 'attended_on_demand';
  return status === 'registered' && evening.somebodyCameLive && evening.isComplete ? 'no_show' : undefined;
}

/** ON24 needs up to three hours to prepare its final attendance. */
export const finalAfterMs = 3 * 60 * 60 * 1000;

export function isFinalAt(liveEndsAt: Date | null, now: Date): boolean {
  return liveEndsAt !== null && now.getTime() >= liveEndsAt.getTime() + finalAfterMs;
}
