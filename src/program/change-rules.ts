/** What may still be changed about somebody who is decided, and what each change is called in the table of moves; pure. */
import type { Channel } from './channel.ts';
import { alreadyDecided } from './decision-rules.ts';
import { type Cause, reasonToRefuseMove } from './legal-moves.ts';
import { hasBegun, type InOn24, isUnwanted } from './on24-cancel.ts';
import type { Refusal } from './refusal.ts';
import { type Deciding, type Decision, decisions, isHeld, statusAfter } from './registrant.ts';
import type { Status } from './status.ts';
import type { Registrar } from './webinar.ts';

export type Changing = Deciding & InOn24 & { on24CancelBy: string | null };

export interface ChangeCircumstances {
  channel: Channel;
  registrar: Registrar;
  startsAt: Date | null;
  now: Date;
}

/** Why nothing may be changed about them at all. */
export function reasonToRefuseChange(
  registrant: Changing,
  drawnNumber: number,
  around: ChangeCircumstances,
): Refusal | undefined {
  const { status } = registrant;
  if (status === 'not_in_program') return { kind: 'registrant_gone' };
  if (registrant.decisionNumber !== drawnNumber || isHeld(registrant)) return alreadyDecided(registrant);
  if (status === 'registering') return { kind: 'being_registered' };
  if (status === 'registered') {
    if (registrant.on24Cancel === 'wanted') return { kind: 'being_cancelled' };
    if (around.registrar === 'marketo') return { kind: 'registered_by_adapter' };
    if (around.startsAt && hasBegun(around, around.now))
      return { kind: 'webinar_begun', at: around.startsAt };
  }
  return possibleChanges(status, around.channel).length === 0
    ? { kind: 'nothing_to_change', status }
    : undefined;
}

/** Why this change may not be made. */
export function reasonToRefuseChangeTo(
  registrant: Changing,
  decision: Decision,
  drawnNumber: number,
  around: ChangeCircumstances,
): Refusal | undefined {
  const refusal = reasonToRefuseChange(registrant, drawnNumber, around);
  if (refusal) return refusal;
  const { status } = registrant;
  const to = statusAfter[decision];
  const why = reasonToRefuseMove(status, to, causeOfDecision(status, decision), around.channel);
  return why ? { kind: 'illegal_move', from: status, to, why } : undefined;
}

/** Whom nobody has decided has buttons of their own, and a registration error has its *Retry*. */
export function possibleChanges(status: Status, channel: Channel): Decision[] {
  if (status === 'pending_approval') return [];
  return decisions.filter(
    (decision) =>
      reasonToRefuseMove(status, statusAfter[decision], causeOfDecision(status, decision), channel) ===
      undefined,
  );
}

/** The same decision is another cause for those who stand elsewhere. */
export function causeOfDecision(status: Status, decision: Decision): Cause {
  if (status === 'rejected') return 'changed_decision';
  if (status === 'registered') return 'cancelled_in_on24';
  return status === 'waitlisted' && decision === 'approve' ? 'promotion' : 'decision';
}

/** *Cancel there*: somebody who is not wanted any more is to leave ON24 too. */
export function reasonToRefuseCancel(
  registrant: Changing,
  drawnNumber: number,
  around: Pick<ChangeCircumstances, 'startsAt' | 'now'>,
): Refusal | undefined {
  const { status, on24Cancel, on24CancelBy, isInOn24 } = registrant;
  if (status === 'registering') return { kind: 'being_registered' };
  if (on24Cancel === 'wanted') return { kind: 'cancel_answered', answer: 'cancel', by: on24CancelBy };
  if (registrant.decisionNumber !== drawnNumber || !isUnwanted(status)) return alreadyDecided(registrant);
  if (!isInOn24) return { kind: 'not_in_on24' };
  if (around.startsAt && hasBegun(around, around.now)) return { kind: 'webinar_begun', at: around.startsAt };
  return undefined;
}
