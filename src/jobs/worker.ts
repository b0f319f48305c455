/** Runs the jobs of the catalogue on this replica, and returns the jobs of replicas that died. */

import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Runner, run, type Task, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Database } from '../store/database.ts';
import { silentLogger } from '../store/silent-logger.ts';
import { catalogue, type JobName, type JobPayload } from './catalogue.ts';
import { enqueue } from './enqueue.ts';
import type { Handlers, KnownWait } from './handlers.ts';
import { pausedFlags } from './paused-flags.ts';
import { keepReplicaAlive, type Replica, releaseJobsOf } from './replicas.ts';
import { transact } from './transact.ts';

export interface JobWatcher {
  finished(name: JobName, outcome: 'done' | 'waits' | 'failed', durationMs: number, error?: unknown): void;
  /** The worker's own trouble, for example a database that does not answer. */
  trouble(error: unknown): void;
}

export interface Worker {
  stop(): Promise<void>;
}

export interface WorkerOptions {
  database: Database;
  pool: Pool;
  handlers: Handlers;
  watcher: JobWatcher;
  concurrency?: number;
  /** How often to look for jobs whose time has come; new jobs are announced by PostgreSQL at once. */
  pollIntervalMs?: number;
}

/**
 * The worker comes back by itself: graphile-worker gives a pool up when it cannot say what became of a job, for
 * example because the database went away, and the job would stay locked under a pool that nobody runs.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const stopping = new AbortController();
  let running = await begin(options);
  const watching = (async () => {
    for (;;) {
      await running.runner.promise.catch((error: unknown) => options.watcher.trouble(error));
      if (stopping.signal.aborted) return;
      await running.replica.leave().catch((error: unknown) => options.watcher.trouble(error));
      const again = await beginAgain(options, running.workerId, stopping.signal);
      if (!again) return;
      running = again;
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running.runner.stop().catch(() => undefined);
      await watching;
      await running.replica.leave().catch((error: unknown) => options.watcher.trouble(error));
    },
  };
}

interface Running {
  runner: Runner;
  workerId: string;
  replica: Replica;
}

async function begin(options: WorkerOptions): Promise<Running> {
  const events: WorkerEvents = new EventEmitter();
  const paused = pausedFlags(options.database.db);
  let workerId = '';
  events.once('pool:create', ({ workerPool }) => {
    workerId = workerPool.id;
  });
  for (const event of ['pool:listen:error', 'worker:getJob:error', 'pool:fatalError'] as const) {
    events.on(event, ({ error }: { error: unknown }) => options.watcher.trouble(error));
  }
  const runner = await run({
    pgPool: options.pool,
    taskList: taskList(options),
    concurrency: options.concurrency ?? 12,
    pollInterval: options.pollIntervalMs ?? 500,
    forbiddenFlags: () => paused.read(),
    noHandleSignals: true,
    logger: silentLogger(),
    events,
    // Only in batches is a failure to tell what became of a job waited for; alone it would be an unhandled rejection.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  const replica = await keepReplicaAlive(options.database.db, workerId, options.watcher);
  return { runner, workerId, replica };
}

const beginsAgainAfterMs = 1_000;

/** Once the database answers again; the jobs that the former pool still holds are released at once. */
async function beginAgain(
  options: WorkerOptions,
  formerId: string,
  stopping: AbortSignal,
): Promise<Running | undefined> {
  while (!stopping.aborted) {
    try {
      await delay(beginsAgainAfterMs, undefined, { signal: stopping });
      await releaseJobsOf(options.database.db, [formerId]);
      return await begin(options);
    } catch (error) {
      if (!stopping.aborted) options.watcher.trouble(error);
    }
  }
  return undefined;
}

function taskList(options: WorkerOptions): TaskList {
  const names = Object.keys(catalogue) as JobName[];
  return Object.fromEntries(names.map((name) => [name, task(name, options)]));
}

function task<Name extends JobName>(name: Name, { database, handlers, watcher }: WorkerOptions): Task {
  return async (rawPayload) => {
    const startedAt = performance.now();
    const spent = () => performance.now() - startedAt;
    try {
      const payload = catalogue[name].payload.parse(rawPayload) as JobPayload<Name>;
      const wait: KnownWait | undefined = await handlers[name](payload);
      if (wait) {
        await transact(database.db, async (tx) =>
          enqueue(tx, name, payload, { delayMs: wait.againInMs, keepsEarlier: true }),
        );
      }
      watcher.finished(name, wait ? 'waits' : 'done', spent());
    } catch (error) {
      watcher.finished(name, 'failed', spent(), error);
      throw error;
    }
  };
}
