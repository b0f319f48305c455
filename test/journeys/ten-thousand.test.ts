/** A crowd is approved while ON24 goes through every kind of trouble; `USHER_STORM_PEOPLE` says how many, `USHER_STORM_SEED` repeats a run. */
import { isNull, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { expectNoRefusedCalls, messagesWith } from '../support/channel-reading.ts';
import { eventually, hurryStanding, settled } from '../support/eventually.ts';
import { mend, requireOnPage, weatherUntil } from '../support/on24-weather.ts';
import { seededRandom } from '../support/seeded-random.ts';
import {
  expectFewMessages,
  expectHeldOnceEach,
  expectNobodyToldTooEarly,
  expectNothingDoubled,
  expectTrueReasons,
} from '../support/storm-checks.ts';
import { approveAll, arriveAtOnce, countByStatus, crowd, isAnswered } from '../support/storm-crowd.ts';
import {
  channelId,
  eventId,
  mara,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const people = Number(process.env.USHER_STORM_PEOPLE ?? 300);
const seed = Number(process.env.USHER_STORM_SEED ?? Math.floor(Math.random() * 1_000_000));
/** Far more than the longest run needs on a slow machine; nothing is measured by it. */
const patienceMs = 120_000 + people * 200;

/** The simulators stand on this machine, where neither they nor Usher need to spare each other. */
const unsparing = { calls: 1_000_000, seconds: 10 };

async function begin(): Promise<UsherUnderTest> {
  const it = await usherForThisTest({
    replicas: 2,
    connect: false,
    environment: { LOG_LEVEL: 'info' },
    limits: { marketoBudget: unsparing, on24Budget: unsparing, on24TimeoutMs: 1_500 },
  });
  Object.assign(it.marketo.switches, {
    webhooks: 'off',
    callsPer20Seconds: 1_000_000,
    callsPerDay: 1_000_000,
  });
  it.on24.switches.callsPerMinute = { register: 1_000_000 };
  requireOnPage(it.on24, 'job_title');
  return it;
}

/** Clicks Retry all on each alert, and again for whoever came to it later, until nobody has an error. */
async function retryEverybody(it: UsherUnderTest): Promise<void> {
  await eventually(
    'everybody is registered',
    async () => {
      for (const { ts } of messagesWith(it.slack, '[Retry all')) {
        await it.slack
          .as(mara)
          .click({ channelId, ts }, { actionId: alertActions.retryAll })
          .catch(() => undefined);
      }
      return (await countByStatus(it)).registered === people;
    },
    { timeoutMs: patienceMs, lookEveryMs: 500 },
  );
}

const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1000;

async function report(it: UsherUnderTest): Promise<string> {
  const count = (method: string) => it.slack.calls.filter((call) => call.method === method).length;
  const kinds = await it.db
    .select({ kind: messages.kind, rows: sql<number>`count(*)::int` })
    .from(messages)
    .groupBy(messages.kind);
  return [
    `${count('chat.postMessage')} Slack messages (${kinds.map(({ kind, rows }) => `${rows} ${kind}`).join(', ')})`,
    `${count('chat.update')} updates, ${count('response_url')} through clicks`,
    `${it.on24.calls.length} calls to ON24, ${it.marketo.calls.length} to Marketo`,
  ].join('; ');
}

test(
  `${people} people are approved in every trouble ON24 knows: each is registered or has the true reason, once, and nobody is told too early`,
  async () => {
    console.info(`storm of ${people} people, USHER_STORM_SEED=${seed}`);
    const chance = seededRandom(seed);
    const it = await begin();
    const startedAt = performance.now();
    await arriveAtOnce(it, crowd(people, chance));
    console.info(`all have arrived after ${secondsSince(startedAt).toFixed(1)} s`);

    const approvedAt = performance.now();
    await approveAll(it, people);
    const storm = await weatherUntil(it, chance, Math.max(20, people / 40), () => isAnswered(it));
    const stormSeconds = secondsSince(approvedAt);
    await settled(it.db, { timeoutMs: patienceMs });
    const stand = await countByStatus(it);
    console.info(
      `${JSON.stringify(stand)} after ${stormSeconds.toFixed(1)} s, ${(people / stormSeconds).toFixed(1)} answers a second;`,
      [...storm.seen].map(([name, times]) => `${name} ${times}x`).join(', '),
      `${storm.outages} outages`,
    );
    console.info(await report(it));

    expect((stand.registered ?? 0) + (stand.registration_error ?? 0)).toBe(people);
    await expectTrueReasons(it);
    await expectHeldOnceEach(it);
    await expectNobodyToldTooEarly(it);
    await expectNothingDoubled(it);
    await expectFewMessages(it, storm.outages);

    mend(it);
    const mendedAt = performance.now();
    await retryEverybody(it);
    const retried = stand.registration_error ?? 0;
    const retrySeconds = secondsSince(mendedAt);
    console.info(
      `${retried} sent again in ${retrySeconds.toFixed(1)} s, ${(retried / retrySeconds).toFixed(1)} registrations a second`,
    );
    await eventually('every alert has ended by itself', async () => {
      await hurryStanding(it.db, 'watch-connections');
      return (await it.db.$count(alerts, isNull(alerts.closedAt))) === 0;
    });
    await settled(it.db, { timeoutMs: patienceMs });
    console.info(await report(it));
    await expectTrueReasons(it);
    await expectHeldOnceEach(it);
    expect(it.on24.registrants(eventId)).toHaveLength(people);
    await expectNobodyToldTooEarly(it);
    await expectNothingDoubled(it);
    await expectFewMessages(it, storm.outages);
    expectNoRefusedCalls(it.slack);
    expect(it.logLines.filter((line) => line.includes('a job failed'))).toEqual([]);
  },
  patienceMs * 3,
);
