/** Finds or starts the database that the configuration names. */
import type { DatabaseConfig } from './config.ts';
import { startEmbeddedPostgres } from './store/embedded-postgres.ts';

export interface OpenedStore {
  url: string;
  /** Leaves the embedded server, which stops when nobody else uses it; a server of one's own is left as it is. */
  leave(): Promise<void>;
}

export async function openStore(config: DatabaseConfig): Promise<OpenedStore> {
  if (config.DATABASE_URL !== 'embedded') return { url: config.DATABASE_URL, leave: async () => {} };
  const embedded = await startEmbeddedPostgres({ dataDir: config.USHER_DATA_DIR });
  return { url: embedded.url, leave: () => embedded.stop() };
}
