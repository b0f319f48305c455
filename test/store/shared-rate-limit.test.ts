import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimit, type RateLimit } from '../../src/store/shared-rate-limit.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a shared rate limit', () => {
  let own: TestDatabase;
  let pools: pg.Pool[];
  beforeAll(async () => {
    own = await createTestDatabase();
    pools = [1, 2].map(() => new pg.Pool({ connectionString: own.url, max: 4 }));
  });
  afterAll(async () => {
    for (const pool of pools) await pool.end();
    await own.drop();
  });
  const onBoth = (name: string, manners: { calls: number; seconds: number }): RateLimit[] =>
    pools.map((pool) => createRateLimit(pool, name, manners));

  test('is one budget for all replicas, also for calls at the same instant', async () => {
    const replicas = onBoth('together', { calls: 10, seconds: 60 });
    const waits = await Promise.all(
      Array.from({ length: 30 }, (_, index) => replicas[index % 2]?.take('instance')),
    );
    expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(10);
    for (const waitMs of waits) expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  test('says how long to wait, and lets calls through after that', async () => {
    const [first, second] = onBoth('short', { calls: 1, seconds: 1 });
    expect(await first?.take('instance')).toBe(0);
    const waitMs = await second?.take('instance');
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(1_000);
    const at = performance.now();
    await eventually('a call is let through again', async () => (await second?.take('instance')) === 0);
    expect(performance.now() - at).toBeLessThan(2_000);
  });

  test('counts each key and each name by itself', async () => {
    const [channels] = onBoth('channels', { calls: 1, seconds: 60 });
    const [others] = onBoth('others', { calls: 1, seconds: 60 });
    expect(await channels?.take('C1')).toBe(0);
    expect(await channels?.take('C2')).toBe(0);
    expect(await others?.take('C1')).toBe(0);
    expect(await channels?.take('C1')).toBeGreaterThan(0);
  });

  test('takes several calls at once, or none of them', async () => {
    const [limit] = onBoth('several', { calls: 5, seconds: 60 });
    expect(await limit?.take('instance', 4)).toBe(0);
    expect(await limit?.take('instance', 4)).toBeGreaterThan(0);
  });
});
