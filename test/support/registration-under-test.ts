/** Registration against a real database and the ON24 simulator, one job at a time and without a worker. */
import { onTestFinished } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { startOn24Sandbox } from '../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { createOn24Client } from '../../src/outside/on24/on24-client.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createTestDatabase } from './test-database.ts';

/** Ends with the test. */
export async function registrationForThisTest() {
  const clock = new SandboxClock();
  const [sandbox, own] = await Promise.all([startOn24Sandbox({ clock }), createTestDatabase()]);
  const database = openDatabase(own.url, { name: 'registration' });
  const { tokenKey, tokenSecret } = world.on24;
  const on24 = createOn24Client({ url: sandbox.url, tokenKey, tokenSecret, timeoutMs: 2_000 });
  onTestFinished(async () => {
    await on24.close();
    await Promise.all([sandbox.close(), database.close()]);
    await own.drop();
  });
  const { db } = database;
  return {
    db,
    clock,
    sandbox,
    parts: { db, on24 },
    /** Addresses that ON24 was asked to register, oldest call first. */
    pushed: () =>
      sandbox.calls.flatMap(({ method, body }) =>
        method === 'POST' && typeof body === 'object' ? (body.email ?? '') : [],
      ),
  };
}
