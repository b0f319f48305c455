/** Which connections fail, since when, and whether their jobs wait; shared by all replicas. */
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { connectionFaults } from './schema/connections.ts';

export type ConnectionFault = typeof connectionFaults.$inferSelect;

/** The part of an outside failure from which a connection's state follows. */
export interface Trouble {
  kind: 'unavailable' | 'refused' | 'misconfigured';
  /** The outside system works but asks for fewer calls; that never is an outage. */
  isThrottling: boolean;
  words: string;
  /** Told also where nobody waits yet. */
  isForAll?: boolean;
}

/** Every call failing for this long is an outage. */
const outageAfterMs = 30_000;

/**
 * Notes a failure: what is misconfigured is paused at once, what is unavailable when it has been so for 30 seconds.
 * A pause with an end of its own stays as it is.
 */
export async function noteTrouble(
  db: Db | Tx,
  flag: string,
  { kind, isThrottling, words, isForAll }: Trouble,
): Promise<void> {
  if (isThrottling || kind === 'refused') return;
  if (kind === 'misconfigured') return pauseConnection(db, flag, words, isForAll);
  const [row] = await db
    .insert(connectionFaults)
    .values({ flag, words })
    .onConflictDoUpdate({
      target: connectionFaults.flag,
      set: { words },
      setWhere: isNull(connectionFaults.resumesAt),
    })
    .returning({
      failingForMs: sql<number>`(extract(epoch from now() - ${connectionFaults.failingSince}) * 1000)::int`,
    });
  if (row && row.failingForMs >= outageAfterMs) await pauseConnection(db, flag, words);
}

async function pauseConnection(db: Db | Tx, flag: string, words: string, isForAll = false): Promise<void> {
  await db
    .insert(connectionFaults)
    .values({ flag, words, isPaused: true, isForAll })
    .onConflictDoUpdate({
      target: connectionFaults.flag,
      set: { words, isPaused: true, ...(isForAll && { isForAll }) },
      setWhere: isNull(connectionFaults.resumesAt),
    });
}

/** The system has said until when it serves nobody (a used-up day): no outage, and nothing to be tried before. */
export async function pauseUntil(db: Db | Tx, flag: string, words: string, resumesAt: Date): Promise<void> {
  await db
    .insert(connectionFaults)
    .values({ flag, words, isPaused: true, resumesAt })
    .onConflictDoUpdate({ target: connectionFaults.flag, set: { words, isPaused: true, resumesAt } });
}

/** The instant has come, and something else is wrong now: it stays paused, and is tried like any broken connection. */
export async function pauseWithoutEnd(db: Db | Tx, flag: string, words: string): Promise<void> {
  await db
    .update(connectionFaults)
    .set({ words, isPaused: true, resumesAt: null })
    .where(eq(connectionFaults.flag, flag));
}

/**
 * The connection is well: its jobs go on. Returns whether it had been failing. A pause with an end of its own does not
 * end before: the call that went well may have been on its way when the pause began.
 */
export async function noteWell(db: Db | Tx, flag: string, now = new Date()): Promise<boolean> {
  const removed = await db
    .delete(connectionFaults)
    .where(
      and(
        eq(connectionFaults.flag, flag),
        or(isNull(connectionFaults.resumesAt), lte(connectionFaults.resumesAt, now)),
      ),
    )
    .returning();
  return removed.length > 0;
}

export async function findFault(db: Db | Tx, flag: string): Promise<ConnectionFault | undefined> {
  const [fault] = await db.select().from(connectionFaults).where(eq(connectionFaults.flag, flag));
  return fault;
}

export async function listFaults(db: Db | Tx): Promise<ConnectionFault[]> {
  return db.select().from(connectionFaults).orderBy(connectionFaults.flag);
}

/** Until then the connection is not tried by itself. */
export async function holdTries(db: Db | Tx, flag: string, forMs: number): Promise<void> {
  await db
    .update(connectionFaults)
    .set({ triesAfter: sql`now() + make_interval(secs => ${forMs / 1000})` })
    .where(eq(connectionFaults.flag, flag));
}

/** Somebody asks for a try now. */
export async function allowTry(db: Db | Tx, flag: string): Promise<void> {
  await db.update(connectionFaults).set({ triesAfter: null }).where(eq(connectionFaults.flag, flag));
}

/** Whether the connection fails and its next try has come. */
export async function isTryDue(db: Db | Tx, flag: string): Promise<boolean> {
  const [due] = await db
    .select({ flag: connectionFaults.flag })
    .from(connectionFaults)
    .where(
      and(
        eq(connectionFaults.flag, flag),
        or(isNull(connectionFaults.triesAfter), lte(connectionFaults.triesAfter, sql`now()`)),
      ),
    );
  return due !== undefined;
}
