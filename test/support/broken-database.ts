/** Takes a test's database away from everybody, as an outage does, and gives it back. */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { inject, onTestFinished } from 'vitest';
import { type Db, openDatabase } from '../../src/store/database.ts';

interface UnderTest {
  databaseUrl: string;
}

/** Ends every connection at a moment in which no job runs, and lets no new one in until the database is mended. */
export async function cutDatabase(it: UnderTest): Promise<void> {
  const inside = openDatabase(it.databaseUrl, { maxConnections: 1, name: 'usher-test-support' });
  try {
    while (!(await cutBetweenJobs(inside.db, it))) await delay(5);
  } finally {
    await inside.close();
  }
}

/** The same, whatever runs at that moment. */
export async function cutDatabaseUnderJobs(it: UnderTest): Promise<void> {
  await closeDatabase(it);
  const name = nameOf(it);
  await asAdmin(async (admin) => {
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  });
}

export async function mendDatabase(it: UnderTest): Promise<void> {
  await asAdmin(async (admin) => {
    await admin`alter database ${admin(nameOf(it))} allow_connections true`;
  });
}

/** While the table is locked no job can begin. */
function cutBetweenJobs(db: Db, it: UnderTest): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table graphile_worker._private_jobs in share row exclusive mode`);
    const running = await tx.execute(sql`select id from graphile_worker.jobs where locked_at is not null`);
    if (running.length > 0) return false;
    await closeDatabase(it);
    await tx.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    return true;
  });
}

async function closeDatabase(it: UnderTest): Promise<void> {
  onTestFinished(() => mendDatabase(it));
  await asAdmin(async (admin) => {
    await admin`alter database ${admin(nameOf(it))} allow_connections false`;
  });
}

function nameOf({ databaseUrl }: UnderTest): string {
  return new URL(databaseUrl).pathname.slice(1);
}

async function asAdmin(work: (admin: postgres.Sql) => Promise<void>): Promise<void> {
  const admin = postgres(inject('postgresUrl'), {
    max: 1,
    connection: { application_name: 'usher-test-support' },
  });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
