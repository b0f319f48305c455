/** A decision whose hold is over takes effect: the registrant moves, or ON24 is asked to cancel them before they do. */
import { type Moved, moveRegistrant } from '../jobs/move-registrant.ts';
import { wantCancel } from '../jobs/want-cancel.ts';
import { causeOfDecision } from '../program/change-rules.ts';
import { type Decision, statusAfter } from '../program/registrant.ts';
import type { Tx } from '../store/database.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';

export async function carryOut(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  decision: Decision,
): Promise<Moved> {
  const actor = row.decidedBy ?? 'usher';
  if (row.status === 'registered' && decision === 'reject')
    return { moved: true, registrant: await wantCancel(tx, row, actor) };
  return moveRegistrant(tx, webinar, row, {
    to: statusAfter[decision],
    cause: causeOfDecision(row.status, decision),
    actor,
    reason: row.decisionReason,
    with: { holdsUntil: null, formerDecision: null },
  });
}
