/** History: only ever added to. */
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { type HistoryEntry, history } from './schema/history.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

export type NewHistoryEntry = typeof history.$inferInsert;

/** Returns the entry's id. */
export async function addHistory(tx: Tx, entry: NewHistoryEntry): Promise<number> {
  const [added] = await tx.insert(history).values(entry).returning({ id: history.id });
  if (!added) throw new Error('PostgreSQL returned no row for an inserted history entry');
  return added.id;
}

/** PostgreSQL takes at most 65,535 values in one statement. */
const entriesAtOnce = 1_000;

export async function addHistoryEntries(tx: Tx, entries: readonly NewHistoryEntry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += entriesAtOnce)
    await tx.insert(history).values(entries.slice(from, from + entriesAtOnce));
}

export async function findHistoryEntry(db: Db | Tx, id: number): Promise<HistoryEntry | undefined> {
  const [entry] = await db.select().from(history).where(eq(history.id, id));
  return entry;
}

export async function historyOf(db: Db | Tx, registrantId: number): Promise<HistoryEntry[]> {
  return db.select().from(history).where(eq(history.registrantId, registrantId)).orderBy(asc(history.id));
}

export interface EntryOfPerson {
  entry: HistoryEntry;
  /** Nothing where the entry is about the webinar. */
  person: Registrant | null;
}

const readAtOnce = 500;

/** The whole history of a webinar in the order in which it was written, read in pieces. */
export async function* historyOfWebinar(db: Db, webinarId: number): AsyncGenerator<EntryOfPerson> {
  for (let after = 0; ; ) {
    const piece = await db
      .select({ entry: history, person: registrants })
      .from(history)
      .leftJoin(registrants, eq(registrants.id, history.registrantId))
      .where(and(eq(history.webinarId, webinarId), gt(history.id, after)))
      .orderBy(asc(history.id))
      .limit(readAtOnce);
    yield* piece;
    const last = piece.at(-1);
    if (!last || piece.length < readAtOnce) return;
    after = last.entry.id;
  }
}
