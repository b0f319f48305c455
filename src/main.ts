/** The service's process: migrates, starts, and ends in good order when it is told to. */
import { createUsher } from './app.ts';
import { type Environment, readServiceConfig, type ServiceConfig } from './config.ts';
import { createLog, type Log } from './log.ts';
import { openStore } from './open-store.ts';
import { migrate } from './store/migrate.ts';

/** Running work is given this long to end; then the process ends anyway, and its jobs are done by others. */
const endsWithinMs = 25_000;

/** `now` is the instant by which the night comes and a webinar is over. */
export async function runService(environment: Environment, now?: () => Date): Promise<void> {
  const config = readServiceConfig(environment);
  const log = createLog({ level: config.LOG_LEVEL, secrets: secretsOf(config) });
  endOnUnhandledRejection(log);
  const store = await openStore(config);
  await migrate(store.url);
  const usher = createUsher(config, store.url, log, now);
  const stopping = untilToldToStop();
  const { port } = await usher.start();
  log.info(
    { port, database: config.DATABASE_URL === 'embedded' ? 'embedded' : 'external' },
    'Usher is running',
  );
  const signal = await stopping;
  log.info({ signal }, 'Usher is stopping');
  endAnyway(log);
  await usher.stop();
  await store.leave();
  log.info('Usher has stopped');
}

/** What nobody awaits leaves the process in a state that nobody knows: it says so in the log, clean, and ends. */
function endOnUnhandledRejection(log: Log): void {
  process.on('unhandledRejection', (error) => {
    log.fatal({ error }, 'something failed that nobody waited for');
    process.exit(1);
  });
}

export function secretsOf(config: ServiceConfig): string[] {
  return [
    config.SLACK_BOT_TOKEN,
    config.SLACK_APP_TOKEN,
    config.SLACK_SIGNING_SECRET,
    config.MARKETO_CLIENT_SECRET,
    config.MARKETO_WEBHOOK_SECRET,
    config.ON24_TOKEN_KEY,
    config.ON24_TOKEN_SECRET,
    config.DATABASE_URL === 'embedded' ? undefined : config.DATABASE_URL,
  ].filter((secret) => secret !== undefined);
}

function untilToldToStop(): Promise<string> {
  return new Promise((resolve) => {
    // A terminal may send SIGINT several times; the first one is the wish, the others are impatience.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(signal));
  });
}

function endAnyway(log: Log): void {
  setTimeout(() => {
    log.warn('running work did not end in time');
    process.exit(1);
  }, endsWithinMs).unref();
}
