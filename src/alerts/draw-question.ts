/** What a question about people in ON24 should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import type { Db } from '../store/database.ts';
import { peopleOfQuestion, standingOfQuestion } from '../store/question-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { questionMessage } from './question-message.ts';

const firstNames = 2;

export async function drawQuestion(db: Db, alert: Alert, webinarTitle: string): Promise<Drawing> {
  return questionMessage({
    alert,
    webinarTitle,
    standing: await standingOfQuestion(db, alert.id),
    first: await peopleOfQuestion(db, alert.id, firstNames, 'asked'),
  });
}
