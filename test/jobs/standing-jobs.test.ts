import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepStandingJobs, standingJobs } from '../../src/jobs/standing-jobs.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  own = await createTestDatabase();
  database = openDatabase(own.url, { name: 'standing jobs' });
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

const waiting = async () => {
  const rows = await database.db.execute<{ name: string; due: boolean }>(sql`
    select task_identifier as name, run_at <= now() as due from graphile_worker.jobs order by 1`);
  return [...rows];
};

test('a standing job exists once, however many replicas see to it, and one that was given up is brought back', async () => {
  const troubles: unknown[] = [];
  const replicas = await Promise.all(
    [1, 2, 3].map(() => keepStandingJobs(database.db, (e) => troubles.push(e))),
  );
  const wanted = [...standingJobs].sort().map((name) => ({ name, due: true }));
  expect(await waiting()).toEqual(wanted);
  for (const replica of replicas) await replica.stop();

  await database.db.execute(sql`delete from graphile_worker._private_jobs`);
  const late = await keepStandingJobs(database.db, (e) => troubles.push(e));
  expect(await waiting()).toEqual(wanted);
  await late.stop();
  expect(troubles).toEqual([]);
});
