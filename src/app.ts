/** The one place that joins all parts. Building opens no port and starts no job; `start` does. */
import pg from 'pg';
import { alertActions, alertModals } from './alerts/alert-actions.ts';
import { listenForAlerts } from './alerts/alert-listeners.ts';
import { drawAlert } from './alerts/draw-alert.ts';
import { followAlert } from './alerts/follow-alert.job.ts';
import { groupErrors } from './alerts/group-errors.job.ts';
import { tryConnections } from './alerts/try-connections.job.ts';
import { watchConnections } from './alerts/watch-connections.job.ts';
import { actions, modals } from './approvals/approval-actions.ts';
import { listenForApprovals } from './approvals/approval-listeners.ts';
import { drawApproval } from './approvals/draw-approval.ts';
import { gatherArrivals } from './approvals/gather-arrivals.job.ts';
import { listenForGroupChanges } from './approvals/group-change-listeners.ts';
import { pendingCommand } from './approvals/pending-command.ts';
import { refreshApprovers } from './approvals/refresh-approvers.job.ts';
import { settleDecision } from './approvals/settle-decision.job.ts';
import { tellMaker } from './approvals/tell-maker.job.ts';
import { drawReport } from './attendance/draw-report.ts';
import { type NightlyClock, startNightlyClock } from './attendance/nightly-clock.ts';
import { nightlyRefresh } from './attendance/nightly-refresh.job.ts';
import { refreshAttendance } from './attendance/refresh-attendance.job.ts';
import { refreshCommand } from './attendance/refresh-command.ts';
import { nextSlot } from './attendance/slots-due.ts';
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
import { createMetrics } from './metrics.ts';
import { createMarketoClient } from './outside/marketo/marketo-client.ts';
import { createOn24Client } from './outside/on24/on24-client.ts';
import { createBolt } from './outside/slack/bolt-app.ts';
import { slackEventsPath } from './outside/slack/bolt-http.ts';
import { retryAction } from './outside/slack/drawn-value.ts';
import { onUnknown } from './outside/slack/listener-kinds.ts';
import { createSlackOutbox } from './outside/slack/slack-outbox.ts';
import { listenForSubcommands } from './outside/slack/subcommands.ts';
import { confirmMembers } from './registration/confirm-members.job.ts';
import { on24Canary } from './registration/on24-canary.ts';
import { registerRegistrant } from './registration/register-registrant.job.ts';
import { listenForRetry } from './registration/retry-listeners.ts';
import { openDatabase } from './store/database.ts';
import { listCommand, statusCommand } from './webinars/list-command.ts';

export interface Usher {
  /** Resolves once requests are served and jobs run; answers with the port. */
  start(): Promise<{ port: number }>;
  /** Lets running work end, then closes everything. */
  stop(): Promise<void>;
}

/** A database that has been migrated; its address is given apart because `embedded` has one only once it runs. */
export function createUsher(
  config: ServiceConfig,
  databaseUrl: string,
  log: Log,
  now: () => Date = () => new Date(),
): Usher {
  const database = openDatabase(databaseUrl, { name: 'usher' });
  const { db } = database;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12, application_name: 'usher jobs' });
  const onBrokenConnection = (error: Error) =>
    log.warn({ error }, 'a database connection of the job worker broke');
  pool.on('error', onBrokenConnection);
  pool.on('connect', (client) => client.on('error', onBrokenConnection));

  const metrics = createMetrics();
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
    observe: metrics.observeCall,
  });
  const on24 = createOn24Client({
    url: config.ON24_URL,
    tokenKey: config.ON24_TOKEN_KEY,
    tokenSecret: config.ON24_TOKEN_SECRET,
    fetchLimit: budgets.on24,
    observe: metrics.observeCall,
  });

  const nightly = { at: config.REFRESH_AT, timeZone: config.REFRESH_TIME_ZONE };
  const intake = { db, marketo };
  const registration = { db, on24 };
  const canaries = [on24Canary(registration), marketoCanary(intake), slackCanary({ db, slack })];
  const handlers: Handlers = {
    'settle-decision': settleDecision(db),
    'tell-maker': tellMaker({ db, slack }),
    'draw-message': drawMessage({
      db,
      slack,
      drawings: { approval: drawApproval, alert: drawAlert, report: drawReport },
    }),
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
    'watch-connections': watchConnections(db),
    'nightly-refresh': nightlyRefresh({ db, on24, now }),
    'refresh-attendance': refreshAttendance({ db, on24, now }),
    'group-errors': groupErrors(db),
    'follow-alert': followAlert(db),
  };

  const bolt = createBolt({
    token: config.SLACK_BOT_TOKEN,
    way: wayToSlack(config),
    slackApiUrl: config.SLACK_API_URL,
    onError: (error, payloadType) => log.error({ error, payloadType }, 'a request from Slack failed'),
  });
  listenForApprovals(bolt.app, db);
  listenForGroupChanges(bolt.app, db);
  listenForRetry(bolt.app, db);
  listenForAlerts(bolt.app, db);
  listenForSubcommands(bolt.app, [
    listCommand(db),
    pendingCommand(db),
    refreshCommand(db),
    statusCommand(db, () => nextSlot(now(), nightly)),
  ]);
  onUnknown(bolt.app, {
    actionIds: [...Object.values(actions), ...Object.values(alertActions), retryAction],
    callbackIds: [...Object.values(modals), ...Object.values(alertModals)],
  });

  let server: HttpServer | undefined;
  let worker: Worker | undefined;
  let standing: StandingJobs | undefined;
  let clock: NightlyClock | undefined;
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
            metrics.jobFinished(name, outcome, durationMs);
            const line = { job: name, outcome, durationMs: Math.round(durationMs) };
            if (outcome === 'failed') log.error({ ...line, error }, 'a job failed and will be tried again');
            else log.debug(line, 'a job ran');
          },
        },
      });
      standing = await keepStandingJobs(db, onTrouble);
      clock = await startNightlyClock({
        db,
        nightly,
        now,
        onTrouble,
      });
      server = await startHttpServer({
        port: config.PORT,
        routes: [
          metrics.routes,
          healthRoutes({ db, slack, isReachable: () => bolt.isReachable() }),
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
      await bolt.start();
      return { port: server.port };
    },
    async stop() {
      await bolt.stop();
      await server?.close();
      await clock?.stop();
      await standing?.stop();
      await worker?.stop();
      await Promise.all([marketo.close(), on24.close()]);
      await pool.end();
      await database.close();
    },
  };
}

/** An app token means Socket Mode, also where a signing secret is set. */
function wayToSlack({ SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret }: ServiceConfig) {
  return appToken === undefined ? { signingSecret: signingSecret ?? '' } : { appToken };
}
