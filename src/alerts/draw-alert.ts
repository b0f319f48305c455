/** What an alert's message should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import { countPeople, findAlertOfMessage, peopleOfAlert } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import type { Message } from '../store/schema/messages.ts';
import { countWaiting } from '../store/waiting-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { connectionAlertMessage } from './connection-alert-message.ts';
import { drawQuestion } from './draw-question.ts';
import { errorAlertMessage } from './error-alert-message.ts';

const firstNames = 2;

export async function drawAlert(db: Db, message: Message): Promise<Drawing | undefined> {
  const alert = await findAlertOfMessage(db, message.id);
  if (!alert) return undefined;
  const webinar = alert.webinarId === null ? undefined : await findWebinar(db, alert.webinarId);
  if (alert.kind === 'connection') {
    const waiting = await countWaiting(db, alert.cause, alert.slackChannelId);
    return connectionAlertMessage({ alert, webinarTitle: webinar?.title, waiting });
  }
  if (alert.kind === 'still_in_on24') return drawQuestion(db, alert, webinar?.title ?? '');
  return errorAlertMessage({
    alert,
    webinarTitle: webinar?.title ?? '',
    counts: await countPeople(db, alert.id),
    first: await peopleOfAlert(db, alert.id, firstNames, 'registration_error'),
  });
}
