/** ON24 while a storm goes over it: one kind of trouble after the other, each until it has met so many calls. */
import { sql } from 'drizzle-orm';
import type { On24Effect } from '../../sandbox/on24/on24-faults.ts';
import { world } from '../../sandbox/world.ts';
import { findFault } from '../../src/store/connection-fault-store.ts';
import { eventually, hurryStanding } from './eventually.ts';
import type { SeededRandom } from './seeded-random.ts';
import { eventId, type UsherUnderTest } from './usher-under-test.ts';

type Under = Pick<UsherUnderTest, 'on24' | 'db'>;

interface Weather {
  name: string;
  begin(it: Under, chance: SeededRandom): void;
  /** It lasts until it counts as an outage, which is told and held back. */
  isOutage?: boolean;
}

/** What ON24 says to everybody while it refuses. */
export const refusals = [
  'The registration for this event is limited to invited guests.',
  "The country 'Narnia' is not in the list.",
] as const;

const always = (it: Under, effect: On24Effect) =>
  it.on24.fail({ path: /registrant$/, times: Number.POSITIVE_INFINITY, effect });

/** One page that each account may show in front of an API that is down. */
const gateway = { kind: 'answer', status: 502 } as const;

const weathers: readonly Weather[] = [
  { name: 'fine', begin: () => undefined },
  {
    name: 'refuses everybody',
    begin({ on24 }, chance) {
      on24.refusal = chance.among(refusals);
      on24.mode = 'refuses';
    },
  },
  {
    name: 'insists on the company',
    begin({ on24 }, chance) {
      on24.switches.validationReply = chance.among(['400', '403', '412']);
      requireOnPage(on24, 'company');
    },
  },
  {
    name: 'throttles',
    begin({ on24 }, chance) {
      on24.switches.throttleReply = chance.among(['403', '429', '429-retry-after']);
      on24.mode = 'throttled';
    },
  },
  { name: 'stumbles', begin: (it, chance) => always(it, chance.among([gateway, { kind: 'call-lost' }])) },
  {
    name: 'is down',
    isOutage: true,
    begin: (it, chance) => {
      if (chance.next() < 0.5) always(it, gateway);
      else it.on24.mode = 'down';
    },
  },
  {
    name: 'loses answers',
    begin: (it) => always(it, { kind: 'reply-lost' }),
  },
  {
    name: 'answers with something else',
    begin: (it, chance) =>
      always(it, { kind: 'foreign', shape: chance.among(['html', 'truncated-json', 'empty']) }),
  },
  {
    name: 'answers too late',
    begin: (it) => it.on24.fail({ path: /registrant$/, times: 4, effect: { kind: 'reply-withheld' } }),
  },
];

/** All is well, except that some pages insist on a field as before. */
function calm({ on24 }: Under): void {
  on24.mode = 'fine';
  on24.clearFaults();
  requireOnPage(on24, 'job_title');
}

/** The registration page asks for nothing that somebody lacks. */
export function mend(it: Under): void {
  calm(it);
  requireOnPage(it.on24);
}

/** Beside what every page requires. */
export function requireOnPage(on24: Under['on24'], ...names: string[]): void {
  const basic = ['firstname', 'lastname', 'email'];
  const fields = on24.event(eventId)?.fields ?? [];
  on24.updateEvent(eventId, {
    fields: fields.map((field) => ({
      ...field,
      isRequired: [...basic, ...names].includes(field.fieldId),
      ...(field.fieldId === 'job_title' ? { fieldType: 'textbox' as const } : {}),
    })),
  });
}

export interface Storm {
  /** How often each weather came. */
  seen: Map<string, number>;
  outages: number;
}

/** One weather after the other, in an order that chance decides, until everybody has an answer. */
export async function weatherUntil(
  it: Under,
  chance: SeededRandom,
  callsEach: number,
  isOver: () => Promise<boolean>,
): Promise<Storm> {
  const storm: Storm = { seen: new Map(), outages: 0 };
  while (!(await isOver())) {
    for (const weather of chance.shuffled(weathers)) {
      if (await isOver()) break;
      calm(it);
      weather.begin(it, chance);
      storm.seen.set(weather.name, (storm.seen.get(weather.name) ?? 0) + 1);
      if (weather.isOutage && (await lastUntilPaused(it, isOver))) storm.outages += 1;
      else await lastFor(it, Math.ceil(callsEach * (0.5 + chance.next())), isOver);
    }
  }
  return storm;
}

/** Facts are looked for this often: not so often that looking is most of the work. */
const looksEveryMs = 250;

/** Time passes for those who wait to try again; nothing else is hurried, so that Slack sees what it would see. */
async function hurryPushes({ db }: Under): Promise<void> {
  await db.execute(sql`
    select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker.jobs
    where run_at > now() and locked_at is null and task_identifier = 'register-registrant'`);
}

const pushes = ({ on24 }: Under) => on24.calls.length;

async function lastFor(it: Under, calls: number, isOver: () => Promise<boolean>): Promise<void> {
  const before = pushes(it);
  await eventually(
    `ON24 has met ${calls} more calls`,
    async () => {
      if (pushes(it) - before >= calls) return true;
      await hurryPushes(it);
      if (await findFault(it.db, 'on24')) await hurryStanding(it.db, 'try-connections');
      return isOver();
    },
    { timeoutMs: 120_000, lookEveryMs: looksEveryMs },
  );
}

/** Half a minute and more without any answer: the connection is paused, tried once in vain, and told of. */
async function lastUntilPaused(it: Under, isOver: () => Promise<boolean>): Promise<boolean> {
  const isPaused = await eventually(
    'the outage has paused the pushes',
    async () => {
      await hurryPushes(it);
      await it.db.execute(sql`
        update connection_faults set failing_since = now() - interval '31 seconds' where flag = 'on24'`);
      if ((await findFault(it.db, 'on24'))?.isPaused) return 'paused';
      return (await isOver()) && 'over';
    },
    { timeoutMs: 60_000, lookEveryMs: looksEveryMs },
  );
  if (isPaused === 'over') return false;
  const before = pushes(it);
  await eventually('the connection has been tried in vain and told of', async () => {
    await hurryStanding(it.db, 'try-connections');
    await hurryStanding(it.db, 'watch-connections');
    const told = await it.db.execute(sql`
      select 1 from alerts where kind = 'connection' and closed_at is null and cause = 'on24'`);
    return pushes(it) > before && told.length > 0;
  });
  return true;
}

export const on24Path = `/v2/client/${world.on24.clientId}/event/${eventId}/registrant`;
