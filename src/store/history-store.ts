/** History: only ever added to. */
import { asc, eq } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { type HistoryEntry, history } from './schema/history.ts';

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
