import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { transact } from '../../src/jobs/transact.ts';
import { openDatabase } from '../../src/store/database.ts';
import { expectWaiting } from '../support/held-back.ts';
import { createTestDatabase } from '../support/test-database.ts';

test('a job promised while a worker claims the one with its key is kept beside it', async () => {
  const testDatabase = await createTestDatabase();
  const { db, close } = openDatabase(testDatabase.url, { maxConnections: 4, name: 'test' });
  onTestFinished(async () => {
    await close();
    await testDatabase.drop();
  });
  const promise = () => transact(db, async (tx) => enqueue(tx, 'draw-message', { messageId: 1 }));
  // The kind of job and its queue are known already, as they are after the first minute of a service.
  await promise();
  await db.execute(sql`delete from graphile_worker._private_jobs`);

  const { second } = await transact(db, async (tx) => {
    await tx.execute(sql`
      select graphile_worker.add_job('draw-message', '{"messageId":1}'::json, job_key => 'draw:1')`);
    // It waits for the first to be committed; by then a worker has the first, and has read the rows.
    const waiting = promise();
    await expectWaiting(db, 1);
    await tx.execute(sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker'`);
    return { second: waiting };
  });
  await second;
  const jobs = await db.execute(
    sql`select locked_at is not null as claimed from graphile_worker.jobs order by id`,
  );
  expect([...jobs]).toEqual([{ claimed: true }, { claimed: false }]);
});
