/** Somebody is forgotten here: their rows keep what became of them, and every message that showed them is drawn anew. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { findAlert } from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { erase, eraseUnknown, findByAddress, type Known } from '../store/forget-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';

/** Answers with what was known, so that the other systems can be told; twice is once. */
export async function forgetAddress(db: Db, email: string): Promise<{ known: Known[]; attended: number }> {
  return transact(db, async (tx) => {
    const known = await findByAddress(tx, email);
    await forgetPeople(
      tx,
      known.map(({ person }) => person.id),
    );
    return { known, attended: await eraseUnknown(tx, email) };
  });
}

export async function forgetPeople(tx: Tx, ids: readonly number[]): Promise<void> {
  for (const person of await erase(tx, ids)) await promiseRedrawings(tx, person);
}

async function promiseRedrawings(tx: Tx, person: Registrant): Promise<void> {
  if (person.messageId !== null) enqueue(tx, 'draw-message', { messageId: person.messageId });
  for (const alertId of [person.alertId, person.questionId, person.retriedAlertId]) {
    const alert = alertId === null ? undefined : await findAlert(tx, alertId);
    if (alert?.messageId) enqueue(tx, 'draw-message', { messageId: alert.messageId });
  }
}
