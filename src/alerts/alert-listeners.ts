/** Slack's clicks on alerts. */
import type { App } from '@slack/bolt';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { Click } from '../outside/slack/clicks.ts';
import { onDecide, onOpen, onTurn } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { findAlert } from '../store/alert-store.ts';
import { allowTry } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { findMessage } from '../store/message-store.ts';
import { webinarOfSetUpFlag } from '../store/set-up-fault-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { alertActions } from './alert-actions.ts';
import { askAdapterAgain } from './ask-adapter-again.ts';
import { type CheckParts, showChecks } from './check-connections.ts';
import { checkingModal } from './check-modal.ts';
import { dismiss } from './dismiss.ts';
import { loadingPeople } from './people-modal.ts';
import { retryAll } from './retry-all.ts';
import { orderFile, showPeople } from './see-people.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export interface AlertListenerParts extends CheckParts {
  now: () => Date;
}

export function listenForAlerts(app: App, parts: AlertListenerParts): void {
  const { db, now } = parts;
  onDecide(app, alertActions.retryAll, async (click) => {
    const alertId = readAlertId(click);
    if (alertId === undefined) return outOfDate;
    const refusal = await retryAll(db, { userId: click.userId, alertId, responseUrl: click.responseUrl });
    return refusal && refusalWords(refusal);
  });
  onDecide(app, alertActions.askMarketoAgain, async (click) => {
    const alertId = readAlertId(click);
    if (alertId === undefined) return outOfDate;
    return askAdapterAgain(db, { userId: click.userId, alertId, responseUrl: click.responseUrl });
  });
  onDecide(app, alertActions.dismiss, async (click) => {
    const alertId = readAlertId(click);
    if (alertId === undefined) return outOfDate;
    return dismiss(db, { userId: click.userId, alertId, at: now(), responseUrl: click.responseUrl });
  });
  onDecide(app, alertActions.tryNow, (click) => tryNow(db, click));
  onOpen(app, alertActions.seePeople, {
    opensWith: loadingPeople,
    filledWith: (click) => showPeople(db, click),
  });
  onTurn(app, alertActions.earlierPeople, (click) => showPeople(db, click));
  onTurn(app, alertActions.laterPeople, (click) => showPeople(db, click));
  onTurn(app, alertActions.sendPeople, (click) => orderFile(db, click));
  onOpen(app, alertActions.checkConnection, {
    opensWith: checkingModal,
    filledWith: (click) => showChecks(parts, click),
  });
}

async function tryNow(db: Db, click: Click): Promise<string | undefined> {
  const alertId = readAlertId(click);
  const alert = alertId === undefined ? undefined : await findAlert(db, alertId);
  const message = alert?.messageId ? await findMessage(db, alert.messageId) : undefined;
  const webinar = message && (await findWebinar(db, message.webinarId));
  if (!alert || !webinar) return outOfDate;
  const refusal = await reasonToRefuseDecider(db, webinar, click.userId);
  if (refusal) return refusalWords(refusal);
  if (alert.closedAt) return 'It works again already.';
  const isOfProgram = webinarOfSetUpFlag(alert.cause) !== undefined;
  await transact(db, async (tx) => {
    if (isOfProgram) await allowTry(tx, alert.cause);
    enqueue(tx, 'try-connections', {});
    enqueue(tx, 'watch-connections', {}, { delayMs: 2_000 });
  });
  return isOfProgram
    ? 'Looking now. This message changes when it is right again.'
    : 'Trying now. This message changes when it works.';
}

function readAlertId({ value }: Click): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
