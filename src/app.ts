/** The one place that joins all parts. Building opens no port and starts no job; `start` does. */
import pg from 'pg';
import { tryConnections } from './alerts/try-connections.job.ts';
import { actions, modals } from './approvals/approval-actions.ts';
import { listenForApprovals } from './approvals/approval-listeners.ts';
import { drawApproval } from './approvals/draw-approval.ts';
import { gatherArrivals } from './approvals/gather-arrivals.job.ts';
import { listenForGroupChanges } from './approvals/group-change-listener.ts';
import { refreshApprovers } from './approvals/refresh-approvers.job.ts';
import { settleDecision } from './approvals/settle-decision.job.ts';
import { createBudgets } from './budgets.ts';
import type { ServiceConfig } from './config.ts';
import { healthRoutes } from './health.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { followMembers } from './intake/follow-members.ts';
import { marketoWebhook } from './intake/marketo-webhook.ts';
import { pollActivities } from './intake/poll-activities.job.ts';
import { readHinted } from './intake/read-hinted.job.ts';
import { sweepWebinar } from './intake/sweep-webinar.job.ts';
import { marketoCanary } from './intake/waiting.ts';
import { writeMarketo } from './intake/write-marketo.job.ts';
import type { Handlers } from './jobs/handlers.ts';
import { keepStandingJobs, type StandingJobs } from './jobs/standing-jobs.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import type { Log } from './log.ts';
import { drawMessage } from './messages/draw-message.job.ts';
import { slackCanary } from './messages/slack-canary.ts';
import { createMarketoClient } from './outside/marketo/marketo-client.ts';
import { createOn24Client } from './outside/on24/on24-client.ts';
import { createBolt, slackEventsPath } from './outside/slack/bolt-app.ts';
import { onUnknown } from './outside/slack/listener-kinds.ts';
import { createSlackOutbox } from './outside/slack/slack-outbox.ts';
import { confirmMembers } from './registration/confirm-members.job.ts';
import { on24Canary } from './registration/on24-canary.ts';
import { registerRegistrant } from './registration/register-registrant.job.ts';
import { listenForRetry, retryAction } from './registration/retry-listener.ts';
import { openDatabase } from './store/database.ts';

export interface Usher {
  /** Resolves once requests are served and jobs run; answers with the port. */
  start(): Promise<{ port: number }>;
  /** Lets running work end, then closes everything. */
  stop(): Promise<void>;
}

/** A database that has been migrated; its address is given apart because `embedded` has one only once it runs. */
export function createUsher(config: ServiceConfig, databaseUrl: string, log: Log): Usher {
  const database = openDatabase(databaseUrl, { name: 'usher' });
  const { db } = database;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12, application_name: 'usher jobs' });
  const onBrokenConnection = (error: Error) => log.warn({ error }, 'a database connection of the job worker broke');
  pool.on('error', onBrokenConnection);
  pool.on('connect', (client) => client.on('error', onBrokenConnection));

  const budgets = createBudgets(pool);
  const slack = createSlackOutbox({
    token: config.SLACK_BOT_TOKEN,
    slackApiUrl: config.SLACK_API_URL,
    budget: budgets.slack,
  });
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
    fetchLimit: budgets.on24,
  });

  const intake = { db, marketo };
  const registration = { db, on24 };
  const canaries = [on24Canary(registration), marketoCanary(intake), slackCanary({ db, slack })];
  const handlers: Handlers = {
    'settle-decision': settleDecision(db),
    'draw-message': drawMessage({ db, slack, drawings: { approval: drawApproval } }),
    'gather-arrivals': gatherArrivals(db),
    'confirm-members': confirmMembers({
      db,
      followMembers: (webinar, leadIds) => followMembers(intake, webinar, leadIds),
    }),
    'register-registrant': registerRegistrant(registration),
    'write-marketo': writeMarketo(intake),
    'read-hinted': readHinted(intake),
    'poll-activities': pollActivities({ ...intake, pollSeconds: config.MARKETO_POLL_SECONDS }),
    'sweep-webinar': sweepWebinar(intake),
    'refresh-approvers': refreshApprovers({ db, slack }),
    'try-connections': tryConnections({ db, canaries }),
  };

  const bolt = createBolt({
    token: config.SLACK_BOT_TOKEN,
    signingSecret: config.SLACK_SIGNING_SECRET,
    slackApiUrl: config.SLACK_API_URL,
    onError: (error, payloadType) => log.error({ error, payloadType }, 'a request from Slack failed'),
  });
  listenForApprovals(bolt.app, db);
  listenForGroupChanges(bolt.app, db);
  listenForRetry(bolt.app, db);
  onUnknown(bolt.app, {
    actionIds: [...Object.values(actions), retryAction],
    callbackIds: Object.values(modals),
  });

  let server: HttpServer | undefined;
  let worker: Worker | undefined;
  let standing: StandingJobs | undefined;
  return {
    async start() {
      const onTrouble = (error: unknown) => log.warn({ error }, 'the job worker is in trouble');
      worker = await startWorker({
        database,
        pool,
        handlers,
        watcher: {
          trouble: onTrouble,
          finished(name, outcome, durationMs, error) {
            const line = { job: name, outcome, durationMs: Math.round(durationMs) };
            if (outcome === 'failed') log.error({ ...line, error }, 'a job failed and will be tried again');
            else log.debug(line, 'a job ran');
          },
        },
      });
      standing = await keepStandingJobs(db, onTrouble);
      server = await startHttpServer({
        port: config.PORT,
        routes: [
          healthRoutes({ db, slack }),
          marketoWebhook({
            db,
            secret: config.MARKETO_WEBHOOK_SECRET,
            onHint: (outcome, detail) =>
              log[outcome === 'taken' ? 'debug' : 'warn']({ outcome, detail }, 'a webhook call came'),
          }),
        ],
        slack: { path: slackEventsPath, serve: bolt.serve },
        onError: (error) => log.error({ error }, 'a request failed'),
      });
      return { port: server.port };
    },
    async stop() {
      await server?.close();
      await standing?.stop();
      await worker?.stop();
      await Promise.all([marketo.close(), on24.close()]);
      await pool.end();
      await database.close();
    },
  };
}
