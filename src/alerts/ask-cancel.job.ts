/** Asks approvers once about everybody who has left a webinar and is still in ON24, and follows the question to its end. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { promiseDrawing } from '../jobs/what-follows.ts';
import { hasBegun, isToBeAsked } from '../program/on24-cancel.ts';
import { addAlert, changeAlert, findOpenAlert } from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { addMessage } from '../store/message-store.ts';
import {
  changeAll,
  lockAsked,
  lockToBeAsked,
  standingOfQuestion,
  wantedWithoutJob,
} from '../store/question-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { lockWebinar } from '../store/webinar-store.ts';

const atOnce = 300;
/** An open question is edited at most this often while people join it, or leave ON24. */
const editsEveryMs = 10_000;

export interface AskCancelParts {
  db: Db;
  now: () => Date;
}

export function askCancel({ db, now }: AskCancelParts): Handler<'ask-cancel'> {
  return async ({ webinarId }) => {
    const isMore = await transact(db, async (tx) => {
      const webinar = await lockWebinar(tx, webinarId);
      if (!webinar || webinar.disconnectedAt) return false;
      const promised = await promiseCancels(tx, webinar);
      const open = await findOpenAlert(tx, questionOf(webinar));
      const begun = hasBegun(webinar, now());
      if (begun) await stopAsking(tx, webinar);
      const joining = begun ? [] : (await lockToBeAsked(tx, webinar.id, atOnce)).filter(isToBeAsked);
      const question = joining.length > 0 ? await join(tx, webinar, open, joining) : open;
      if (question) await follow(tx, question, open === undefined);
      return promised === atOnce || joining.length === atOnce;
    });
    return isMore ? { againInMs: 0 } : undefined;
  };
}

function questionOf({ id, slackChannelId }: Webinar) {
  return { kind: 'still_in_on24', slackChannelId, webinarId: id, cause: 'still_in_on24' } as const;
}

/** A click may be about thousands of people: it only saves the wish. */
async function promiseCancels(tx: Tx, webinar: Webinar): Promise<number> {
  const wanted = await wantedWithoutJob(tx, webinar.id, atOnce);
  for (const registrantId of wanted) enqueue(tx, 'cancel-in-on24', { registrantId, webinarId: webinar.id });
  return wanted.length;
}

async function stopAsking(tx: Tx, webinar: Webinar): Promise<void> {
  const asked = await lockAsked(tx, { webinarId: webinar.id });
  await changeAll(tx, asked, { on24Cancel: null });
  drawRows(tx, asked);
}

async function join(
  tx: Tx,
  webinar: Webinar,
  open: Alert | undefined,
  people: readonly Registrant[],
): Promise<Alert> {
  // Buttons that were drawn before this instant are about fewer people; no two joinings may share one.
  const lastMetAt = new Date(Math.max(Date.now(), (open?.lastMetAt.getTime() ?? 0) + 1));
  if (open) await changeAlert(tx, open.id, { lastMetAt });
  const question = open ?? (await openQuestion(tx, webinar, lastMetAt));
  await changeAll(tx, people, { on24Cancel: 'asked', questionId: question.id });
  drawRows(tx, people);
  return question;
}

async function openQuestion(tx: Tx, webinar: Webinar, lastMetAt: Date): Promise<Alert> {
  const { slackChannelId } = webinar;
  const message = await addMessage(tx, { webinarId: webinar.id, kind: 'alert', slackChannelId });
  return addAlert(tx, { ...questionOf(webinar), words: '', messageId: message.id, lastMetAt });
}

async function follow(tx: Tx, question: Alert, isNew: boolean): Promise<void> {
  const { asked, wanted, cancelled } = await standingOfQuestion(tx, question.id);
  const isOver = asked + wanted === 0;
  if (isOver)
    await changeAlert(tx, question.id, {
      closedAt: new Date(),
      closedBecause: cancelled > 0 ? 'solved' : 'dismissed',
    });
  if (question.messageId === null) return;
  enqueue(
    tx,
    'draw-message',
    { messageId: question.messageId },
    isNew || isOver ? {} : { delayMs: editsEveryMs, keepsEarlier: true },
  );
}

function drawRows(tx: Tx, people: readonly Registrant[]): void {
  for (const messageId of new Set(people.map((person) => person.messageId)))
    if (messageId !== null) promiseDrawing(tx, messageId);
}
