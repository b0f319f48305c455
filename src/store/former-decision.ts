/** Changing somebody's decision keeps the former one until the change has taken effect, so that it can be taken back. */
import type { RegistrantChange } from './registrant-store.ts';
import type { Registrant } from './schema/registrants.ts';

/** For a new decision: what it replaces. Nothing stands yet for somebody who is undecided. */
export function keptDecision(row: Registrant): RegistrantChange {
  if (row.status === 'pending_approval') return { formerDecision: null };
  const { decision, decidedBy: by, decidedAt, decisionReason: reason } = row;
  return { formerDecision: { decision, by, at: decidedAt?.toISOString() ?? null, reason } };
}

/** For a decision that is taken back or dropped: the row as it stood before. */
export function takenBack({ formerDecision, decisionNumber }: Registrant): RegistrantChange {
  return {
    decision: formerDecision?.decision ?? null,
    decidedBy: formerDecision?.by ?? null,
    decidedAt: formerDecision?.at ? new Date(formerDecision.at) : null,
    decisionReason: formerDecision?.reason ?? null,
    formerDecision: null,
    holdsUntil: null,
    decisionNumber: decisionNumber + 1,
  };
}

/** Somebody registered whom a decision rejects: it takes effect once ON24 has cancelled them. */
export function isRejectionPending({ decision, formerDecision, holdsUntil }: Registrant): boolean {
  return decision === 'reject' && formerDecision !== null && holdsUntil === null;
}
