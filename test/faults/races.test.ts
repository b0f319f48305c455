/**
 * Races of several people on several replicas, at random. `USHER_RACES` is how many, `USHER_RACES_SEED` replays them:
 * the same wishes; how they meet is PostgreSQL's.
 */
import { expect, test } from 'vitest';
import { withoutRowLocks, withoutWebinarLock } from '../support/tampered-database.ts';
import { runRaces } from './run-races.ts';

const races = Number(process.env['USHER_RACES'] ?? 150);
const seed = Number(
  process.env['USHER_RACES_SEED'] ?? (races > 150 ? Math.floor(Math.random() * 2 ** 31) : 2_207),
);

/** What only locks keep from happening: a state that no order explains, or an act that trips over another one. */
const violation = /no order of these explains|failed: /;

test(`${races} races: one decision stands, the capacity holds, only legal moves happen, messages equal rows`, async () => {
  console.info(`races: USHER_RACES=${races} USHER_RACES_SEED=${seed}`);
  expect(await runRaces({ races, seed })).toBeUndefined();
}, 3_600_000);

test('the races notice when rows are not locked', async () => {
  const found = await runRaces({ races: 400, seed, rewrite: withoutRowLocks });
  expect(found).toMatch(violation);
}, 120_000);

test('the races notice when the webinar is not locked', async () => {
  const found = await runRaces({ races: 800, seed, rewrite: withoutWebinarLock });
  expect(found).toMatch(violation);
}, 240_000);
