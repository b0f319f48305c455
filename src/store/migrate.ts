/** Brings a database to the present schema: ours, then the job tables; safe when several replicas start at once. */
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runOurMigrations } from 'drizzle-orm/postgres-js/migrator';
import { runMigrations as runJobMigrations } from 'graphile-worker';
import postgres from 'postgres';
import { silentLogger } from './silent-logger.ts';

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

// Any number that nothing else in the database uses as an advisory lock.
const migrationLock = 7_411_830;

export async function migrate(url: string): Promise<void> {
  const client = postgres(url, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'usher migrate' },
  });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await runOurMigrations(drizzle(client), { migrationsFolder });
    await runJobMigrations({ connectionString: url, logger: silentLogger() });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** How many of our migrations the database lacks; none when it is of a newer version than this program. */
export async function pendingMigrations(client: postgres.Sql): Promise<number> {
  const [kept] = await client<{ ours: boolean; jobs: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as ours,
      to_regclass('graphile_worker.migrations') is not null as jobs`;
  const all = readMigrationFiles({ migrationsFolder });
  if (!kept?.ours || !kept.jobs) return all.length;
  const [last] = await client<{ at: string | null }[]>`
    select max(created_at) as at from drizzle.__drizzle_migrations`;
  return all.filter(({ folderMillis }) => folderMillis > Number(last?.at ?? 0)).length;
}
