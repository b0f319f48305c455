/** Each replica says that it lives; the jobs of one that fell silent are released for the others within a minute. */
import { eq, lt, sql } from 'drizzle-orm';
import type { Db, Tx } from '../store/database.ts';
import { replicas } from '../store/schema/connections.ts';
import type { JobWatcher } from './worker.ts';

const beatEveryMs = 10_000;
const deadAfterSeconds = 35;

export interface Replica {
  leave(): Promise<void>;
}

export async function keepReplicaAlive(
  db: Db,
  workerId: string,
  watcher: Pick<JobWatcher, 'trouble'>,
): Promise<Replica> {
  await beat(db, workerId);
  let beating: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beat(db, workerId)
      .then(() => releaseJobsOfDeadReplicas(db))
      .catch((error: unknown) => watcher.trouble(error));
  }, beatEveryMs);
  return {
    async leave() {
      clearInterval(timer);
      await beating;
      await db.delete(replicas).where(eq(replicas.workerId, workerId));
    },
  };
}

async function beat(db: Db, workerId: string): Promise<void> {
  await db
    .insert(replicas)
    .values({ workerId })
    .onConflictDoUpdate({ target: replicas.workerId, set: { seenAt: sql`now()` } });
}

/** Returns how many replicas were found dead. graphile-worker alone would keep their jobs locked for four hours. */
export async function releaseJobsOfDeadReplicas(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    const dead = await tx
      .delete(replicas)
      .where(lt(replicas.seenAt, sql`now() - make_interval(secs => ${deadAfterSeconds})`))
      .returning({ workerId: replicas.workerId });
    await releaseJobsOf(
      tx,
      dead.map(({ workerId }) => workerId),
    );
    return dead.length;
  });
}

/** Gives back the jobs and queues that these workers hold; they run no more. */
export async function releaseJobsOf(db: Db | Tx, workerIds: readonly string[]): Promise<void> {
  for (const workerId of workerIds) {
    await db.execute(sql`select graphile_worker.force_unlock_workers(array[${workerId}]::text[])`);
  }
  if (workerIds.length === 0) return;
  // A job that was replaced by a newer promise while it ran has lost its key and its attempts: nobody will run it again.
  await db.execute(sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs where key is null and attempts >= max_attempts and locked_at is null
    ))`);
}
