/**
 * A thousand people arrive by webhook, poll and sweep at once, in random order and with duplicates, while hands in Marketo
 * change half of them and Marketo stumbles: in the end Marketo and the rows agree person by person.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { MarketoEffect } from '../../sandbox/marketo/marketo-faults.ts';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { transact } from '../../src/jobs/transact.ts';
import { memberHints } from '../../src/store/schema/marketo-feed.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { expectAgreement } from '../support/agreement.ts';
import { eventually, hurryStanding, settled } from '../support/eventually.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { programId, type UsherUnderTest, usherForThisTest } from '../support/usher-under-test.ts';

const count = 1_000;
const perCall = 300;

const hands = ['Registered', 'Rejected', 'Waitlisted', 'removed', 'removed and back'] as const;
type Hand = (typeof hands)[number] | 'nobody';

/** Every second person is changed, each in one of the five ways. */
const handFor = (index: number): Hand =>
  index % 2 === 0 ? (hands[(index / 2) % hands.length] ?? 'nobody') : 'nobody';

const wanted: Record<Hand, string | undefined> = {
  nobody: 'Pending Approval',
  Registered: 'Registered',
  Rejected: 'Rejected',
  Waitlisted: 'Waitlisted',
  removed: undefined,
  'removed and back': 'Pending Approval',
};

const troubles: readonly MarketoEffect[] = [
  { kind: 'code', code: '602' },
  { kind: 'code', code: '606' },
  { kind: 'code', code: '611' },
  { kind: 'answer', status: 502 },
];
const troubledPaths = [/members\.json$/, /activities\.json$/, /leads\.json$/];

test('a thousand people by three ways at once, half of them changed by hand meanwhile: Marketo and the rows agree', async () => {
  const random = seededRandom();
  process.stdout.write(`thousand people: SEED=${random.seed}\n`);
  const it = await usherForThisTest({ replicas: 2 });
  // Whoever is Registered before the first sweep has ended counts as registered without us.
  await eventually('the first sweep is over', async () =>
    (await it.db.select().from(webinars)).some(({ sweptAt }) => sweptAt !== null),
  );
  const startedAt = performance.now();
  const leadIds = await arriveAndChange(it, random);
  await followed(it);
  const seconds = Math.round((performance.now() - startedAt) / 1000);

  const hand = new Map(leadIds.map((leadId, index) => [leadId, handFor(index)]));
  const shown = leadIds.map((leadId) => [leadId, it.marketo.member(programId, leadId)?.statusName]);
  expect(shown).toEqual(leadIds.map((leadId) => [leadId, wanted[hand.get(leadId) ?? 'nobody']]));
  const rows = await it.db.select().from(registrants);
  expect(rows.filter(({ leadId }) => !hand.has(leadId))).toEqual([]);
  // Who came and left between two readings was never seen, and needs no row.
  const unseen = leadIds.filter((leadId) => !rows.some((row) => row.leadId === leadId));
  expect(unseen.filter((leadId) => hand.get(leadId) !== 'removed')).toEqual([]);
  await expectAgreement(it);
  tellTheNumbers(it, seconds);
}, 400_000);

/** Answers with the lead ids in the order of people's numbers. */
async function arriveAndChange(
  it: UsherUnderTest,
  random: ReturnType<typeof seededRandom>,
): Promise<number[]> {
  const leadIds: number[] = [];
  const address = (index: number) => `person-${index}@visitors.example`;
  const arrive = (index: number) => {
    leadIds[index] = it.marketo.fillForm(programId, {
      email: address(index),
      firstName: `Person ${index}`,
      lastName: 'Visitor',
    });
  };
  const change = (index: number) => {
    const [leadId = 0, hand] = [leadIds[index], handFor(index)];
    if (hand === 'nobody') return;
    if (!hand.startsWith('removed')) it.marketo.setStatusByHand(programId, leadId, hand);
    else it.marketo.removeFromProgram(programId, leadId);
    if (hand !== 'removed and back') return;
    // Marketo's instants have whole seconds: within one, nobody has come back.
    it.clock.advance(1_000);
    arrive(index);
  };
  const isPending = (index: number) =>
    it.marketo.member(programId, leadIds[index] ?? 0)?.statusName === 'Pending Approval';
  const people = random.shuffled(Array.from({ length: count }, (_, index) => index));
  let toChange: number[] = [];
  for (let from = 0; from < people.length; from += 50) {
    // For some the webhook comes, for some twice, and for some not at all.
    it.marketo.switches.webhooks = (['on', 'duplicated', 'off'] as const)[random.below(3)] ?? 'on';
    const some = people.slice(from, from + 50);
    some.forEach(arrive);
    await it.marketo.until('they are pending', () => some.every(isPending), 20_000);
    toChange = random.shuffled([...toChange, ...some]);
    for (const index of toChange.splice(0, random.below(toChange.length))) change(index);
    if (from % 250 === 0) await sweepNow(it);
    if (from % 100 === 0) await hurryStanding(it.db, 'poll-activities');
    const effect = troubles[(from / 50) % troubles.length];
    const path = troubledPaths[random.below(troubledPaths.length)];
    if (effect && path) it.marketo.fail({ path, effect });
    await delay(random.below(300));
  }
  for (const index of toChange) change(index);
  await it.marketo.until(
    'those who came back are pending',
    () => leadIds.every((_leadId, index) => handFor(index) !== 'removed and back' || isPending(index)),
    20_000,
  );
  return leadIds;
}

async function sweepNow({ db }: UsherUnderTest): Promise<void> {
  const [webinar] = await db.select().from(webinars);
  if (webinar) await transact(db, async (tx) => enqueue(tx, 'sweep-webinar', { webinarId: webinar.id }));
}

/** The feed has been read to its end, and all that follows from it is done. */
async function followed(it: UsherUnderTest): Promise<void> {
  it.marketo.clearFaults();
  // The feed's last page has been read when its place is the newest activity's.
  const polls = () => it.marketo.calls.filter(({ path }) => path.endsWith('/activities.json')).length;
  const before = polls();
  await eventually('the feed has been read since', () => polls() > before + 1, {
    timeoutMs: 150_000,
    hurrying: it.db,
  });
  await eventually('nobody is hinted at any more', async () => (await it.db.$count(memberHints)) === 0, {
    timeoutMs: 150_000,
    hurrying: it.db,
  });
  await eventually(
    'nobody is registering any more',
    async () => (await it.db.$count(registrants, eq(registrants.status, 'registering'))) === 0,
    { timeoutMs: 150_000, hurrying: it.db },
  );
  await settled(it.db, { hurrying: it.db, timeoutMs: 150_000 });
}

/**
 * The least that shows the same: each thing read once, in full batches, after everything has happened, and nothing read in
 * vain. What is more is: a feed that is read each second here (each minute in the product) while it grows, people read again
 * because they changed after they were read, the sweeps, and what was refused and asked again.
 */
function leastCalls(): Record<string, number> {
  const share = count / 2 / hands.length;
  // A form fill leaves three activities: itself, Invited, Pending Approval; a change by hand leaves one.
  const activities = 3 * (count + share) + count / 2;
  const present = count - share;
  return {
    'the program and its channel': 2,
    'the place in the feed': 1,
    'the feed, all activities': Math.ceil(activities / perCall),
    'the first sweep, empty': 1,
    'every member': Math.ceil(present / perCall),
    'every name': Math.ceil(present / perCall),
    'those to register, before the push': Math.ceil(share / perCall),
    'those registered, before their link is written': Math.ceil(share / perCall),
    'their links': Math.ceil(share / perCall),
  };
}

function tellTheNumbers({ marketo }: UsherUnderTest, seconds: number): void {
  const made = new Map<string, number>();
  for (const { path, method, codes } of marketo.calls) {
    if (!path.startsWith('/rest') || codes.includes('602')) continue;
    const what = `${method} ${path.split('/').at(-1)}`;
    made.set(what, (made.get(what) ?? 0) + 1);
  }
  const sum = (calls: Iterable<number>) => [...calls].reduce((total, one) => total + one, 0);
  const listed = (calls: Iterable<[string, number]>) =>
    [...calls].map(([what, n]) => `${n} ${what}`).join(', ');
  const waits = marketo.webhookAnswers.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const within = (share: number) => Math.round(waits[Math.floor(waits.length * share)] ?? 0);
  const least = leastCalls();
  process.stdout.write(
    [
      `thousand people: ${seconds} s`,
      `${sum(made.values())} calls to Marketo: ${listed(made)}`,
      `${sum(Object.values(least))} at the least: ${listed(Object.entries(least))}`,
      `${waits.length} webhooks answered, half of them within ${within(0.5)} ms, 99 % within ${within(0.99)} ms\n`,
    ].join('\n  '),
  );
}
