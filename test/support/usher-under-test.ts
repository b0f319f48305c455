/** The whole bot against the simulators and a database of its own: what a journey begins with. */
import { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { startMarketoSandbox } from '../../sandbox/marketo/marketo-sandbox.ts';
import { startOn24Sandbox } from '../../sandbox/on24/on24-sandbox.ts';
import { startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { createUsher, type Usher } from '../../src/app.ts';
import { type Environment, readServiceConfig } from '../../src/config.ts';
import { type ConnectOptions, connectCommand } from '../../src/connect-command.ts';
import { createLog } from '../../src/log.ts';
import { secretsOf } from '../../src/main.ts';
import type { OutsideOptions } from '../../src/outside-clients.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createTestDatabase } from './test-database.ts';

export type UsherUnderTest = Awaited<ReturnType<typeof startUsherUnderTest>>;

export const channelId = world.slack.channel.id;
export const programId = world.marketo.program.id;
export const eventId = world.on24.event.id;
export const [mara, jo, sam] = ['U0MARA', 'U0JO', 'U0SAM'] as const;

export interface UnderTestOptions {
  /** Replicas of the bot; Slack and Marketo call the first. */
  replicas?: number;
  connect?: Partial<ConnectOptions> | false;
  environment?: Record<string, string>;
  /** What the bot allows itself outside; the product's own unless given. */
  limits?: Pick<OutsideOptions, 'marketoBudget' | 'on24Budget' | 'on24TimeoutMs'>;
}

/** A bot for one test, stopped when the test is over. */
export async function usherForThisTest(options: UnderTestOptions = {}): Promise<UsherUnderTest> {
  const it = await startUsherUnderTest(options);
  onTestFinished(() => it.stop());
  return it;
}

export async function startUsherUnderTest(options: UnderTestOptions = {}) {
  const clock = new SandboxClock();
  const [slack, marketo, on24, testDatabase] = await Promise.all([
    startSlackSandbox({ clock }),
    startMarketoSandbox({ clock }),
    startOn24Sandbox({ clock }),
    createTestDatabase(),
  ]);
  const environment: Environment = {
    SLACK_BOT_TOKEN: world.slack.botToken,
    SLACK_SIGNING_SECRET: world.slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    PORT: '0',
    DATABASE_URL: testDatabase.url,
    MARKETO_URL: marketo.url,
    MARKETO_CLIENT_ID: world.marketo.clientId,
    MARKETO_CLIENT_SECRET: world.marketo.clientSecret,
    MARKETO_WEBHOOK_SECRET: world.marketo.webhookSecret,
    MARKETO_POLL_SECONDS: '1',
    ON24_URL: on24.url,
    ON24_CLIENT_ID: String(world.on24.clientId),
    ON24_TOKEN_KEY: world.on24.tokenKey,
    ON24_TOKEN_SECRET: world.on24.tokenSecret,
    LOG_LEVEL: 'trace',
    ...options.environment,
  };
  const config = readServiceConfig(environment);
  const logLines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logLines.push(String(chunk));
      done();
    },
  });
  const log = createLog({ level: config.LOG_LEVEL, secrets: secretsOf(config), destination });
  const database: Database = openDatabase(testDatabase.url, { maxConnections: 4, name: 'test' });

  const running: { usher: Usher; url: string }[] = [];
  const startReplica = async () => {
    const usher = createUsher(config, testDatabase.url, log, () => clock.now(), options.limits);
    const { port } = await usher.start();
    const replica = { usher, url: `http://127.0.0.1:${port}` };
    running.push(replica);
    return replica;
  };
  for (let replica = 0; replica < (options.replicas ?? 1); replica++) await startReplica();
  const url = running[0]?.url ?? '';
  slack.setRequestUrl(`${url}/slack/events`);
  marketo.setWebhookUrl(`${url}/marketo/webhook`);

  const connect = async (wish: Partial<ConnectOptions> = {}) => {
    const lines: string[] = [];
    const code = await connectCommand(
      environment,
      {
        program: programId,
        event: eventId,
        channel: channelId,
        approvers: [mara, jo],
        hold: 0,
        registrar: 'on24',
        ...wish,
      },
      (line) => lines.push(line),
    );
    return { code, lines };
  };
  if (options.connect !== false) {
    const { code, lines } = await connect(options.connect);
    if (code !== 0) throw new Error(`the webinar was not connected: ${lines.join(' ')}`);
  }

  return {
    clock,
    slack,
    marketo,
    on24,
    db: database.db,
    databaseUrl: testDatabase.url,
    environment,
    url,
    /** Of every replica, in the order in which they were started. */
    urls: () => running.map((replica) => replica.url),
    logLines,
    connect,
    startReplica,
    async stop() {
      for (const { usher } of running) await usher.stop();
      await Promise.all([slack.close(), marketo.close(), on24.close(), database.close()]);
      await testDatabase.drop();
    },
  };
}
