/** Which alert tells of which cause: each has its own, but when many come at once the rest share one; pure. */
import { otherReasons } from '../store/alert-store.ts';

/** So many causes of a webinar are given an alert of their own within a minute; with the shared one that makes three messages. */
export const mostOwnAlerts = 2;

export interface CausesToPlace {
  /** The most frequent first. */
  causes: readonly string[];
  open: readonly { cause: string; otherCauses: readonly string[] }[];
  /** How many causes were given an alert of their own within the last minute. */
  openedLately: number;
}

/** Answers for each cause with the cause of the alert that tells of it. */
export function placeCauses({ causes, open, openedLately }: CausesToPlace): Map<string, string> {
  const shared = open.find(({ cause }) => cause === otherReasons);
  const placed = new Map<string, string>();
  let own = openedLately;
  for (const cause of causes) {
    if (open.some((alert) => alert.cause === cause)) placed.set(cause, cause);
    else if (shared?.otherCauses.includes(cause)) placed.set(cause, otherReasons);
    else if (own < mostOwnAlerts) {
      placed.set(cause, cause);
      own += 1;
    } else placed.set(cause, otherReasons);
  }
  return placed;
}
