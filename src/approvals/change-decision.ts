/** Someone changes what was decided on a person: one transaction, like a decision, with a hold of its own. */
import { transact } from '../jobs/transact.ts';
import type { Drawn } from '../outside/slack/drawn-value.ts';
import { reasonToRefuseChangeTo } from '../program/change-rules.ts';
import { reasonToRefuseLateApproval, reasonToRefusePlaces } from '../program/decision-rules.ts';
import type { Refusal } from '../program/refusal.ts';
import type { Decision } from '../program/registrant.ts';
import type { Db, Tx } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { findRegistrant, lockRegistrant } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countPlacesTaken, lockWebinar } from '../store/webinar-store.ts';
import { holdDecision, noteRefusedClick } from './decide.ts';

export interface ChangeClick {
  userId: string;
  drawn: Drawn;
  decision: Decision;
  reason: string | null;
  now: Date;
}

/** Returns the refusal, or nothing when the change is made or held. */
export async function changeDecision(db: Db, click: ChangeClick): Promise<Refusal | undefined> {
  return transact(db, async (tx) => {
    const known = await findRegistrant(tx, click.drawn.registrantId);
    const webinar = known && (await lockWebinar(tx, known.webinarId));
    const row = webinar && (await lockRegistrant(tx, known.id));
    if (!row) return { kind: 'registrant_gone' };
    const refusal = await reasonToRefuse(tx, webinar, row, click);
    if (refusal) {
      await noteRefusedClick(tx, row, { userId: click.userId, wish: click.decision }, refusal);
      return refusal;
    }
    await holdDecision(tx, webinar, row, click);
    return undefined;
  });
}

async function reasonToRefuse(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  { userId, decision, drawn, now }: ChangeClick,
): Promise<Refusal | undefined> {
  if (webinar.isPaused) return { kind: 'webinar_paused' };
  const refusal =
    (await reasonToRefuseDecider(tx, webinar, userId)) ??
    reasonToRefuseChangeTo(row, decision, drawn.decisionNumber, { ...webinar, now }) ??
    // The modal has told what an approval means once the webinar is over.
    (decision === 'approve' ? reasonToRefuseLateApproval(webinar, true, now) : undefined);
  if (refusal || decision !== 'approve') return refusal;
  return reasonToRefusePlaces(webinar.capacity, await countPlacesTaken(tx, webinar.id), 1);
}
