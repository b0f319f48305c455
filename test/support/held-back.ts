/** Lets several clicks meet for certain: all have begun, and none has been able to finish. */
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import type { UsherUnderTest } from './usher-under-test.ts';

/** Nobody can add to the history, which every click does, until all of them wait for each other or for that. */
export async function heldBack<Outcome>(
  { db }: UsherUnderTest,
  start: () => Promise<Outcome>[],
): Promise<Outcome[]> {
  const { all } = await db.transaction(async (tx) => {
    await tx.execute(sql`lock table history in share row exclusive mode`);
    const started = start();
    await expectWaiting(db, started.length);
    return { all: Promise.all(started) };
  });
  return all;
}

/** So many transactions of this database wait for a lock. */
export async function expectWaiting(db: Db, count: number): Promise<void> {
  const waiting = sql`
    select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect
    .poll(async () => (await db.execute(waiting)).length, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(count);
}
