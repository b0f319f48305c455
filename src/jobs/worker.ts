/** Runs the jobs of the catalogue on this replica, and returns the jobs of replicas that died. */

import { EventEmitter } from 'node:events';
import { run, type Task, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Database } from '../store/database.ts';
import { silentLogger } from '../store/silent-logger.ts';
import { catalogue, type JobName, type JobPayload } from './catalogue.ts';
import { enqueue } from './enqueue.ts';
import type { Handlers, KnownWait } from './handlers.ts';
import { pausedFlags } from './paused-flags.ts';
import { keepReplicaAlive } from './replicas.ts';
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

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const events: WorkerEvents = new EventEmitter();
  const paused = pausedFlags(options.database.db);
  let poolId: string | undefined;
  events.once('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
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
  });
  runner.promise.catch((error: unknown) => options.watcher.trouble(error));
  const replica = poolId ? await keepReplicaAlive(options.database.db, poolId, options.watcher) : undefined;
  return {
    async stop() {
      await runner.stop();
      await replica?.leave();
    },
  };
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
