/** Hints of people who must be read again in Marketo; kept until they have been. */
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { cursors, memberHints } from './schema/marketo-feed.ts';

export interface Hint {
  leadId: number;
  hintedAt: Date;
}

export async function addHints(tx: Tx, webinarId: number, leadIds: readonly number[]): Promise<void> {
  const distinct = [...new Set(leadIds)].sort((a, b) => a - b);
  for (let from = 0; from < distinct.length; from += 1000) {
    await tx
      .insert(memberHints)
      .values(distinct.slice(from, from + 1000).map((leadId) => ({ webinarId, leadId })))
      .onConflictDoUpdate({
        target: [memberHints.webinarId, memberHints.leadId],
        set: { hintedAt: sql`clock_timestamp()` },
      });
  }
}

export async function oldestHints(db: Db, webinarId: number, limit: number): Promise<Hint[]> {
  return db
    .select({ leadId: memberHints.leadId, hintedAt: memberHints.hintedAt })
    .from(memberHints)
    .where(eq(memberHints.webinarId, webinarId))
    .orderBy(asc(memberHints.hintedAt), asc(memberHints.leadId))
    .limit(limit);
}

/** A hint that came again while it was being followed stays. */
export async function removeHint(tx: Tx, webinarId: number, { leadId, hintedAt }: Hint): Promise<void> {
  await tx
    .delete(memberHints)
    .where(
      and(
        eq(memberHints.webinarId, webinarId),
        eq(memberHints.leadId, leadId),
        lte(memberHints.hintedAt, hintedAt),
      ),
    );
}

export async function readCursor(db: Db | Tx, name: string): Promise<string | undefined> {
  const [cursor] = await db.select().from(cursors).where(eq(cursors.name, name));
  return cursor?.value;
}

/** Holds the cursor for this transaction, so that one of several replicas moves it. */
export async function lockCursor(tx: Tx, name: string): Promise<string | undefined> {
  const [cursor] = await tx.select().from(cursors).where(eq(cursors.name, name)).for('update');
  return cursor?.value;
}

export async function cursorMovedAt(db: Db | Tx, name: string): Promise<Date | undefined> {
  const [cursor] = await db.select().from(cursors).where(eq(cursors.name, name));
  return cursor?.movedAt;
}

export async function moveCursor(tx: Tx, name: string, value: string): Promise<void> {
  await tx
    .insert(cursors)
    .values({ name, value })
    .onConflictDoUpdate({ target: cursors.name, set: { value, movedAt: sql`now()` } });
}
