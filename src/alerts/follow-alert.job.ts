/** Follows an alert's people: after the canary is through the rest go, and when nobody has the error any more it is solved. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { retryRegistrant } from '../jobs/retry-registrant.ts';
import { transact } from '../jobs/transact.ts';
import { isHeld } from '../program/registrant.ts';
import { standingOf } from '../store/alert-people-store.ts';
import { changeAlert, lockAlertOfWebinar, peopleOfAlert, peopleWithoutAlert } from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { findRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { findWebinar } from '../store/webinar-store.ts';

const atOnce = 200;
const editsEveryMs = 10_000;

export function followAlert(db: Db, now: () => Date = () => new Date()): Handler<'follow-alert'> {
  return ({ alertId }) =>
    transact(db, async (tx) => {
      const alert = await lockAlertOfWebinar(tx, alertId);
      if (!alert || alert.closedAt || alert.kind !== 'registration_error') return undefined;
      const stage = await stageNow(tx, alert);
      if (stage !== alert.retryStage) await changeAlert(tx, alert.id, { retryStage: stage });
      const isMoreToSend = stage === 'rest' && (await sendRest(tx, alert));

      const { failing, underWay } = await standingOf(tx, alert.id);
      // Who has failed again has no alert until the cause is known; only then is it known whether this one is over.
      const isUnclear = await hasUngrouped(tx, alert);
      const isOver = !isUnclear && failing + underWay === 0;
      if (isOver) await changeAlert(tx, alert.id, { closedAt: now(), closedBecause: 'solved' });
      if (alert.messageId !== null) {
        const isNews = isOver || stage !== alert.retryStage;
        enqueue(
          tx,
          'draw-message',
          { messageId: alert.messageId },
          isNews ? {} : { delayMs: editsEveryMs, keepsEarlier: true },
        );
      }
      if (isMoreToSend) return { againInMs: 0 };
      return isUnclear ? { againInMs: 500 } : undefined;
    });
}

async function stageNow(tx: Tx, alert: Alert): Promise<Alert['retryStage']> {
  if (alert.retryStage !== 'canary' || alert.canaryId === null) return alert.retryStage;
  const canary = await findRegistrant(tx, alert.canaryId);
  if (!canary || canary.status === 'registering') return 'canary';
  if (canary.status === 'registered') return 'rest';
  // Who has left the way to ON24 says nothing about it: whoever wants may try another one.
  if (canary.status !== 'registration_error') return null;
  // Until they are given an alert again, their cause is not known.
  return canary.alertId === null ? 'canary' : 'canary_failed';
}

async function hasUngrouped(tx: Tx, { webinarId }: Alert): Promise<boolean> {
  return webinarId !== null && (await peopleWithoutAlert(tx, webinarId, 1)).length > 0;
}

/**
 * Those who have failed once more since are left alone: their retry is a new wish. Returns whether there may be more to
 * send.
 */
async function sendRest(tx: Tx, alert: Alert): Promise<boolean> {
  const waiting = await peopleOfAlert(tx, alert.id, atOnce, 'registration_error');
  const before = waiting.filter((row) => alert.retriedAt !== null && row.statusAt < alert.retriedAt);
  const webinar = alert.webinarId === null ? undefined : await findWebinar(tx, alert.webinarId);
  if (!webinar) return false;
  let sent = 0;
  for (const row of await lockRegistrants(
    tx,
    before.map(({ id }) => id),
  )) {
    if (row.status !== 'registration_error' || isHeld(row)) continue;
    const moved = await retryRegistrant(tx, webinar, row, alert.retriedBy ?? 'usher');
    if (moved.moved) sent += 1;
  }
  return sent > 0 && before.length === atOnce;
}
