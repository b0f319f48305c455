/** Writes promised jobs through graphile-worker's own SQL function. */
import { sql } from 'drizzle-orm';
import type { Tx } from '../store/database.ts';

export interface Promised {
  name: string;
  payload: unknown;
  key: string;
  queue: string | null;
  flags: string[] | null;
  priority: number;
  delayMs: number;
  keepsEarlier: boolean;
}

// Attempts after a throw wait e^n seconds, six hours at most: 25 of them last nearly four days.
const maxAttempts = 25;

export async function writeJobs(tx: Tx, jobs: readonly Promised[]): Promise<void> {
  for (const job of inOneOrder(jobs)) {
    // graphile-worker passes over a job whose like begins to run at that very moment, without a word
    // (https://github.com/graphile/worker/issues/580); asked once more, it writes a new one.
    for (let tries = 0; !(await writeJob(tx, job)); tries++) {
      if (tries === mostTries) throw new Error(`the job ${job.key} could not be written`);
    }
  }
}

const mostTries = 5;

/** Returns whether the job was written. */
async function writeJob(tx: Tx, job: Promised): Promise<boolean> {
  const runAt = sql`now() + make_interval(secs => ${job.delayMs / 1000}::double precision)`;
  const waitsForLater = sql`exists (select 1 from graphile_worker.jobs where key = ${job.key}::text and run_at > ${runAt})`;
  const [written] = await tx.execute<{ id: string | null }>(sql`
    select (graphile_worker.add_job(
      identifier => ${job.name}::text,
      payload => ${JSON.stringify(job.payload)}::json,
      queue_name => ${job.queue}::text,
      run_at => ${runAt},
      max_attempts => ${maxAttempts}::integer,
      job_key => ${job.key}::text,
      priority => ${job.priority}::integer,
      flags => ${flagsArray(job.flags)}::text[],
      job_key_mode => case when ${job.keepsEarlier} and not ${waitsForLater} then 'preserve_run_at' else 'replace' end
    )).id`);
  return written?.id != null;
}

function inOneOrder(jobs: readonly Promised[]): Promised[] {
  const byKey = new Map<string, Promised>();
  for (const job of jobs) {
    const other = byKey.get(job.key);
    byKey.set(job.key, other ? soonerOf(other, job) : job);
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function soonerOf(one: Promised, other: Promised): Promised {
  return {
    ...one,
    priority: Math.min(one.priority, other.priority),
    delayMs: Math.min(one.delayMs, other.delayMs),
    keepsEarlier: one.keepsEarlier && other.keepsEarlier,
  };
}

function flagsArray(flags: string[] | null): string | null {
  return flags === null ? null : `{${flags.map((flag) => JSON.stringify(flag)).join(',')}}`;
}
