/** A registrant: a person in one webinar, with the decision that may be held on them. */
import type { Status } from './status.ts';

export const decisions = ['approve', 'waitlist', 'reject'] as const;
export type Decision = (typeof decisions)[number];

/** The part of a registrant's row that rules about decisions need. */
export interface Deciding {
  status: Status;
  /** The latest decision; held while `holdsUntil` is set. */
  decision: Decision | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  holdsUntil: Date | null;
  /** Rises with each decision and each undo; a button carries it as it was when drawn. */
  decisionNumber: number;
}

/** The status that a decision leads to once its hold is over. */
export const statusAfter = {
  approve: 'registering',
  waitlist: 'waitlisted',
  reject: 'rejected',
} as const satisfies Record<Decision, Status>;

export function isHeld(registrant: Pick<Deciding, 'holdsUntil'>): boolean {
  return registrant.holdsUntil !== null;
}
