/** Somebody wishes that a person leaves ON24, or stays there: saved, kept in the history, and promised. */
import type { Tx } from '../store/database.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { enqueue } from './enqueue.ts';
import { promiseAsking, promiseDrawing } from './what-follows.ts';

/** `by` is a Slack user id. The caller holds the row's lock. */
export async function wantCancel(tx: Tx, row: Registrant, by: string): Promise<Registrant> {
  const wanted = await changeRegistrant(tx, row.id, {
    on24Cancel: 'wanted',
    on24CancelBy: by,
    on24CancelWords: null,
    holdsUntil: null,
  });
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'cancel_wanted',
    fromStatus: row.status,
    actor: by,
  });
  enqueue(tx, 'cancel-in-on24', { registrantId: row.id, webinarId: row.webinarId });
  if (row.messageId !== null) promiseDrawing(tx, row.messageId);
  if (row.questionId !== null) promiseAsking(tx, row.webinarId);
  return wanted;
}
