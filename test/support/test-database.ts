/** Gives a test file a migrated database of its own, and fails the file when it leaves a connection open. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { z } from 'zod';
import { templateDatabase, withDatabase } from './template-database.ts';

export interface TestDatabase {
  url: string;
  /**
   * Removes the database; close your connections first.
   *
   * @throws Error naming each connection that is still open two seconds later
   */
  drop(): Promise<void>;
}

const connection = z.object({
  application_name: z.string(),
  state: z.string().nullable(),
  query: z.string(),
});

/** A connection that was just closed is still listed for a moment. */
const patienceMs = 2_000;

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(async (admin) => {
    await admin`create database ${admin(name)} template ${admin(templateDatabase)}`;
  });
  return {
    url: withDatabase(inject('postgresUrl'), name),
    drop: async () => {
      await asAdmin(async (admin) => {
        const left = await waitUntilClosed(admin, name);
        await admin`drop database ${admin(name)} with (force)`;
        if (left.length > 0) throw new Error(describe(left));
      });
    },
  };
}

async function waitUntilClosed(admin: postgres.Sql, name: string): Promise<z.infer<typeof connection>[]> {
  const givesUpAt = Date.now() + patienceMs;
  for (;;) {
    const rows = await admin`
      select application_name, state, query from pg_stat_activity
      where datname = ${name} and backend_type = 'client backend'`;
    if (rows.length === 0 || Date.now() > givesUpAt) return z.array(connection).parse([...rows]);
    await delay(20);
  }
}

function describe(left: z.infer<typeof connection>[]): string {
  const lines = left.map((one) => `- ${one.application_name || 'unnamed'} (${one.state}): ${one.query}`);
  return `The test file left ${left.length} database connection(s) open:\n${lines.join('\n')}`;
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
