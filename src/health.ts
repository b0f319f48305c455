/** Whether this replica lives, and whether it may be given work: the database and Slack, as they are now. */
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { OutsideFailure } from './outside/failure.ts';
import type { SlackOutbox } from './outside/slack/slack-outbox.ts';
import type { Db } from './store/database.ts';

const databaseAnswersWithinMs = 2_000;
/** Slack is asked again after this long; a probe every few seconds must not use up its limits. */
const slackFreshForMs = 15_000;

export interface HealthParts {
  db: Db;
  slack: SlackOutbox;
  /** In Socket Mode: whether a connection is open over which clicks can come. */
  isReachable(): boolean;
}

export function healthRoutes(parts: HealthParts): Hono {
  const slack = rememberedSlackCheck(parts.slack);
  const routes = new Hono();
  routes.get('/healthz', (context) => context.json({ ok: true }));
  routes.get('/readyz', async (context) => {
    const [database, slackState] = await Promise.all([databaseState(parts.db), slack()]);
    const slackNow = slackState === 'ok' && !parts.isReachable() ? 'no socket is open' : slackState;
    const isReady = database === 'ok' && slackNow === 'ok';
    return context.json({ ok: isReady, database, slack: slackNow }, isReady ? 200 : 503);
  });
  return routes;
}

async function databaseState(db: Db): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('does not answer'), databaseAnswersWithinMs);
  });
  const asked = db.execute(sql`select 1`).then(
    () => 'ok',
    () => 'cannot be reached',
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function rememberedSlackCheck(slack: SlackOutbox): () => Promise<string> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let state: Promise<string> = Promise.resolve('not asked yet');
  return () => {
    if (performance.now() - checkedAt > slackFreshForMs) {
      checkedAt = performance.now();
      state = slack.checkToken().then(
        () => 'ok',
        (error: unknown) => {
          // A failure is not remembered: the next probe asks again.
          checkedAt = Number.NEGATIVE_INFINITY;
          return error instanceof OutsideFailure ? error.words : 'cannot be reached';
        },
      );
    }
    return state;
  };
}
