/** Someone takes a decision back while its hold still runs; nothing has left yet. */
import { transact } from '../jobs/transact.ts';
import { promiseMarketo } from '../jobs/what-follows.ts';
import type { Drawn } from '../outside/slack/drawn-value.ts';
import { reasonToRefuseUndo } from '../program/decision-rules.ts';
import type { Refusal } from '../program/refusal.ts';
import type { Db } from '../store/database.ts';
import { databaseNow, reasonToRefuseDecider } from '../store/decider-store.ts';
import { takenBack } from '../store/former-decision.ts';
import { addHistory } from '../store/history-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { changeRegistrant, lockRegistrant } from '../store/registrant-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { promiseClickDrawing } from './click-drawing.ts';

export interface UndoClick {
  userId: string;
  drawn: Drawn;
  responseUrl?: string | undefined;
}

/** Returns the refusal, or nothing when the decision is undone. */
export async function undo(db: Db, click: UndoClick): Promise<Refusal | undefined> {
  return transact(db, async (tx) => {
    const row = await lockRegistrant(tx, click.drawn.registrantId);
    const webinar = row && (await findWebinar(tx, row.webinarId));
    if (!row || !webinar) return { kind: 'registrant_gone' };
    if (click.responseUrl && row.messageId !== null)
      await noteResponseUrl(tx, row.messageId, click.responseUrl);
    const refusal =
      (await reasonToRefuseDecider(tx, webinar, click.userId)) ??
      reasonToRefuseUndo(row, click.drawn.decisionNumber, await databaseNow(tx));
    const entry = {
      webinarId: webinar.id,
      registrantId: row.id,
      episode: row.episode,
      fromStatus: row.status,
      actor: click.userId,
    };
    promiseClickDrawing(tx, row);
    if (refusal) {
      await addHistory(tx, { ...entry, event: 'click_refused', cause: 'undo', reason: refusal.kind });
      return refusal;
    }
    const undone = await changeRegistrant(tx, row.id, takenBack(row));
    await addHistory(tx, { ...entry, event: 'undone', cause: row.decision });
    // What was still to be written when the hold began.
    await promiseMarketo(tx, webinar, undone);
    return undefined;
  });
}
