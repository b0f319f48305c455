/** Starts one PostgreSQL for all test files, with a migrated database for theirs to be copied from. */
import { lstat, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { templateDatabase, withDatabase } from './template-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server's own database: to create and drop others by. */
    postgresUrl: string;
  }
}

const folderPrefix = 'usher-test-';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataDir, fsync: false, maxConnections: 300 });
  const admin = postgres(server.url, { max: 1 });
  await admin`create database ${admin(templateDatabase)}`;
  await admin.end();
  await migrate(withDatabase(server.url, templateDatabase));
  project.provide('postgresUrl', server.url);
  return async () => {
    await removeEmbeddedPostgres({ dataDir });
  };
}

/** A run that was killed could not remove its server. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    const dataDir = join(tmpdir(), name);
    // Where everybody may write, a folder of somebody else's could name any other folder as its data.
    const found = await lstat(dataDir).catch(() => undefined);
    if (!found?.isDirectory() || found.uid !== process.getuid?.()) continue;
    await removeEmbeddedPostgres({ dataDir }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
