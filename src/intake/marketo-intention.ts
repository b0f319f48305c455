/** A status that is about to be written: saved before the call, and kept until its answer, a reading or ten minutes end it. */
import { transact } from '../jobs/transact.ts';
import { wantsMarketoWrite, wantsStatus } from '../jobs/what-follows.ts';
import type { Db } from '../store/database.ts';
import {
  changeRegistrant,
  lockRegistrants,
  lockRegistrantsOfLeads,
  type RegistrantChange,
} from '../store/registrant-store.ts';
import type { MarketoIntention, MarketoWritten, Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';

/** An intention older than this has either shown itself in a reading or will not any more. */
export const intentionLivesMs = 10 * 60 * 1000;

/** One call: the status it writes, and when its intentions were saved, by which they are known. */
export interface StatusWrite {
  statusName: string;
  savedAt: string;
}

/** Returns the rows that still want this status, now with the intention saved; a crash after this is found by a reading. */
export async function saveIntentions(
  db: Db,
  webinar: Webinar,
  { statusName, savedAt }: StatusWrite,
  rows: readonly Registrant[],
): Promise<Registrant[]> {
  return transact(db, async (tx) => {
    const intended: Registrant[] = [];
    const ids = rows.map(({ id }) => id);
    for (const row of await lockRegistrants(tx, ids)) {
      if (!wantsMarketoWrite(webinar, row) || wantsStatus(webinar, row) !== statusName) continue;
      const intention: MarketoIntention = { statusName, over: row.marketoBase, savedAt };
      intended.push(
        await changeRegistrant(tx, row.id, {
          marketoWriting: [...liveIntentions(row), intention],
          marketoSeq: row.marketoSeq + 1,
        }),
      );
    }
    return intended;
  });
}

/** The call is known not to have been carried out for anybody. */
export async function withdrawIntentions(
  db: Db,
  webinar: Webinar,
  write: StatusWrite,
  leadIds: readonly number[],
): Promise<void> {
  await transact(db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, leadIds))
      await changeRegistrant(tx, row.id, answered(row, write));
  });
}

export function liveIntentions({ marketoWriting }: Pick<Registrant, 'marketoWriting'>): MarketoIntention[] {
  return marketoWriting.filter(({ savedAt }) => Date.now() - Date.parse(savedAt) < intentionLivesMs);
}

/** The row's intention for this very call; nothing when a reading has ended it. */
export function intentionOf(row: Registrant, { statusName, savedAt }: StatusWrite) {
  return row.marketoWriting.find((one) => one.statusName === statusName && one.savedAt === savedAt);
}

/** The intention leaves with its answer; others of the same status are other calls, which may still be on their way. */
export function answered(row: Registrant, write: StatusWrite): RegistrantChange {
  const own = intentionOf(row, write);
  return {
    marketoWriting: row.marketoWriting.filter((one) => one !== own),
    marketoSeq: row.marketoSeq + 1,
  };
}

/** What is remembered of a write that was carried out, until the feed tells of it; nothing when it has. */
export function writtenBy(intention: MarketoIntention): MarketoWritten | null {
  const { statusName, over, savedAt, isSeen } = intention;
  return isSeen ? null : { statusName, over, savedAt };
}
