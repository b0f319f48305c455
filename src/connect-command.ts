/** `usher connect`: asks nothing, needs no restart of the service, and says what is wrong in words an administrator can act on. */
import pg from 'pg';
import { createBudgets } from './budgets.ts';
import { type Environment, readOutsideConfig } from './config.ts';
import { openStore } from './open-store.ts';
import { createMarketoClient } from './outside/marketo/marketo-client.ts';
import { createOn24Client } from './outside/on24/on24-client.ts';
import { createSlackOutbox } from './outside/slack/slack-outbox.ts';
import type { Registrar } from './program/webinar.ts';
import { openDatabase } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { connectWebinar } from './webinars/connect-webinar.ts';

export interface ConnectOptions {
  program: number;
  event: number;
  channel: string;
  approvers: string[];
  capacity?: number;
  hold: number;
  registrar: Registrar;
  on24Client?: number;
}

/** Returns the exit code: 0 when the webinar is connected, warnings or not. */
export async function connectCommand(
  environment: Environment,
  options: ConnectOptions,
  say: (line: string) => void,
): Promise<number> {
  const config = readOutsideConfig(environment);
  const store = await openStore(config);
  await migrate(store.url);
  const database = openDatabase(store.url, { maxConnections: 2, name: 'usher connect' });
  const pool = new pg.Pool({ connectionString: store.url, max: 2, application_name: 'usher connect' });
  const budgets = createBudgets(pool);
  const marketo = createMarketoClient({
    url: config.MARKETO_URL,
    clientId: config.MARKETO_CLIENT_ID,
    clientSecret: config.MARKETO_CLIENT_SECRET,
    fetchLimit: budgets.marketo,
  });
  const on24 = createOn24Client({
    url: config.ON24_URL,
    tokenKey: config.ON24_TOKEN_KEY,
    tokenSecret: config.ON24_TOKEN_SECRET,
  });
  const slack = createSlackOutbox({
    token: config.SLACK_BOT_TOKEN,
    slackApiUrl: config.SLACK_API_URL,
    budget: budgets.slack,
  });
  try {
    const outcome = await connectWebinar(
      { db: database.db, marketo, on24, slack },
      {
        programId: options.program,
        on24ClientId: options.on24Client ?? config.ON24_CLIENT_ID,
        on24EventId: options.event,
        slackChannelId: options.channel,
        approvers: options.approvers,
        capacity: options.capacity ?? null,
        holdSeconds: options.hold,
        registrar: options.registrar,
        connectedBy: null,
      },
    );
    for (const warning of outcome.warnings) say(`Note: ${warning}`);
    if ('faults' in outcome) {
      for (const fault of outcome.faults) say(`Not connected: ${fault}`);
      return 1;
    }
    say(
      `Connected as webinar ${outcome.webinar.id}: "${outcome.webinar.title}". Its people appear in Slack within a minute.`,
    );
    return 0;
  } finally {
    await Promise.all([marketo.close(), on24.close(), pool.end(), database.close()]);
    await store.leave();
  }
}
