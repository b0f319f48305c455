/** How many calls Usher allows itself, over all replicas: below the systems' own limits, so that others keep theirs. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { OutsideFailure, type OutsideSystem } from './outside/failure.ts';
import { type On24Endpoint, on24CallsPerMinute } from './outside/on24/on24-budget.ts';
import type { SlackBudget } from './outside/slack/slack-outbox.ts';
import { createRateLimit, type RateLimit } from './store/shared-rate-limit.ts';

/** At most `calls` in each window of `seconds`. */
export interface CallBudget {
  calls: number;
  seconds: number;
}

/** Any 60 seconds touch at most six windows of 12: 48 updates, where Slack allows 50 to the whole app. */
const slackUpdates = { calls: 8, seconds: 12 };
/** Slack allows about one post a second to each channel. */
const slackPosts = { calls: 1, seconds: 1 };
/** 50 calls in 20 seconds, half of Marketo's limit for all integrations; any 20 seconds touch at most three windows. */
export const marketoCalls: CallBudget = { calls: 25, seconds: 10 };
/** ON24 counts each endpoint by the minute; four fifths of that, in windows of ten seconds, leave room at the edges. */
const on24Window = { share: 0.8, seconds: 10 };

/** A wait of up to this long is waited out; a longer one gives the job back its place in line. */
const waitsAtMostMs = 6_000;

export interface Budgets {
  slack: SlackBudget;
  marketo: (calls: number) => Promise<void>;
  on24: (calls: number, endpoint: On24Endpoint) => Promise<void>;
}

/** What Usher allows itself in place of the product's own budgets. */
export interface GivenBudgets {
  marketoBudget?: CallBudget | undefined;
  /** Calls to each endpoint of ON24. */
  on24Budget?: CallBudget | undefined;
}

export const noBudgets: Budgets = {
  slack: async () => {},
  marketo: async () => {},
  on24: async () => {},
};

export function createBudgets(
  pool: Pool,
  { marketoBudget = marketoCalls, on24Budget }: GivenBudgets = {},
): Budgets {
  const updates = createRateLimit(pool, 'slack-update', slackUpdates);
  const posts = createRateLimit(pool, 'slack-post', slackPosts);
  const marketo = createRateLimit(pool, 'marketo', marketoBudget);
  const on24 = createOn24Limits(pool, on24Budget);
  return {
    slack: (method, channelId) =>
      method === 'chat.update'
        ? takeOrFail('slack', updates, 'app', 1)
        : takeOrFail('slack', posts, channelId, 1),
    marketo: (calls) => takeOrWait('marketo', marketo, 'instance', calls),
    on24: (calls, endpoint) => takeOrWait('on24', on24[endpoint], 'instance', calls),
  };
}

function createOn24Limits(pool: Pool, given: CallBudget | undefined): Record<On24Endpoint, RateLimit> {
  const limitOf = (endpoint: On24Endpoint) => {
    const calls = Math.max(
      1,
      Math.floor((on24CallsPerMinute[endpoint] * on24Window.share * on24Window.seconds) / 60),
    );
    return createRateLimit(pool, `on24-${endpoint}`, given ?? { calls, seconds: on24Window.seconds });
  };
  return {
    'registrant-write': limitOf('registrant-write'),
    event: limitOf('event'),
    'event-list': limitOf('event-list'),
    'attendee-list': limitOf('attendee-list'),
    regfield: limitOf('regfield'),
    account: limitOf('account'),
    forget: limitOf('forget'),
  };
}

async function takeOrWait(
  system: OutsideSystem,
  limit: RateLimit,
  key: string,
  calls: number,
): Promise<void> {
  let waitedMs = 0;
  for (;;) {
    const waitMs = await limit.take(key, calls);
    if (waitMs === 0) return;
    if (waitedMs + waitMs > waitsAtMostMs) throw overBudget(system, waitMs);
    await delay(waitMs);
    waitedMs += waitMs;
  }
}

async function takeOrFail(
  system: OutsideSystem,
  limit: RateLimit,
  key: string,
  calls: number,
): Promise<void> {
  const waitMs = await limit.take(key, calls);
  if (waitMs > 0) throw overBudget(system, waitMs);
}

function overBudget(system: OutsideSystem, retryAfterMs: number): OutsideFailure {
  return new OutsideFailure({
    system,
    kind: 'unavailable',
    scope: 'system',
    cause: 'throttled',
    operation: 'take a call from the budget',
    words: 'Usher keeps to its own limit of calls.',
    retryAfterMs,
  });
}
