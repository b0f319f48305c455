/** The one door through which a status changes: the table of legal moves, the history, and the jobs that must follow. */
import { sql } from 'drizzle-orm';
import { type Cause, reasonToRefuseMove } from '../program/legal-moves.ts';
import type { Status } from '../program/status.ts';
import type { Tx } from '../store/database.ts';
import { addHistory, type NewHistoryEntry } from '../store/history-store.ts';
import { changeRegistrant, type RegistrantChange } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { promiseWhatFollows } from './what-follows.ts';

export interface Move {
  to: Status;
  cause: Cause;
  /** A Slack user id, or `marketo`, `on24`, `usher`. */
  actor: string;
  reason?: string | null;
  /** What else changes with the move, in the same statement. */
  with?: RegistrantChange;
}

export type Moved = { moved: true; registrant: Registrant } | { moved: false; why: string };

/** Moves a registrant whose row the caller has locked in `tx`. An illegal move changes nothing and says why. */
export async function moveRegistrant(
  tx: Tx,
  webinar: Webinar,
  registrant: Registrant,
  move: Move,
): Promise<Moved> {
  const why = reasonToRefuseMove(registrant.status, move.to, move.cause, webinar.channel);
  if (why) return { moved: false, why };
  const moved = await changeRegistrant(tx, registrant.id, changeBy(move));
  await addHistory(tx, entryOf(moved, registrant.status, move));
  await promiseWhatFollows(tx, webinar, moved, registrant.status);
  return { moved: true, registrant: moved };
}

/** What a move does to a row. */
export function changeBy(move: Move): RegistrantChange {
  return {
    statusReason: move.reason ?? null,
    marketoRefused: null,
    marketoOvertaken: null,
    pushAttempts: 0,
    pushFailingSince: null,
    memberCheckedAt: null,
    adapterAskedAt: null,
    adapterAcceptedAt: null,
    isAdapterSilent: false,
    ...move.with,
    status: move.to,
    statusAt: sql`now()`,
  };
}

/** What the history keeps of a move. */
export function entryOf(moved: Registrant, from: Status, move: Move): NewHistoryEntry {
  return {
    webinarId: moved.webinarId,
    registrantId: moved.id,
    episode: moved.episode,
    event: 'moved',
    fromStatus: from,
    toStatus: move.to,
    cause: move.cause,
    actor: move.actor,
    reason: move.reason ?? null,
  };
}
