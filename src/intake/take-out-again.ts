/** Takes people out of the program whom a status write of ours has added after somebody had removed them. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { RemovalResult } from '../outside/marketo/marketo-words.ts';
import { addHints } from '../store/hint-store.ts';
import { changeRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { followMembers, type IntakeParts } from './follow-members.ts';
import { isAddedByUs } from './take-reading.ts';
import { noteNotTaken } from './take-write-results.ts';

/** Nobody is added back by us. Whoever has come in again by themselves meanwhile stays, and begins anew. */
export async function takeOutAgain(
  parts: IntakeParts,
  webinar: Webinar,
  rows: readonly Registrant[],
): Promise<void> {
  if (rows.length === 0) return;
  const leadIds = rows.map(({ leadId }) => leadId);
  const members = await parts.marketo.readMembers(webinar.programId, leadIds);
  const stillThere = rows.filter((row) =>
    isAddedByUs(
      row,
      members.find(({ leadId }) => leadId === row.leadId),
    ),
  );
  const results = await parts.marketo.removeMembers(
    webinar.programId,
    stillThere.map(({ leadId }) => leadId),
  );
  await noteTakenOut(parts, webinar, rows, results);
  await followMembers(parts, webinar, leadIds);
}

async function noteTakenOut(
  { db }: IntakeParts,
  webinar: Webinar,
  rows: readonly Registrant[],
  results: readonly RemovalResult[],
): Promise<void> {
  await transact(db, async (tx) => {
    // Should the reading that follows fail or go stale, they are read again all the same.
    await addHints(
      tx,
      webinar.id,
      rows.map(({ leadId }) => leadId),
    );
    enqueue(tx, 'read-hinted', { webinarId: webinar.id });
    const ids = rows.map(({ id }) => id);
    for (const row of await lockRegistrants(tx, ids)) {
      const refused = results.find(({ leadId, outcome }) => leadId === row.leadId && outcome === 'refused');
      if (refused) {
        // They stay marked: what Marketo shows of them is still nobody's act.
        await noteNotTaken(tx, row, `the removal of somebody who had left already: ${refused.words ?? ''}`);
        continue;
      }
      await changeRegistrant(tx, row.id, {
        marketoAddedByUs: false,
        marketoIsDue: false,
        marketoSeq: row.marketoSeq + 1,
      });
    }
  });
}
