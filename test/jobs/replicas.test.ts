import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { releaseJobsOfDeadReplicas } from '../../src/jobs/replicas.ts';
import { transact } from '../../src/jobs/transact.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { replicas } from '../../src/store/schema/connections.ts';
import { settled, waitingJobs } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestWorker } from '../support/worker-under-test.ts';

describe('replicas', () => {
  let own: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    own = await createTestDatabase();
    database = openDatabase(own.url, { name: 'replicas' });
  });
  afterAll(async () => {
    await database.close();
    await own.drop();
  });

  const promiseTwo = () =>
    transact(database.db, async (tx) => {
      enqueue(tx, 'write-marketo', { webinarId: 1 });
      enqueue(tx, 'read-hinted', { webinarId: 1 });
    });

  /** As the replica left it: one job begun, its queue held. */
  async function beginAs(workerId: string, seenSecondsAgo: number): Promise<void> {
    await database.db.insert(replicas).values({
      workerId,
      seenAt: sql`now() - make_interval(secs => ${seenSecondsAgo})`,
    });
    await promiseTwo();
    await database.db.execute(sql`
      update graphile_worker._private_jobs set locked_by = ${workerId}, locked_at = now(), attempts = 1
      where key = 'write-marketo:1'`);
    await database.db.execute(sql`
      insert into graphile_worker._private_job_queues (queue_name) values ('marketo-1') on conflict do nothing`);
    await database.db.execute(sql`
      update graphile_worker._private_job_queues set locked_by = ${workerId}, locked_at = now()
      where queue_name = 'marketo-1'`);
  }

  test('one that was silent for more than 35 seconds loses its jobs to the others, and its queues too', async () => {
    await beginAs('pool-dead', 36);
    expect(await releaseJobsOfDeadReplicas(database.db)).toBe(1);

    const done: string[] = [];
    const worker = await startTestWorker(database, {
      'write-marketo': async () => void done.push('write'),
      'read-hinted': async () => void done.push('read'),
    });
    await settled(database.db);
    expect(done.sort()).toEqual(['read', 'write']);
    await worker.stop();
  });

  test('one that was heard of 30 seconds ago keeps them', async () => {
    await beginAs('pool-alive', 30);
    expect(await releaseJobsOfDeadReplicas(database.db)).toBe(0);
    const running = (await waitingJobs(database.db)).filter(({ isRunning }) => isRunning);
    expect(running).toMatchObject([{ key: 'write-marketo:1' }]);
    await database.db.execute(sql`select graphile_worker.force_unlock_workers(array['pool-alive'])`);
    await database.db.execute(sql`delete from graphile_worker._private_jobs`);
    await database.db.delete(replicas).where(eq(replicas.workerId, 'pool-alive'));
  });

  test('each is known by the name under which its jobs are locked, and leaves no name behind', async () => {
    const names: unknown[] = [];
    const worker = await startTestWorker(database, {
      'write-marketo': async () => {
        const [locked] = await database.db.execute(
          sql`select locked_by from graphile_worker.jobs where key = 'write-marketo:1'`,
        );
        names.push(locked?.locked_by);
      },
    });
    const known = await database.db.select().from(replicas);
    await transact(database.db, async (tx) => enqueue(tx, 'write-marketo', { webinarId: 1 }));
    await settled(database.db);
    expect(names).toEqual(known.map(({ workerId }) => workerId));
    await worker.stop();
    expect(await database.db.select().from(replicas)).toEqual([]);
  });
});
