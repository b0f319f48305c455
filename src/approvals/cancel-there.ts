/** Someone wishes that one person, who is not wanted any more, leaves ON24 too. */
import { transact } from '../jobs/transact.ts';
import { wantCancel } from '../jobs/want-cancel.ts';
import type { Drawn } from '../outside/slack/drawn-value.ts';
import { reasonToRefuseCancel } from '../program/change-rules.ts';
import type { Refusal } from '../program/refusal.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { addHistory } from '../store/history-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { lockRegistrant } from '../store/registrant-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { promiseClickDrawing } from './click-drawing.ts';

export interface CancelClick {
  userId: string;
  drawn: Drawn;
  now: Date;
  responseUrl?: string | undefined;
}

export async function cancelThere(db: Db, click: CancelClick): Promise<Refusal | undefined> {
  return transact(db, async (tx) => {
    const row = await lockRegistrant(tx, click.drawn.registrantId);
    const webinar = row && (await findWebinar(tx, row.webinarId));
    if (!webinar) return { kind: 'registrant_gone' };
    if (click.responseUrl && row.messageId !== null)
      await noteResponseUrl(tx, row.messageId, click.responseUrl);
    promiseClickDrawing(tx, row);
    const refusal =
      (await reasonToRefuseDecider(tx, webinar, click.userId)) ??
      (webinar.isPaused ? ({ kind: 'webinar_paused' } as const) : undefined) ??
      reasonToRefuseCancel(row, click.drawn.decisionNumber, { ...webinar, now: click.now });
    if (refusal) {
      await addHistory(tx, {
        webinarId: webinar.id,
        registrantId: row.id,
        episode: row.episode,
        event: 'click_refused',
        fromStatus: row.status,
        cause: 'cancel_there',
        actor: click.userId,
        reason: refusal.kind,
      });
      return refusal;
    }
    await wantCancel(tx, row, click.userId);
    return undefined;
  });
}
