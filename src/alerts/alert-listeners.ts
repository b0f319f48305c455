/** Slack's clicks on alerts. */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { paragraph, plain, words } from '../outside/slack/blocks.ts';
import type { Click } from '../outside/slack/clicks.ts';
import { onDecide, onOpen, sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { countPeople, findAlert, peopleOfAlert } from '../store/alert-store.ts';
import { allowTry, webinarOfChannelFlag } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { findMessage } from '../store/message-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { alertActions, alertModals } from './alert-actions.ts';
import { askAdapterAgain } from './ask-adapter-again.ts';
import { mostPeopleShown, peopleModal } from './people-modal.ts';
import { retryAll } from './retry-all.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export function listenForAlerts(app: App, db: Db): void {
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
  onDecide(app, alertActions.tryNow, (click) => tryNow(db, click));
  onOpen(app, alertActions.seePeople, { opensWith: loading, filledWith: (click) => fillPeople(db, click) });
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
  const isOfProgram = webinarOfChannelFlag(alert.cause) !== undefined;
  await transact(db, async (tx) => {
    if (isOfProgram) await allowTry(tx, alert.cause);
    enqueue(tx, 'try-connections', {});
    enqueue(tx, 'watch-connections', {}, { delayMs: 2_000 });
  });
  return isOfProgram
    ? 'Looking now. This message changes when it is right again.'
    : 'Trying now. This message changes when it works.';
}

async function fillPeople(db: Db, click: Click): Promise<ModalView> {
  const alertId = readAlertId(click);
  const alert = alertId === undefined ? undefined : await findAlert(db, alertId);
  const webinar = alert?.webinarId ? await findWebinar(db, alert.webinarId) : undefined;
  if (!alert || !webinar) return sentenceModal('People', outOfDate);
  const refusal = await reasonToRefuseDecider(db, webinar, click.userId);
  if (refusal) return sentenceModal('Not possible', refusalWords(refusal));
  const counts = await countPeople(db, alert.id);
  const everybody = [...counts.values()].reduce((sum, people) => sum + people, 0);
  return peopleModal(await peopleOfAlert(db, alert.id, mostPeopleShown), everybody);
}

function loading(): ModalView {
  return {
    type: 'modal',
    callback_id: alertModals.people,
    title: plain('People'),
    close: plain('Close'),
    blocks: [paragraph('loading', [words('One moment…')])],
  };
}

function readAlertId({ value }: Click): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
