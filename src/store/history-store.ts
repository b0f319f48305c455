/** History: only ever added to. */
import { asc, eq } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { type HistoryEntry, history } from './schema/history.ts';

export type NewHistoryEntry = typeof history.$inferInsert;

export async function addHistory(tx: Tx, entry: NewHistoryEntry): Promise<void> {
  await tx.insert(history).values(entry);
}

export async function historyOf(db: Db | Tx, registrantId: number): Promise<HistoryEntry[]> {
  return db.select().from(history).where(eq(history.registrantId, registrantId)).orderBy(asc(history.id));
}
