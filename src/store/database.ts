/** The connection to PostgreSQL: one pool for Usher's own queries, and what a transaction is. */
import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/schema.ts';

export type Db = PostgresJsDatabase<typeof schema>;
/** A transaction of ours; functions that write take one, so that what belongs together is committed together. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

/**
 * For statements over everybody of a webinar: of tables filled a moment ago PostgreSQL knows no numbers yet, and would
 * look at each row of one for each row of the other.
 */
export async function joinWholeTables(tx: Tx): Promise<void> {
  await tx.execute(sql`set local enable_nestloop = off`);
}

export interface Database {
  db: Db;
  /** The address, for those who keep connections of their own (the job worker, the migrations). */
  url: string;
  close(): Promise<void>;
}

export function openDatabase(
  url: string,
  options: { maxConnections?: number; name?: string } = {},
): Database {
  const client = postgres(url, {
    max: options.maxConnections ?? 10,
    connect_timeout: 5,
    // Notices ("relation already exists, skipping") are news to nobody here.
    onnotice: () => {},
    connection: { application_name: options.name ?? 'usher' },
  });
  return { db: drizzle(client, { schema }), url, close: () => client.end({ timeout: 5 }) };
}
