import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listFaults, noteTrouble, noteWell, type Trouble } from '../../src/store/connection-fault-store.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const outage: Trouble = { kind: 'unavailable', isThrottling: false, words: 'HTTP 503' };

describe('a connection', () => {
  let own: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    own = await createTestDatabase();
    database = openDatabase(own.url, { name: 'connection faults' });
  });
  afterEach(() => database.db.execute(sql`delete from connection_faults`));
  afterAll(async () => {
    await database.close();
    await own.drop();
  });
  const aged = (seconds: number) =>
    database.db.execute(
      sql`update connection_faults set failing_since = failing_since - make_interval(secs => ${seconds})`,
    );

  test('that refuses one person, or asks for fewer calls, is not at fault', async () => {
    await noteTrouble(database.db, 'on24', { ...outage, kind: 'refused' });
    await noteTrouble(database.db, 'on24', { ...outage, isThrottling: true });
    expect(await listFaults(database.db)).toEqual([]);
  });

  test('that is misconfigured is paused at once', async () => {
    await noteTrouble(database.db, 'on24', { ...outage, kind: 'misconfigured', words: 'wrong token' });
    expect(await listFaults(database.db)).toMatchObject([
      { flag: 'on24', isPaused: true, words: 'wrong token' },
    ]);
  });

  test('that does not answer is paused once it has been so for 30 seconds', async () => {
    await noteTrouble(database.db, 'on24', outage);
    await aged(29);
    await noteTrouble(database.db, 'on24', outage);
    expect(await listFaults(database.db)).toMatchObject([{ isPaused: false }]);
    await aged(2);
    await noteTrouble(database.db, 'on24', { ...outage, words: 'HTTP 504' });
    expect(await listFaults(database.db)).toMatchObject([{ isPaused: true, words: 'HTTP 504' }]);
  });

  test('that is well again begins anew, and it is told once', async () => {
    await noteTrouble(database.db, 'on24', outage);
    await aged(60);
    expect(await noteWell(database.db, 'on24')).toBe(true);
    expect(await noteWell(database.db, 'on24')).toBe(false);
    await noteTrouble(database.db, 'on24', outage);
    expect(await listFaults(database.db)).toMatchObject([{ isPaused: false }]);
  });

  test('keeps the instant at which it began to fail, however often it is noted', async () => {
    await noteTrouble(database.db, 'on24', outage);
    const [first] = await listFaults(database.db);
    await noteTrouble(database.db, 'on24', { ...outage, kind: 'misconfigured' });
    const [second] = await listFaults(database.db);
    expect(second?.failingSince).toEqual(first?.failingSince);
  });
});
