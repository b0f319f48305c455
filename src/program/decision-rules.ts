/** May this decision, undo or retry happen? Each guard returns the refusal, or nothing. */
import type { Channel } from './channel.ts';
import { reasonToRefuseMove } from './legal-moves.ts';
import type { Refusal } from './refusal.ts';
import { type Deciding, type Decision, isHeld, statusAfter } from './registrant.ts';

/** A plain click decides somebody who is pending and undecided, and only as the button was drawn. */
export function reasonToRefuseDecision(
  registrant: Deciding,
  decision: Decision,
  drawnNumber: number,
  channel: Channel,
): Refusal | undefined {
  if (registrant.status === 'not_in_program') return { kind: 'registrant_gone' };
  if (registrant.decisionNumber !== drawnNumber || isHeld(registrant)) return alreadyDecided(registrant);
  if (registrant.status !== 'pending_approval') return alreadyDecided(registrant);
  const why = reasonToRefuseMove(registrant.status, statusAfter[decision], 'decision', channel);
  return why ? { kind: 'illegal_move', from: registrant.status, to: statusAfter[decision], why } : undefined;
}

/** An undo ends a held decision while its hold runs; `now` is the database's. */
export function reasonToRefuseUndo(
  registrant: Deciding,
  drawnNumber: number,
  now: Date,
): Refusal | undefined {
  if (registrant.decisionNumber !== drawnNumber) return alreadyDecided(registrant);
  if (!registrant.holdsUntil) {
    return registrant.decision
      ? { kind: 'hold_is_over', decision: registrant.decision, status: registrant.status }
      : { kind: 'nothing_to_undo', status: registrant.status };
  }
  if (registrant.holdsUntil <= now) {
    return { kind: 'hold_is_over', decision: registrant.decision, status: registrant.status };
  }
  return undefined;
}

/** A retry sends somebody with a registration error to ON24 again. */
export function reasonToRefuseRetry(
  registrant: Deciding,
  drawnNumber: number,
  channel: Channel,
): Refusal | undefined {
  if (registrant.status === 'not_in_program') return { kind: 'registrant_gone' };
  if (registrant.status === 'registering') return { kind: 'being_registered' };
  if (registrant.status !== 'registration_error')
    return { kind: 'nothing_to_retry', status: registrant.status };
  if (registrant.decisionNumber !== drawnNumber || isHeld(registrant)) return alreadyDecided(registrant);
  const why = reasonToRefuseMove(registrant.status, 'registering', 'retry', channel);
  return why ? { kind: 'illegal_move', from: registrant.status, to: 'registering', why } : undefined;
}

/** An approval may not take a place that is not there; `taken` counts held approvals too. */
export function reasonToRefusePlaces(
  capacity: number | null,
  taken: number,
  wanted: number,
): Refusal | undefined {
  if (capacity === null || taken + wanted <= capacity) return undefined;
  return { kind: 'no_places_left', capacity, taken, wanted };
}

export interface Times {
  liveEndsAt: Date | null;
  archiveEndsAt: Date | null;
}

/** After its live part a webinar still takes people, who may watch the recording; nothing while it is not over. */
export function afterTheEnd(
  { liveEndsAt, archiveEndsAt }: Times,
  now: Date,
): { recordingUntil: Date | null } | undefined {
  if (liveEndsAt === null || now < liveEndsAt) return undefined;
  return { recordingUntil: archiveEndsAt };
}

/** Once a webinar is over, only somebody who was told what it means approves; with its recording gone, nobody does. */
export function reasonToRefuseLateApproval(webinar: Times, isTold: boolean, now: Date): Refusal | undefined {
  const { archiveEndsAt } = webinar;
  if (archiveEndsAt !== null && archiveEndsAt <= now) return { kind: 'recording_over', at: archiveEndsAt };
  const late = afterTheEnd(webinar, now);
  return late && !isTold ? { kind: 'webinar_over', ...late } : undefined;
}

export function alreadyDecided(registrant: Deciding): Refusal {
  const { decision, decidedBy, decidedAt, status } = registrant;
  return { kind: 'already_decided', decision, by: decidedBy, at: decidedAt, status };
}
