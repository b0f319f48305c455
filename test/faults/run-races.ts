/** Runs races in one webinar after the other, and says what is wrong as soon as something is. */
import fc from 'fast-check';
import type { Status } from '../../src/program/status.ts';
import { openDatabase } from '../../src/store/database.ts';
import { type TamperedReplica, tamperedReplica } from '../support/tampered-database.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { actFor, carryOut, type Wish, wish } from './race-commands.ts';
import { faultsOfHistory, faultsOfPlaces, lastEntry } from './race-faults.ts';
import { catchUp, faultsOfMessages } from './race-messages.ts';
import { readState } from './race-reading.ts';
import { makeRaceWebinar, type RaceWebinar } from './race-webinar.ts';
import type { Act, ModelState } from './races-model.ts';
import { type Done, isSameOutcome, serialOrder } from './serial-orders.ts';

export interface RacesWanted {
  races: number;
  seed: number;
  /** What is done to each query before it is sent. */
  rewrite?: (query: string) => string;
}

const racesPerWebinar = 8;
const atFirst: Status[] = [
  ...Array.from({ length: 6 }, (): Status => 'pending_approval'),
  'waitlisted',
  'rejected',
  'registering',
  'registered',
  'registration_error',
];

const scenario = fc.record({
  statuses: fc.array(fc.constantFrom(...atFirst), { minLength: 3, maxLength: 5, size: 'max' }),
  capacity: fc.option(fc.nat({ max: 4 }), { freq: 6 }),
  hasHold: fc.boolean(),
  races: fc.array(fc.array(wish, { minLength: 2, maxLength: 6, size: 'max' }), {
    minLength: racesPerWebinar,
    maxLength: racesPerWebinar,
  }),
  /** After which races the messages are looked at; after the last one always. */
  looks: fc.array(fc.boolean(), { minLength: racesPerWebinar, maxLength: racesPerWebinar }),
});

/** Returns what was found wrong first, with the seed and the path that replay it; nothing when all went well. */
export async function runRaces({ races, seed, rewrite }: RacesWanted): Promise<string | undefined> {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'races' });
  const replicas = [tamperedReplica(own.url, 6), tamperedReplica(own.url, 6)];
  const racesIn = fc.asyncProperty(scenario, async ({ races: all, looks, ...cast }) => {
    const it = await makeRaceWebinar(database.db, cast);
    for (const [index, wishes] of all.entries()) {
      await race(it, replicas, wishes, rewrite);
      if (!looks[index] && index < all.length - 1) continue;
      await catchUp(it);
      expectNone(await faultsOfMessages(it));
    }
    expectNone(await faultsOfHistory(it));
  });
  try {
    // The same wishes meet in another way each time, so that shrinking them would prove nothing.
    const numRuns = Math.ceil(races / racesPerWebinar);
    const found = await fc.check(racesIn, { seed, numRuns, endOnFailure: true });
    if (!found.failed) return undefined;
    const { errorInstance: error, counterexamplePath: path } = found;
    return `seed ${seed}, path ${path}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await Promise.all([database.close(), ...replicas.map((replica) => replica.close())]);
    await own.drop();
  }
}

async function race(
  it: RaceWebinar,
  replicas: readonly TamperedReplica[],
  wishes: readonly Wish[],
  rewrite: RacesWanted['rewrite'],
): Promise<void> {
  const latest = await lastEntry(it);
  const before = await readState(it.db, it.webinar, latest);
  it.runIds = before.runIds;
  const acts: { act: Act; wished: Wish }[] = [];
  for (const wished of wishes) {
    const act = await actFor(it, before.state, wished);
    // Two reviews that begin at once, and one queue that draws twice at once, are not what is raced here.
    const isOnce = act?.kind === 'begin' || act?.kind === 'draw';
    if (act && !(isOnce && acts.some((other) => other.act.kind === act.kind))) acts.push({ act, wished });
  }
  const done = await Promise.all(
    acts.map(({ act, wished }) => doIt(it, replicas[wished.replica % replicas.length], act, wished, rewrite)),
  );
  const { state: after } = await readState(it.db, it.webinar, latest);
  const inModel = done.filter(({ act }) => act.kind !== 'gather' && act.kind !== 'draw');
  if (!serialOrder(before.state, inModel, (state) => isSameOutcome(state, after)))
    throw new Error(`no order of these explains what came of them: ${asLines(before.state, done, after)}`);
  expectNone(faultsOfPlaces(before.state, inModel, after));
}

async function doIt(
  it: RaceWebinar,
  replica: TamperedReplica | undefined,
  act: Act,
  { diesAt }: Wish,
  rewrite: RacesWanted['rewrite'],
): Promise<Done> {
  if (!replica) throw new Error('there is no such replica');
  const life = { steps: 0, queries: 0, isDead: false };
  const die = (isTime: boolean) => {
    if (!isTime) return;
    life.isDead = true;
    throw new Error('died as planned');
  };
  const db = replica.with({
    ...(rewrite ? { rewrite } : {}),
    before: (what) => die(what === 'commit' ? diesAt === -1 : life.queries++ === diesAt),
    committed: () => {
      life.steps += 1;
      die(diesAt === -2);
    },
  });
  try {
    const told = await carryOut(it, db, act);
    const isInOneTransaction = act.kind !== 'bulk';
    return { act, told, steps: isInOneTransaction ? 1 : life.steps };
  } catch (error) {
    if (!life.isDead) throw new Error(`${JSON.stringify(act)} failed: ${describe(error)}`);
    return { act, told: undefined, steps: life.steps };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describe(error.cause)}`;
}

function expectNone(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function asLines(before: ModelState, done: readonly Done[], after: ModelState): string {
  const acts = done.map(({ act, told, steps }) => `  ${JSON.stringify(act)}: ${told ?? `died (${steps})`}`);
  return ['', ...acts, `  before ${JSON.stringify(before)}`, `  after ${JSON.stringify(after)}`].join('\n');
}
