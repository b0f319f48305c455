/** Someone ends an alert although people of it are not registered; nothing more is tried for them by itself. */
import { priorities } from '../jobs/catalogue.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { mrkdwnDate } from '../outside/slack/blocks.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { changeAlert, lockAlertOfWebinar } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { findWebinar } from '../store/webinar-store.ts';

export interface DismissClick {
  userId: string;
  alertId: number;
  at: Date;
  responseUrl?: string | undefined;
}

/** Returns a private sentence when nothing was dismissed. */
export async function dismiss(db: Db, click: DismissClick): Promise<string | undefined> {
  return transact(db, async (tx) => {
    const alert = await lockAlertOfWebinar(tx, click.alertId);
    const webinar = alert?.webinarId ? await findWebinar(tx, alert.webinarId) : undefined;
    if (!alert || !webinar || alert.kind !== 'registration_error')
      return refusalWords({ kind: 'webinar_gone' });
    if (alert.messageId !== null) {
      if (click.responseUrl) await noteResponseUrl(tx, alert.messageId, click.responseUrl);
      enqueue(tx, 'draw-message', { messageId: alert.messageId }, { priority: priorities.click });
    }
    const refusal = await reasonToRefuseDecider(tx, webinar, click.userId);
    if (refusal) return refusalWords(refusal);
    if (alert.closedAt) return `${howItEnded(alert, alert.closedAt)} Nothing was changed.`;
    await changeAlert(tx, alert.id, {
      closedAt: click.at,
      closedBecause: 'dismissed',
      closedBy: click.userId,
    });
    return undefined;
  });
}

function howItEnded({ closedBecause, closedBy }: Alert, closedAt: Date): string {
  const at = mrkdwnDate(closedAt, '{time}');
  return closedBecause === 'dismissed' && closedBy !== null
    ? `Already dismissed by <@${closedBy}> at ${at}.`
    : `Already solved at ${at}.`;
}
