import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { withDatabase } from '../support/template-database.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const name = `empty_${process.pid}_${randomBytes(4).toString('hex')}`;
const url = withDatabase(inject('postgresUrl'), name);
let admin: postgres.Sql;
beforeAll(async () => {
  admin = postgres(inject('postgresUrl'), { max: 1 });
  await admin`create database ${admin(name)}`;
});
afterAll(async () => {
  await admin`drop database ${admin(name)}`;
  await admin.end();
});

async function tables(): Promise<string[]> {
  const client = postgres(url, { max: 1 });
  try {
    const rows = await client<{ name: string }[]>`
      select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('public', 'graphile_worker') order by 1`;
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}

test('three replicas that start at once on an empty database bring it up to date together', async () => {
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(await tables()).toEqual(
    expect.arrayContaining(['public.webinars', 'public.registrants', 'graphile_worker._private_jobs']),
  );
});

test('a database that is up to date stays as it is', async () => {
  const before = await tables();
  await migrate(url);
  expect(await tables()).toEqual(before);
});

test('the migrations lead to the schema in the code: nothing is left to generate', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'usher-migrations-'));
  try {
    await cp(join(repository, 'drizzle'), folder, { recursive: true });
    // drizzle-kit takes every folder to be below the current one.
    const out = relative(repository, folder);
    const { stdout } = await promisify(execFile)(
      join(repository, 'node_modules/.bin/drizzle-kit'),
      ['generate', '--dialect', 'postgresql', '--schema', './src/store/schema/*.ts', '--out', out],
      { cwd: repository, timeout: 25_000 },
    );
    expect(stdout).toContain('No schema changes');
    expect(await readdir(folder)).toEqual(await readdir(join(repository, 'drizzle')));
  } finally {
    await rm(folder, { recursive: true });
  }
});
