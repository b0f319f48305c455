/** How the pushes share ON24 among all replicas: a thousand calls a minute, and eight at once. */
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createBudgets } from '../../src/budgets.ts';
import { catalogue } from '../../src/jobs/catalogue.ts';
import { on24CallsPerMinute } from '../../src/outside/on24/on24-budget.ts';
import { caughtFailure } from '../outside/caught-failure.ts';
import { createTestDatabase } from '../support/test-database.ts';

test('two replicas take their calls from one budget, which is below what ON24 allows', async () => {
  const own = await createTestDatabase();
  const pools = [1, 2].map(() => new pg.Pool({ connectionString: own.url, max: 1 }));
  onTestFinished(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await own.drop();
  });
  const [one, other] = pools.map((pool) => createBudgets(pool));
  if (!one || !other) throw new Error('there are no two replicas');
  const inTenSeconds = on24CallsPerMinute['registrant-write'] / 6;
  const share = Math.floor(inTenSeconds * 0.8);
  await one.on24(share - 1, 'registrant-write');
  await other.on24(1, 'registrant-write');
  const failure = await caughtFailure(one.on24(1, 'registrant-write'));
  expect(failure).toMatchObject({ kind: 'unavailable', cause: 'throttled' });
  expect(failure.retryAfterMs).toBeGreaterThan(6_000);
  await other.on24(1, 'event');
});

test('pushes go through eight queues, so that eight run at once and one person never twice', () => {
  const queueOf = (registrantId: number) =>
    catalogue['register-registrant'].queue?.({ registrantId, webinarId: 1 });
  const queues = new Set(Array.from({ length: 100 }, (_, index) => queueOf(index + 1)));
  expect([...queues].sort()).toEqual(Array.from({ length: 8 }, (_, index) => `on24-${index}`));
  expect(queueOf(17)).toBe(queueOf(17));
});
