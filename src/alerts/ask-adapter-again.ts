/** Someone asks Marketo once more for those of whom it has said nothing for a long time. */
import { priorities } from '../jobs/catalogue.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { webinarOfSilenceFlag } from '../store/adapter-flags.ts';
import { silentPeople } from '../store/adapter-store.ts';
import { changeAlert, lockAlertOfWebinar } from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { databaseNow, reasonToRefuseDecider } from '../store/decider-store.ts';
import { addHistory } from '../store/history-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { changeRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { findWebinar } from '../store/webinar-store.ts';

export interface AskAgainClick {
  userId: string;
  alertId: number;
  responseUrl?: string | undefined;
}

/** Returns the sentence for the person who clicked, if there is one to say. */
export async function askAdapterAgain(db: Db, click: AskAgainClick): Promise<string | undefined> {
  return transact(db, async (tx) => {
    const alert = await lockAlertOfWebinar(tx, click.alertId);
    const webinar = alert?.webinarId ? await findWebinar(tx, alert.webinarId) : undefined;
    if (!alert || !webinar || webinarOfSilenceFlag(alert.cause) === undefined)
      return refusalWords({ kind: 'webinar_gone' });
    const refusal = await reasonToRefuseDecider(tx, webinar, click.userId);
    if (refusal) return refusalWords(refusal);
    if (webinar.isPaused) return refusalWords({ kind: 'webinar_paused' });
    if (alert.messageId !== null) {
      if (click.responseUrl) await noteResponseUrl(tx, alert.messageId, click.responseUrl);
      enqueue(tx, 'draw-message', { messageId: alert.messageId }, { priority: priorities.click });
    }
    const silent = (await silentPeople(tx, webinar.id)).map(({ id }) => id);
    const rows = (await lockRegistrants(tx, silent)).filter(isWaiting);
    if (alert.closedAt || rows.length === 0) return 'Nobody waits for that any more.';
    for (const row of rows) await askAnew(tx, row, click.userId);
    enqueue(tx, 'request-registration', { webinarId: webinar.id });
    await changeAlert(tx, alert.id, { retriedBy: click.userId, retriedAt: await databaseNow(tx) });
    return undefined;
  });
}

/** Who has been asked for again already is under way. */
function isWaiting({ isAdapterSilent, adapterAcceptedAt }: Registrant): boolean {
  return isAdapterSilent && adapterAcceptedAt !== null;
}

/** They count as silent until Marketo has taken the new request. */
async function askAnew(tx: Tx, row: Registrant, userId: string): Promise<void> {
  await changeRegistrant(tx, row.id, { adapterAskedAt: null, adapterAcceptedAt: null });
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'adapter_asked',
    fromStatus: row.status,
    actor: userId,
    reason: 'asked again, because there was no answer',
  });
}
