/** A job worker on a database of a test's own, with the handlers that the test gives it. */
import pg from 'pg';
import { catalogue, type JobName } from '../../src/jobs/catalogue.ts';
import type { Handlers, SomeHandlers } from '../../src/jobs/handlers.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import type { Database } from '../../src/store/database.ts';

export interface FinishedJob {
  name: JobName;
  outcome: 'done' | 'waits' | 'failed';
  error: unknown;
}

/** A job without a handler fails by name. */
export async function startTestWorker(database: Database, some: SomeHandlers) {
  const pool = new pg.Pool({ connectionString: database.url, max: 8, application_name: 'test worker' });
  const finished: FinishedJob[] = [];
  const troubles: unknown[] = [];
  pool.on('error', (error) => troubles.push(error));
  pool.on('connect', (client) => client.on('error', (error) => troubles.push(error)));
  const worker = await startWorker({
    database,
    pool,
    handlers: { ...nobodyDoes(), ...some },
    concurrency: 6,
    pollIntervalMs: 50,
    watcher: {
      finished: (name, outcome, _durationMs, error) => finished.push({ name, outcome, error }),
      trouble: (error) => troubles.push(error),
    },
  });
  return {
    finished,
    troubles,
    async stop() {
      await worker.stop();
      await pool.end();
    },
  };
}

function nobodyDoes(): Handlers {
  const names = Object.keys(catalogue) as JobName[];
  const handlers: SomeHandlers = {};
  for (const name of names) {
    handlers[name] = async () => {
      throw new Error(`this test has no handler for ${name}`);
    };
  }
  return handlers as Handlers;
}
