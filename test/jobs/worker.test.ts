import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enqueue, promised } from '../../src/jobs/enqueue.ts';
import type { SomeHandlers } from '../../src/jobs/handlers.ts';
import { transact } from '../../src/jobs/transact.ts';
import { noteTrouble, noteWell } from '../../src/store/connection-fault-store.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { eventually, settled, waitingJobs } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestWorker } from '../support/worker-under-test.ts';

type Running = Awaited<ReturnType<typeof startTestWorker>>;

describe('a worker', () => {
  let own: TestDatabase;
  let database: Database;
  let workers: Running[];
  const start = async (handlers: SomeHandlers) => {
    const worker = await startTestWorker(database, handlers);
    workers.push(worker);
    return worker;
  };
  beforeEach(async () => {
    own = await createTestDatabase();
    database = openDatabase(own.url, { name: 'worker test' });
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) await worker.stop();
    await database.close();
    await own.drop();
  });

  test('runs the jobs of one queue one at a time, however many replicas there are', async () => {
    const now = new Map<string, number>();
    let mostInOneQueue = 0;
    let mostInAll = 0;
    const runs: number[] = [];
    const handler = async ({ webinarId }: { webinarId: number }) => {
      const queue = promised('read-hinted', { webinarId }, {}).queue ?? '';
      now.set(queue, (now.get(queue) ?? 0) + 1);
      mostInOneQueue = Math.max(mostInOneQueue, now.get(queue) ?? 0);
      mostInAll = Math.max(
        mostInAll,
        [...now.values()].reduce((sum, count) => sum + count, 0),
      );
      await database.db.execute(sql`select pg_sleep(0.03)`);
      now.set(queue, (now.get(queue) ?? 0) - 1);
      runs.push(webinarId);
      return undefined;
    };
    const handlers = { 'read-hinted': handler, 'write-marketo': handler };
    await Promise.all([start(handlers), start(handlers)]);
    await transact(database.db, async (tx) => {
      for (let webinarId = 1; webinarId <= 20; webinarId++) {
        enqueue(tx, 'read-hinted', { webinarId });
        enqueue(tx, 'write-marketo', { webinarId });
      }
    });
    await settled(database.db);
    expect(runs).toHaveLength(40);
    expect(mostInOneQueue).toBe(1);
    expect(mostInAll).toBeGreaterThan(1);
  });

  test('waits for a wait that is known beforehand without burning an attempt', async () => {
    let runs = 0;
    const seen: (number | undefined)[] = [];
    const worker = await start({
      'gather-arrivals': async () => {
        runs += 1;
        // The run before may still be listed, without its key, until it has been struck off.
        const jobs = await waitingJobs(database.db);
        seen.push(jobs.find(({ isRunning, key }) => isRunning && key !== null)?.attempts);
        return runs < 5 ? { againInMs: 20 } : undefined;
      },
    });
    await transact(database.db, async (tx) => enqueue(tx, 'gather-arrivals', { webinarId: 1 }));
    await settled(database.db);
    expect(worker.finished.map(({ outcome }) => outcome)).toEqual([
      'waits',
      'waits',
      'waits',
      'waits',
      'done',
    ]);
    // A running job counts its own run; none of the earlier ones.
    expect(seen).toEqual([1, 1, 1, 1, 1]);
  });

  test('runs a known wait no sooner than it was said', async () => {
    const at: number[] = [];
    await start({
      'gather-arrivals': async () => {
        at.push(performance.now());
        return at.length < 2 ? { againInMs: 700 } : undefined;
      },
    });
    await transact(database.db, async (tx) => enqueue(tx, 'gather-arrivals', { webinarId: 1 }));
    await settled(database.db);
    const [first = 0, second = 0] = at;
    expect(second - first).toBeGreaterThanOrEqual(690);
  });

  test('tries again what threw, and says why it failed', async () => {
    let runs = 0;
    const worker = await start({
      'gather-arrivals': async () => {
        runs += 1;
        if (runs === 1) throw new Error('the first time always fails');
        return undefined;
      },
    });
    await transact(database.db, async (tx) => enqueue(tx, 'gather-arrivals', { webinarId: 1 }));
    const failed = await eventually('it has failed once', async () =>
      (await waitingJobs(database.db)).find(({ isRunning, lastError }) => !isRunning && lastError !== null),
    );
    expect(failed).toMatchObject({ attempts: 1, lastError: 'the first time always fails' });
    expect(failed.inMs).toBeGreaterThan(0);
    await settled(database.db, { hurrying: database.db });
    expect(worker.finished).toMatchObject([
      { outcome: 'failed', error: new Error('the first time always fails') },
      { outcome: 'done' },
    ]);
  });

  test('holds the jobs of a paused connection without burning attempts, and lets them go when it is well', async () => {
    const runs: string[] = [];
    await noteTrouble(database.db, 'on24:webinar:1', {
      kind: 'misconfigured',
      isThrottling: false,
      words: 'The event id 1 is inactive.',
    });
    await start({
      'register-registrant': async ({ registrantId }) => void runs.push(`register ${registrantId}`),
      'gather-arrivals': async () => void runs.push('gather'),
    });
    await transact(database.db, async (tx) => {
      enqueue(tx, 'register-registrant', { registrantId: 1, webinarId: 1 });
      enqueue(tx, 'register-registrant', { registrantId: 2, webinarId: 2 });
      enqueue(tx, 'gather-arrivals', { webinarId: 1 });
    });
    await eventually('the others have run', () => runs.length === 2);
    // What is enqueued later runs, too, while the held one still waits.
    await transact(database.db, async (tx) => enqueue(tx, 'gather-arrivals', { webinarId: 9 }));
    await eventually('a later job has run', () => runs.length === 3);
    expect(runs).not.toContain('register 1');
    expect(await waitingJobs(database.db)).toMatchObject([
      { key: 'register:1', attempts: 0, isRunning: false },
    ]);

    await noteWell(database.db, 'on24:webinar:1');
    await settled(database.db);
    expect(runs.at(-1)).toBe('register 1');
  });

  test('runs a copy that is promised while the job runs, after it and not beside it', async () => {
    const runs: string[] = [];
    await start({
      'draw-message': async () => {
        runs.push('begins');
        if (runs.length === 1) {
          await transact(database.db, async (tx) => enqueue(tx, 'draw-message', { messageId: 3 }));
          await database.db.execute(sql`select pg_sleep(0.1)`);
        }
        runs.push('ends');
        return undefined;
      },
    });
    await transact(database.db, async (tx) => enqueue(tx, 'draw-message', { messageId: 3 }));
    await settled(database.db);
    expect(runs).toEqual(['begins', 'ends', 'begins', 'ends']);
  });

  test('does not hand a payload without its ids to a handler', async () => {
    const runs: unknown[] = [];
    const worker = await start({ 'gather-arrivals': async (payload) => void runs.push(payload) });
    await database.db.execute(sql`
      select graphile_worker.add_job('gather-arrivals', '{"webinarId":"ada@acme-corp.example"}'::json)`);
    await eventually('it has failed', () => worker.finished.some(({ outcome }) => outcome === 'failed'));
    expect(runs).toEqual([]);
  });
});
