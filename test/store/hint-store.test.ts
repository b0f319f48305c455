import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { addHints, oldestHints, removeHint } from '../../src/store/hint-store.ts';
import { memberHints } from '../../src/store/schema/marketo-feed.ts';
import { addWebinar } from '../support/made-rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a hint', () => {
  let own: TestDatabase;
  let database: Database;
  let webinarId: number;
  beforeAll(async () => {
    own = await createTestDatabase();
    database = openDatabase(own.url, { name: 'hints' });
    webinarId = (await addWebinar(database.db)).id;
  });
  afterAll(async () => {
    await database.close();
    await own.drop();
  });
  const give = (leadIds: number[]) => database.db.transaction((tx) => addHints(tx, webinarId, leadIds));

  test('that came several times is one hint', async () => {
    await give([1, 2, 1]);
    await give([2, 1]);
    expect(await oldestHints(database.db, webinarId, 300)).toHaveLength(2);
    await database.db.delete(memberHints);
  });

  test('that came again while it was being followed stays', async () => {
    await give([1, 2]);
    const followed = await oldestHints(database.db, webinarId, 300);
    await give([2]);
    await database.db.transaction(async (tx) => {
      for (const hint of followed) await removeHint(tx, webinarId, hint);
    });
    expect(await oldestHints(database.db, webinarId, 300)).toMatchObject([{ leadId: 2 }]);
    await database.db.delete(memberHints);
  });

  test('is given for many people at once', async () => {
    await give(Array.from({ length: 2_500 }, (_, index) => index + 1));
    expect(await oldestHints(database.db, webinarId, 3_000)).toHaveLength(2_500);
    await database.db.delete(memberHints);
  });
});
