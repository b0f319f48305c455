/** Someone sends a person with a registration error to ON24 again. */
import { priorities } from '../jobs/catalogue.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { retryRegistrant } from '../jobs/retry-registrant.ts';
import { transact } from '../jobs/transact.ts';
import { reasonToRefuseRetry } from '../program/decision-rules.ts';
import type { Refusal } from '../program/refusal.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { addHistory } from '../store/history-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { lockRegistrant } from '../store/registrant-store.ts';
import { findWebinar } from '../store/webinar-store.ts';

export interface RetryClick {
  userId: string;
  registrantId: number;
  decisionNumber: number;
  responseUrl?: string | undefined;
}

/** Returns the refusal, or nothing when the person is on their way again. */
export async function retry(db: Db, click: RetryClick): Promise<Refusal | undefined> {
  return transact(db, async (tx) => {
    const row = await lockRegistrant(tx, click.registrantId);
    const webinar = row && (await findWebinar(tx, row.webinarId));
    if (!row || !webinar) return { kind: 'registrant_gone' };
    if (row.messageId !== null) {
      if (click.responseUrl) await noteResponseUrl(tx, row.messageId, click.responseUrl);
      enqueue(tx, 'draw-message', { messageId: row.messageId }, { priority: priorities.click });
    }
    const refusal =
      (await reasonToRefuseDecider(tx, webinar, click.userId)) ??
      reasonToRefuseRetry(row, click.decisionNumber, webinar.channel);
    if (refusal) {
      await addHistory(tx, {
        webinarId: webinar.id,
        registrantId: row.id,
        episode: row.episode,
        event: 'click_refused',
        fromStatus: row.status,
        cause: 'retry',
        actor: click.userId,
        reason: refusal.kind,
      });
      return refusal;
    }
    const moved = await retryRegistrant(tx, webinar, row, click.userId);
    if (!moved.moved) throw new Error(`a retry passed its rule and then could not move: ${moved.why}`);
    return undefined;
  });
}
