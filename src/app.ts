/** The one place that joins all parts. Building opens no port and starts no job; `start` does. */
import pg from 'pg';
import { type NightlyClock, startNightlyClock } from './attendance/nightly-clock.ts';
import type { ServiceConfig } from './config.ts';
import { healthRoutes } from './health.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { marketoWebhook } from './intake/marketo-webhook.ts';
import { marketoUsageToday } from './intake/read-marketo-usage.job.ts';
import { createHandlers } from './job-handlers.ts';
import { enqueue } from './jobs/enqueue.ts';
import { keepStandingJobs, type StandingJobs } from './jobs/standing-jobs.ts';
import { transact } from './jobs/transact.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createBolt } from './outside/slack/bolt-app.ts';
import { slackEventsPath } from './outside/slack/bolt-http.ts';
import { type OutsideOptions, openOutsideClients } from './outside-clients.ts';
import { listenToSlack } from './slack-listeners.ts';
import { openDatabase } from './store/database.ts';

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
  limits: Omit<OutsideOptions, 'observe' | 'now'> = {},
): Usher {
  const database = openDatabase(databaseUrl, { name: 'usher' });
  const { db } = database;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12, application_name: 'usher jobs' });
  const onBrokenConnection = (error: Error) =>
    log.warn({ error }, 'a database connection of the job worker broke');
  pool.on('error', onBrokenConnection);
  pool.on('connect', (client) => client.on('error', onBrokenConnection));

  const metrics = createMetrics({ marketoUsage: () => marketoUsageToday(db, now()) });
  const clients = openOutsideClients(config, { pool, db }, { ...limits, observe: metrics.observeCall, now });
  const nightly = { at: config.REFRESH_AT, timeZone: config.REFRESH_TIME_ZONE };
  const handlers = createHandlers({
    ...clients,
    db,
    pool,
    now,
    pollSeconds: config.MARKETO_POLL_SECONDS,
    on24ClientId: config.ON24_CLIENT_ID,
    warn: (facts, sentence) => log.warn(facts, sentence),
    nightly,
  });
  const bolt = createBolt({
    token: config.SLACK_BOT_TOKEN,
    way: wayToSlack(config),
    slackApiUrl: config.SLACK_API_URL,
    onError: (error, payloadType) => log.error({ error, payloadType }, 'a request from Slack failed'),
  });
  listenToSlack(bolt.app, { ...clients, db, now, nightly });

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
      await transact(db, async (tx) => enqueue(tx, 'check-reason-fields', {}));
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
          healthRoutes({ db, slack: clients.slack, isReachable: () => bolt.isReachable() }),
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
      await clients.close();
      await pool.end();
      await database.close();
    },
  };
}

/** An app token means Socket Mode, also where a signing secret is set. */
function wayToSlack({ SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret }: ServiceConfig) {
  return appToken === undefined ? { signingSecret: signingSecret ?? '' } : { appToken };
}
