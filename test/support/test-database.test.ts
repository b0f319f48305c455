import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createTestDatabase } from './test-database.ts';

test('two test files have two databases, each with the schema', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(first.url).not.toBe(second.url);
  for (const database of [first, second]) {
    const sql = postgres(database.url, { max: 1 });
    expect(await sql`select count(*)::int as webinars from webinars`).toEqual([{ webinars: 0 }]);
    await sql.end();
    await database.drop();
  }
});

test('a connection left open fails the file that left it, by name', async () => {
  const database = await createTestDatabase();
  const forgotten = postgres(database.url, { max: 1, connection: { application_name: 'forgotten pool' } });
  await forgotten`select 'the last thing it did'`;
  await expect(database.drop()).rejects.toThrow(
    /left 1 database connection\(s\) open:\n- forgotten pool \(idle\): select 'the last thing it did'/,
  );
  await forgotten.end();
});
