/** Slack's clicks on questions about people who are still in ON24. */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Click } from '../outside/slack/clicks.ts';
import { onDecide, onOpen, sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { findAlert } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { peopleOfQuestion, standingOfQuestion } from '../store/question-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { answerQuestion, type QuestionClick } from './answer-question.ts';
import { questionActions } from './question-actions.ts';
import { mostQuestionPeople, questionPeopleModal } from './question-people-modal.ts';
import { readQuestion } from './question-value.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export function listenForQuestions(app: App, db: Db, now: () => Date): void {
  const answers = (answer: QuestionClick['answer']) => async (click: Click) => {
    const question = readQuestion(click.value);
    if (!question) return outOfDate;
    const { userId, responseUrl } = click;
    const refusal = await answerQuestion(db, { userId, responseUrl, answer, question, now: now() });
    return refusal && refusalWords(refusal);
  };
  onDecide(app, questionActions.cancelAll, answers('cancel'));
  onDecide(app, questionActions.leaveAll, answers('leave'));
  onOpen(app, questionActions.seePeople, {
    opensWith: () => sentenceModal('People', 'One moment…'),
    filledWith: (click) => fillPeople(db, click),
  });
}

async function fillPeople(db: Db, click: Click): Promise<ModalView> {
  const question = readQuestion(click.value);
  const alert = question && (await findAlert(db, question.alertId));
  const webinar = alert?.webinarId ? await findWebinar(db, alert.webinarId) : undefined;
  if (!alert || !webinar) return sentenceModal('People', outOfDate);
  const refusal = await reasonToRefuseDecider(db, webinar, click.userId);
  if (refusal) return sentenceModal('Not possible', refusalWords(refusal));
  const { everybody } = await standingOfQuestion(db, alert.id);
  return questionPeopleModal(await peopleOfQuestion(db, alert.id, mostQuestionPeople), everybody);
}
