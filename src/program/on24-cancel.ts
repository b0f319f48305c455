/** Who still stands in ON24 although nobody wants them there, and what a move makes of the wish to cancel them; pure. */
import type { Status } from './status.ts';

/** `asked`: approvers are asked; `wanted`: being cancelled; `left`: somebody said to leave them; `refused` by ON24. */
export const on24Cancels = ['asked', 'wanted', 'left', 'refused'] as const;
export type On24Cancel = (typeof on24Cancels)[number];

export interface InOn24 {
  status: Status;
  /** ON24 has confirmed the registration, and no cancel since. */
  isInOn24: boolean;
  on24Cancel: On24Cancel | null;
}

export const unwantedStatuses = [
  'not_in_program',
  'rejected',
  'waitlisted',
  'registration_error',
] as const satisfies Status[];

/** Whether somebody at this status should not be able to join. */
export function isUnwanted(status: Status): boolean {
  return unwantedStatuses.some((unwanted) => unwanted === status);
}

/**
 * Approvers are asked about everybody whom ON24 still lets in. Registrar `marketo`: the adapter pushed, and Usher does
 * not know what ON24 holds, so that nobody is `isInOn24` there and nothing is asked.
 */
export function isToBeAsked({ status, isInOn24, on24Cancel }: InOn24): boolean {
  return isInOn24 && on24Cancel === null && isUnwanted(status);
}

/** A push brings them back into ON24 whatever was wished before; a cancel that somebody wished goes on otherwise. */
export function cancelAfterMove(to: Status, cancel: On24Cancel | null): On24Cancel | null {
  if (to === 'registering' || to === 'registered') return null;
  if (cancel === 'wanted') return cancel;
  return cancel !== 'refused' && isUnwanted(to) ? cancel : null;
}

/** ON24 cancels nobody any more once the event has begun. */
export function hasBegun({ startsAt }: { startsAt: Date | null }, now: Date): boolean {
  return startsAt !== null && startsAt <= now;
}
