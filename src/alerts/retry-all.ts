/** Someone retries everybody of an alert: one person first, the rest when that one is through. */
import { sql } from 'drizzle-orm';
import { priorities } from '../jobs/catalogue.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { retryRegistrant } from '../jobs/retry-registrant.ts';
import { transact } from '../jobs/transact.ts';
import { alreadyDecided } from '../program/decision-rules.ts';
import type { Refusal } from '../program/refusal.ts';
import { isHeld } from '../program/registrant.ts';
import { changeAlert, lockAlertOfWebinar, peopleOfAlert } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { lockRegistrant } from '../store/registrant-store.ts';
import { findWebinar } from '../store/webinar-store.ts';

const mostLookedAt = 50;

export interface RetryAllClick {
  userId: string;
  alertId: number;
  responseUrl?: string | undefined;
}

export async function retryAll(db: Db, click: RetryAllClick): Promise<Refusal | undefined> {
  return transact(db, async (tx) => {
    const alert = await lockAlertOfWebinar(tx, click.alertId);
    const webinar = alert?.webinarId ? await findWebinar(tx, alert.webinarId) : undefined;
    if (!alert || !webinar) return { kind: 'webinar_gone' };
    if (alert.messageId !== null) {
      if (click.responseUrl) await noteResponseUrl(tx, alert.messageId, click.responseUrl);
      enqueue(tx, 'draw-message', { messageId: alert.messageId }, { priority: priorities.click });
    }
    const refusal = await reasonToRefuseDecider(tx, webinar, click.userId);
    if (refusal) return refusal;
    if (alert.closedAt) return { kind: 'nothing_to_retry', status: 'registered' };
    if (alert.retryStage === 'canary') return { kind: 'being_registered' };

    const failing = await peopleOfAlert(tx, alert.id, mostLookedAt, 'registration_error');
    // On whom another decision is held, that one comes first.
    const first = failing.find((person) => !isHeld(person)) ?? failing[0];
    const canary = first && (await lockRegistrant(tx, first.id));
    if (canary?.status !== 'registration_error') return { kind: 'being_registered' };
    if (isHeld(canary)) return alreadyDecided(canary);
    const moved = await retryRegistrant(tx, webinar, canary, click.userId);
    if (!moved.moved) return { kind: 'illegal_move', from: canary.status, to: 'registering', why: moved.why };
    await changeAlert(tx, alert.id, {
      retryStage: 'canary',
      canaryId: canary.id,
      retriedBy: click.userId,
      // By the clock that the rows' own instants are from: who fails after this is not sent again.
      retriedAt: sql`now()`,
    });
    return undefined;
  });
}
