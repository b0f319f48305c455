/** Where newcomers are shown: which message they join, when a new one is posted, and when an old one gives way; pure. */

import type { Registrant } from '../store/schema/registrants.ts';
import { isUndecided } from './person-row.ts';

export interface ShownMessage {
  id: number;
  ageMs: number;
  people: readonly Registrant[];
  hasUndecided: boolean;
  isFolded: boolean;
}

export interface GatherPlan {
  /** People who join the newest message. */
  join: { messageId: number; people: Registrant[] } | undefined;
  /** New messages, each with its people. */
  post: Registrant[][];
  /** The message that folds because its undecided people move down. */
  fold: { messageId: number } | undefined;
}

/** An edit notifies nobody: after this long, newcomers get a message of their own. */
export const joinsForMs = 10 * 60 * 1000;
export const mostOpenMessages = 3;

export interface GatherFacts {
  /** The newest message of the webinar, open or not. */
  newest: ShownMessage | undefined;
  /** Messages with undecided people, oldest first. */
  open: readonly ShownMessage[];
  /** People in line, in the order in which they asked. */
  inLine: readonly Registrant[];
  /** When the newest message was posted, by the database's clock, plus `joinsForMs`: who came later has heard nothing yet. */
  newestClosesAt: Date | undefined;
  hasRoomFor: (people: readonly Registrant[], newcomer: Registrant) => boolean;
}

export function planGathering(facts: GatherFacts): GatherPlan {
  const line = [...facts.inLine];
  const plan: GatherPlan = { join: undefined, post: [], fold: undefined };
  const { newest, hasRoomFor } = facts;
  let open = facts.open.length;
  if (
    newest &&
    newest.ageMs < joinsForMs &&
    !newest.isFolded &&
    (newest.hasUndecided || open < mostOpenMessages)
  ) {
    const people = takeWhatFits(newest.people, line, hasRoomFor);
    if (people.length > 0) plan.join = { messageId: newest.id, people };
    if (people.length > 0 && !newest.hasUndecided) open += 1;
  }
  while (line.length > 0 && open < mostOpenMessages) {
    plan.post.push(takeWhatFits([], line, hasRoomFor));
    open += 1;
  }
  const [oldest] = facts.open;
  if (line.length > 0 && plan.post.length === 0 && oldest && hasUnheardNewcomer(facts, line)) {
    // They keep their place: who asked first stands first in the new message too.
    plan.post.push(takeWhatFits([], [...oldest.people.filter(isUndecided), ...line], hasRoomFor));
    plan.fold = { messageId: oldest.id };
  }
  return plan;
}

function hasUnheardNewcomer({ newestClosesAt }: GatherFacts, line: readonly Registrant[]): boolean {
  return newestClosesAt !== undefined && line.some((person) => person.statusAt > newestClosesAt);
}

function takeWhatFits(
  shown: readonly Registrant[],
  line: Registrant[],
  hasRoomFor: GatherFacts['hasRoomFor'],
): Registrant[] {
  const taken: Registrant[] = [];
  for (let next = line[0]; next; next = line[0]) {
    if (taken.length + shown.length > 0 && !hasRoomFor([...shown, ...taken], next)) break;
    taken.push(next);
    line.shift();
  }
  return taken;
}
