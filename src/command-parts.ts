/** What a command opens that works beside the running service, or without one: the database, and the outside systems. */
import pg from 'pg';
import type { OutsideConfig } from './config.ts';
import { openStore } from './open-store.ts';
import { type OutsideClients, openOutsideClients } from './outside-clients.ts';
import { type Db, openDatabase } from './store/database.ts';
import { migrate } from './store/migrate.ts';

export interface CommandParts extends Pick<OutsideClients, 'slack' | 'marketo' | 'on24'> {
  db: Db;
}

/** `name` is how the command's connections show in the database, such as `usher connect`. */
export async function withCommandParts<Result>(
  config: OutsideConfig,
  name: string,
  work: (parts: CommandParts) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(config);
  try {
    await migrate(store.url);
    const database = openDatabase(store.url, { maxConnections: 2, name });
    const pool = new pg.Pool({ connectionString: store.url, max: 2, application_name: name });
    const clients = openOutsideClients(config, { pool, db: database.db });
    try {
      return await work({ db: database.db, ...clients });
    } finally {
      await clients.close();
      await Promise.all([pool.end(), database.close()]);
    }
  } finally {
    await store.leave();
  }
}
