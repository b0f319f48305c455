/** Someone answers for everybody whom a question asks about: cancel them in ON24, or leave them there. */
import { priorities } from '../jobs/catalogue.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { promiseDrawing } from '../jobs/what-follows.ts';
import { hasBegun } from '../program/on24-cancel.ts';
import type { Refusal } from '../program/refusal.ts';
import { lockAlertOfWebinar } from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { addHistoryEntries } from '../store/history-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { changeAll, lockAsked, standingOfQuestion } from '../store/question-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import type { AskedQuestion } from './question-value.ts';

export interface QuestionClick {
  userId: string;
  answer: 'cancel' | 'leave';
  question: AskedQuestion;
  now: Date;
  responseUrl?: string | undefined;
}

export async function answerQuestion(db: Db, click: QuestionClick): Promise<Refusal | undefined> {
  return transact(db, async (tx) => {
    const alert = await lockAlertOfWebinar(tx, click.question.alertId);
    const webinar = alert?.webinarId ? await findWebinar(tx, alert.webinarId) : undefined;
    if (alert?.kind !== 'still_in_on24' || !webinar) return { kind: 'webinar_gone' };
    if (alert.messageId !== null) {
      if (click.responseUrl) await noteResponseUrl(tx, alert.messageId, click.responseUrl);
      enqueue(tx, 'draw-message', { messageId: alert.messageId }, { priority: priorities.click });
    }
    const asked = await lockAsked(tx, { webinarId: webinar.id, questionId: alert.id });
    const refusal = await reasonToRefuseAnswer(tx, { webinar, alert, asked }, click);
    if (refusal) return refusal;
    await answer(tx, webinar, asked, click);
    return undefined;
  });
}

interface Asking {
  webinar: Webinar;
  alert: Alert;
  asked: readonly Registrant[];
}

async function reasonToRefuseAnswer(
  tx: Tx,
  { webinar, alert, asked }: Asking,
  click: QuestionClick,
): Promise<Refusal | undefined> {
  const stranger = await reasonToRefuseDecider(tx, webinar, click.userId);
  if (stranger) return stranger;
  if (webinar.isPaused) return { kind: 'webinar_paused' };
  if (alert.closedAt || asked.length === 0) return alreadyAnswered(tx, alert);
  if (click.answer === 'cancel' && webinar.startsAt && hasBegun(webinar, click.now))
    return { kind: 'webinar_begun', at: webinar.startsAt };
  if (alert.lastMetAt.getTime() > click.question.joinedAtMs) return { kind: 'more_people_asked' };
  return undefined;
}

async function alreadyAnswered(tx: Tx, alert: Alert): Promise<Refusal> {
  const { cancelledBy, leftBy } = await standingOfQuestion(tx, alert.id);
  const [canceller] = cancelledBy;
  if (canceller !== undefined) return { kind: 'cancel_answered', answer: 'cancel', by: canceller };
  const [leaver] = leftBy;
  return { kind: 'cancel_answered', answer: leaver === undefined ? null : 'leave', by: leaver ?? null };
}

/** Set-wise, because a click has three seconds and may be about thousands. */
async function answer(
  tx: Tx,
  webinar: Webinar,
  asked: readonly Registrant[],
  click: QuestionClick,
): Promise<void> {
  await changeAll(tx, asked, {
    on24Cancel: click.answer === 'cancel' ? 'wanted' : 'left',
    on24CancelBy: click.userId,
  });
  await addHistoryEntries(
    tx,
    asked.map((row) => ({
      webinarId: webinar.id,
      registrantId: row.id,
      episode: row.episode,
      event: click.answer === 'cancel' ? ('cancel_wanted' as const) : ('cancel_left' as const),
      fromStatus: row.status,
      actor: click.userId,
    })),
  );
  for (const messageId of new Set(asked.map((row) => row.messageId)))
    if (messageId !== null) promiseDrawing(tx, messageId);
  enqueue(tx, 'ask-cancel', { webinarId: webinar.id }, { priority: priorities.click });
}
