import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue } from '../../src/jobs/catalogue.ts';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { transact } from '../../src/jobs/transact.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { eventually, waitingJobs } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a promised job', () => {
  let own: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    own = await createTestDatabase();
    database = openDatabase(own.url, { name: 'promised jobs' });
  });
  afterEach(() => database.db.execute(sql`delete from graphile_worker._private_jobs`));
  afterAll(async () => {
    await database.close();
    await own.drop();
  });

  test('exists once its transaction is committed, and not before', async () => {
    await transact(database.db, async (tx) => {
      enqueue(tx, 'gather-arrivals', { webinarId: 1 });
      expect(await waitingJobs(database.db)).toEqual([]);
    });
    expect(await waitingJobs(database.db)).toMatchObject([{ name: 'gather-arrivals', key: 'gather:1' }]);
  });

  test('does not exist when its transaction is rolled back', async () => {
    const work = transact(database.db, async (tx) => {
      enqueue(tx, 'gather-arrivals', { webinarId: 1 });
      throw new Error('changed its mind');
    });
    await expect(work).rejects.toThrow('changed its mind');
    expect(await waitingJobs(database.db)).toEqual([]);
  });

  test('takes the transaction back when it cannot be written', async () => {
    const work = transact(database.db, async (tx) => {
      await tx.execute(sql`insert into cursors (name, value) values ('kept', '1')`);
      // A payload that PostgreSQL refuses: the promise fails at the very end of the transaction.
      enqueue(tx, 'gather-arrivals', { webinarId: 1 }, { delayMs: Number.NaN });
    });
    await expect(work).rejects.toThrow();
    expect([...(await database.db.execute(sql`select * from cursors`))]).toEqual([]);
  });

  test('can only be promised inside transact', async () => {
    await database.db.transaction(async (tx) => {
      expect(() => enqueue(tx, 'gather-arrivals', { webinarId: 1 })).toThrow(/inside transact/);
    });
  });

  test('is one with another of an equal key in the same transaction, and the sooner time counts', async () => {
    await transact(database.db, async (tx) => {
      enqueue(tx, 'draw-message', { messageId: 7 }, { delayMs: 60_000, keepsEarlier: true });
      enqueue(tx, 'draw-message', { messageId: 7 }, { priority: -10 });
      enqueue(tx, 'draw-message', { messageId: 7 }, { delayMs: 3_000, keepsEarlier: true });
    });
    const [job, ...others] = await waitingJobs(database.db);
    expect(others).toEqual([]);
    expect(job?.inMs).toBeLessThan(1_000);
  });

  test.each([
    ['a sooner time after a later one', 60_000, 1_000],
    ['a later time after a sooner one', 1_000, 60_000],
  ])('of an equal key that waits already keeps the sooner time: %s', async (_title, first, second) => {
    for (const delayMs of [first, second]) {
      await transact(database.db, async (tx) =>
        enqueue(tx, 'draw-message', { messageId: 7 }, { delayMs, keepsEarlier: true }),
      );
    }
    const jobs = await waitingJobs(database.db);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.inMs).toBeLessThan(2_000);
  });

  test('that must run now does so, although one of its key waits for later', async () => {
    await transact(database.db, async (tx) =>
      enqueue(tx, 'draw-message', { messageId: 7 }, { delayMs: 60_000, keepsEarlier: true }),
    );
    await transact(database.db, async (tx) => enqueue(tx, 'draw-message', { messageId: 7 }));
    expect(await waitingJobs(database.db)).toMatchObject([{ inMs: expect.closeTo(0, -3) }]);
  });

  test('never makes two transactions wait for each other crosswise', async () => {
    for (let round = 0; round < 10; round++) {
      const ids = Array.from({ length: 40 }, (_, index) => index + 1);
      const promising = (order: number[]) =>
        transact(database.db, async (tx) => {
          for (const webinarId of order) enqueue(tx, 'gather-arrivals', { webinarId });
        });
      await Promise.all([
        promising(ids),
        promising([...ids].reverse()),
        promising(ids),
        promising([...ids].reverse()),
      ]);
      expect(await waitingJobs(database.db)).toHaveLength(ids.length);
    }
  });

  test('is not dropped when one of its key, promised by somebody else, begins to run at that very moment', async () => {
    // graphile-worker's add_job passes over such a job without a word: https://github.com/graphile/worker/issues/580
    let second: Promise<void> | undefined;
    await database.db.transaction(async (tx) => {
      await tx.execute(
        sql`select graphile_worker.add_job('draw-message', '{"messageId":3}', job_key => 'draw:3')`,
      );
      second = transact(database.db, async (other) => enqueue(other, 'draw-message', { messageId: 3 }));
      await eventually('the second promise waits for the first', async () => {
        const waiting = await database.db.execute(sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
        return waiting.length > 0;
      });
      await tx.execute(sql`
        update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker' where key = 'draw:3'`);
    });
    await second;
    const waiting = (await waitingJobs(database.db)).filter(({ isRunning }) => !isRunning);
    expect(waiting).toMatchObject([{ key: 'draw:3' }]);
  });

  test('carries ids and nothing else: numbers, and a Slack user’s own', () => {
    for (const [name, { payload }] of Object.entries(catalogue)) {
      const { type, properties = {} } = z.toJSONSchema(payload, { io: 'input' });
      expect([name, type]).toEqual([name, 'object']);
      for (const [field, schema] of Object.entries(properties)) {
        expect([name, field, schema]).toMatchObject([
          name,
          expect.stringMatching(/Id$|^slot$/),
          field === 'userId'
            ? { type: 'string', pattern: '^[UW][A-Z0-9]{1,20}$' }
            : { type: 'integer', exclusiveMinimum: 0 },
        ]);
      }
    }
  });

  test('of a payload without its ids is not promised', async () => {
    const work = transact(database.db, async (tx) => enqueue(tx, 'draw-message', { messageId: 0 }));
    await expect(work).rejects.toThrow();
    expect(await waitingJobs(database.db)).toEqual([]);
  });
});
