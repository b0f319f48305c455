/** The same door for many at once: each status they come from is asked about once, and all rows of it change in one statement. */
import { reasonToRefuseMove } from '../program/legal-moves.ts';
import type { Status } from '../program/status.ts';
import type { Tx } from '../store/database.ts';
import { addHistoryEntries } from '../store/history-store.ts';
import { changeRegistrants } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { changeBy, entryOf, type Move } from './move-registrant.ts';
import { promiseWhatFollows, wantsMarketoWrite } from './what-follows.ts';

/** Moves registrants whose rows the caller has locked in `tx`; for whom the move is illegal, nothing changes. Returns who has moved. */
export async function moveRegistrants(
  tx: Tx,
  webinar: Webinar,
  registrants: readonly Registrant[],
  move: Move,
): Promise<Registrant[]> {
  const moved: Registrant[] = [];
  for (const [from, rows] of byStatus(registrants)) {
    if (reasonToRefuseMove(from, move.to, move.cause, webinar.channel)) continue;
    const changed = await changeRegistrants(
      tx,
      rows.map(({ id }) => id),
      changeBy(move),
    );
    await addHistoryEntries(
      tx,
      changed.map((row) => entryOf(row, from, move)),
    );
    // Marked together, so that what follows finds each of them due and has nothing to write of its own.
    const due = changed.filter((row) => !row.marketoIsDue && wantsMarketoWrite(webinar, row));
    await changeRegistrants(
      tx,
      due.map(({ id }) => id),
      { marketoIsDue: true },
    );
    const dueIds = new Set(due.map(({ id }) => id));
    for (const row of changed) {
      const marked = dueIds.has(row.id) ? { ...row, marketoIsDue: true } : row;
      await promiseWhatFollows(tx, webinar, marked, from);
      moved.push(marked);
    }
  }
  return moved;
}

function byStatus(registrants: readonly Registrant[]): Map<Status, Registrant[]> {
  const groups = new Map<Status, Registrant[]>();
  for (const row of registrants) {
    const group = groups.get(row.status);
    if (group) group.push(row);
    else groups.set(row.status, [row]);
  }
  return groups;
}
