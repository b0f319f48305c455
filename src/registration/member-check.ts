/** Marketo's word that somebody is still a member counts for a while, and is asked for again when it has grown old. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { Db } from '../store/database.ts';
import { changeRegistrant, lockRegistrant } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';

const countsForMs = 2 * 60 * 1000;

export function isMemberChecked({ memberCheckedAt }: Pick<Registrant, 'memberCheckedAt'>): boolean {
  return memberCheckedAt !== null && Date.now() - memberCheckedAt.getTime() < countsForMs;
}

/** Their turn has come, and it must be known first whether they are still members: with the answer they are promised again. */
export async function askForCheck(db: Db, { id }: Pick<Registrant, 'id'>): Promise<void> {
  await transact(db, async (tx) => {
    const row = await lockRegistrant(tx, id);
    if (row?.status !== 'registering' || isMemberChecked(row)) return;
    if (row.memberCheckedAt) await changeRegistrant(tx, id, { memberCheckedAt: null });
    enqueue(tx, 'confirm-members', { webinarId: row.webinarId });
  });
}
