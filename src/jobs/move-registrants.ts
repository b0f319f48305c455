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
    // Marked together and in the same statement, so that what follows finds each of them due and writes nothing of its own.
    const [due, others] = split(
      rows,
      (row) => !row.marketoIsDue && wantsMarketoWrite(webinar, after(row, move)),
    );
    const changed = [
      ...(await changeRegistrants(tx, idsOf(due), { ...changeBy(move), marketoIsDue: true })),
      ...(await changeRegistrants(tx, idsOf(others), changeBy(move))),
    ].sort((a, b) => a.id - b.id);
    await addHistoryEntries(
      tx,
      changed.map((row) => entryOf(row, from, move)),
    );
    for (const row of changed) await promiseWhatFollows(tx, webinar, row, from);
    moved.push(...changed);
  }
  return moved;
}

/** The row as it will be, as far as Marketo is concerned. */
function after(row: Registrant, { to, with: more }: Move): Registrant {
  const joinLink =
    more?.joinLink === null || typeof more?.joinLink === 'string' ? more.joinLink : row.joinLink;
  return { ...row, status: to, marketoRefused: null, joinLink };
}

function idsOf(rows: readonly Registrant[]): number[] {
  return rows.map(({ id }) => id);
}

function split<Row>(rows: readonly Row[], isFirst: (row: Row) => boolean): [Row[], Row[]] {
  return [rows.filter(isFirst), rows.filter((row) => !isFirst(row))];
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
