/** The three outside systems as the service and the commands use them, within the budgets that all replicas share. */
import type { Pool } from 'pg';
import { createBudgets, type GivenBudgets, noBudgets } from './budgets.ts';
import type { OutsideConfig } from './config.ts';
import { countMarketoCalls } from './marketo-call-count.ts';
import type { ObserveCall } from './outside/http.ts';
import { createMarketoClient, type MarketoClient } from './outside/marketo/marketo-client.ts';
import { createOn24Client, type On24Client } from './outside/on24/on24-client.ts';
import { createSlackOutbox, type SlackOutbox } from './outside/slack/slack-outbox.ts';
import type { Db } from './store/database.ts';

export interface OutsideClients {
  slack: SlackOutbox;
  marketo: MarketoClient;
  on24: On24Client;
  /** Lets running calls end, then closes the connections. */
  close(): Promise<void>;
}

export interface OutsideOptions extends GivenBudgets {
  observe?: ObserveCall | undefined;
  /** Limit of one call to ON24; the client's own unless given. */
  on24TimeoutMs?: number | undefined;
  /** By which Marketo's day ends. */
  now?: () => Date;
}

/** Without stores, which is for a few calls where the database cannot be used, no budget is kept and nothing counted. */
export function openOutsideClients(
  config: OutsideConfig,
  stores: { pool: Pool; db: Db } | undefined,
  { observe, on24TimeoutMs, now = () => new Date(), ...given }: OutsideOptions = {},
): OutsideClients {
  const marketoCount = stores && countMarketoCalls(stores.db, now);
  const budgets = stores ? createBudgets(stores.pool, given) : noBudgets;
  const slack = createSlackOutbox({
    token: config.SLACK_BOT_TOKEN,
    slackApiUrl: config.SLACK_API_URL,
    budget: budgets.slack,
  });
  const marketo = createMarketoClient({
    url: config.MARKETO_URL,
    clientId: config.MARKETO_CLIENT_ID,
    clientSecret: config.MARKETO_CLIENT_SECRET,
    async fetchLimit(calls) {
      await budgets.marketo(calls);
      marketoCount?.add(calls);
    },
    ...(observe ? { observe } : {}),
  });
  const on24 = createOn24Client({
    url: config.ON24_URL,
    tokenKey: config.ON24_TOKEN_KEY,
    tokenSecret: config.ON24_TOKEN_SECRET,
    fetchLimit: budgets.on24,
    ...(on24TimeoutMs ? { timeoutMs: on24TimeoutMs } : {}),
    ...(observe ? { observe } : {}),
  });
  return {
    slack,
    marketo,
    on24,
    async close() {
      await Promise.all([marketo.close(), on24.close()]);
      await marketoCount?.close();
    },
  };
}
