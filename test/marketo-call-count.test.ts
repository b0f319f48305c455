import { expect, onTestFinished, test } from 'vitest';
import { countMarketoCalls } from '../src/marketo-call-count.ts';
import { openDatabase } from '../src/store/database.ts';
import { findMarketoDay } from '../src/store/marketo-day-store.ts';
import { createTestDatabase } from './support/test-database.ts';

const late = new Date('2026-11-21T05:59:00Z');
const early = new Date('2026-11-21T06:01:00Z');

async function databaseForThisTest() {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'call count' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  return database.db;
}

test('calls are counted to the day in Chicago in which they are made, whoever makes them', async () => {
  const db = await databaseForThisTest();
  let now = late;
  const [one, other] = [countMarketoCalls(db, () => now), countMarketoCalls(db, () => now)];
  one.add(2);
  other.add(3);
  now = early;
  one.add(1);
  await Promise.all([one.close(), other.close()]);
  expect((await findMarketoDay(db, '2026-11-20'))?.ourCalls).toBe(5);
  expect((await findMarketoDay(db, '2026-11-21'))?.ourCalls).toBe(1);
});

test('calls that could not be saved are saved with the next ones', async () => {
  const db = await databaseForThisTest();
  const count = countMarketoCalls(db, () => early);
  count.add(4);
  await db.execute('alter table marketo_days rename to away');
  await count.close();
  await db.execute('alter table away rename to marketo_days');
  count.add(1);
  await count.close();
  expect((await findMarketoDay(db, '2026-11-21'))?.ourCalls).toBe(5);
});
