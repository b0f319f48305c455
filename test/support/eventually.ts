/** Waits for facts that no simulator announces, such as those in the database. */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { standingJobs } from '../../src/jobs/standing-jobs.ts';
import type { Db } from '../../src/store/database.ts';

const looksEveryMs = 25;

export interface Patience {
  timeoutMs?: number;
  /** For facts that are dear to read. */
  lookEveryMs?: number;
  /** Jobs that wait for a later time in this database are given theirs now, as if it had come. */
  hurrying?: Db;
}

/**
 * Reads again and again until there is something, and returns that.
 *
 * @throws Error naming `what`, with what was read last
 */
export async function eventually<Found>(
  what: string,
  read: () => Promise<Found | undefined | false | null> | Found | undefined | false | null,
  { timeoutMs = 15_000, lookEveryMs = looksEveryMs, hurrying }: Patience = {},
): Promise<Found> {
  const givesUpAt = performance.now() + timeoutMs;
  let hurriedAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const found = await read();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > givesUpAt) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    if (hurrying && performance.now() - hurriedAt > 500) {
      hurriedAt = performance.now();
      await hurryJobs(hurrying);
    }
    await delay(lookEveryMs);
  }
}

/** The time of every waiting job has come, except of those that come round by themselves. */
export async function hurryJobs(db: Db): Promise<void> {
  await db.execute(sql`
    select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker.jobs
    where run_at > now() and locked_at is null and task_identifier <> all(${sql.raw(`array['${standingJobs.join("','")}']`)})`);
}

/** The time of one kind of standing job has come. */
export async function hurryStanding(db: Db, name: (typeof standingJobs)[number]): Promise<void> {
  await db.execute(sql`
    select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker.jobs
    where run_at > now() and locked_at is null and task_identifier = ${name}`);
}

export interface WaitingJob extends Record<string, unknown> {
  name: string;
  key: string | null;
  attempts: number;
  isRunning: boolean;
  /** Milliseconds until its time; negative when it has come. */
  inMs: number;
  lastError: string | null;
}

/**
 * Jobs that are promised or run, except of those that come round by themselves. One without a key that does not run was
 * replaced by a newer promise while its replica died.
 */
export async function waitingJobs(db: Db): Promise<WaitingJob[]> {
  const rows = await db.execute<WaitingJob>(sql`
    select task_identifier as name, key, attempts, locked_at is not null as "isRunning", last_error as "lastError",
      (extract(epoch from run_at - clock_timestamp()) * 1000)::float8 as "inMs"
    from graphile_worker.jobs
    where (key is not null or locked_at is not null) and task_identifier <> all(${sql.raw(`array['${standingJobs.join("','")}']`)})
    order by id`);
  return [...rows];
}

/** Nothing is promised any more: all that had to follow has followed. */
export async function settled(db: Db, patience: Patience = {}): Promise<void> {
  await eventually('no job waits', async () => (await waitingJobs(db)).length === 0, {
    timeoutMs: 30_000,
    ...patience,
  });
}
