/** `npm run demo`: the simulators, the page and the real bot, with a webinar connected and three people waiting. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { type DemoBot, startDemoBot } from './demo-bot.ts';
import { portsFrom, type Sandbox, startSandbox } from './start-sandbox.ts';
import { world } from './world.ts';

const firstPeople = [
  {
    firstName: 'Ada',
    lastName: 'Lovelace',
    title: 'VP Engineering',
    company: 'Analytical Engines',
    email: 'ada@analytical-engines.example',
  },
  {
    firstName: 'Charles',
    lastName: 'Babbage',
    title: 'CTO',
    company: 'Difference Ltd',
    email: 'charles@difference.example',
  },
  { email: 'night.reader.4117@gmail.com' },
] as const;

const told = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
});

try {
  await runDemo();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function runDemo(): Promise<void> {
  say('Starting Slack, Marketo, ON24 and Usher ...');
  const sandbox = await startSandbox({ ports: portsFrom(process.env) });
  const dataDir = await mkdtemp(join(tmpdir(), 'usher-demo-'));
  let bot: DemoBot | undefined;
  try {
    const environment = await sandbox.botEnvironment();
    const PORT = process.env.SANDBOX_PORT === '0' ? String(await freePort()) : (environment.PORT ?? '');
    sandbox.setBotUrl(`http://127.0.0.1:${PORT}`);
    bot = startDemoBot(
      { ...environment, PORT, USHER_DATA_DIR: dataDir, SANDBOX_CLOCK_URL: `${sandbox.pageUrl}/api/clock` },
      dataDir,
    );
    const died = bot.ended.then((how) => diedError(how, bot));
    const opened = openWebinar(sandbox, bot);
    // When the demo is told to stop before it is ready, what is under way fails, and nobody needs to know.
    opened.catch(() => undefined);
    const end = await Promise.race([told, died, opened.then(() => Promise.race([told, died]))]);
    if (end instanceof Error) throw end;
  } finally {
    await bot?.stop();
    await sandbox.close();
    await removeEmbeddedPostgres({ dataDir }).catch(() => undefined);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function openWebinar(sandbox: Sandbox, bot: DemoBot): Promise<void> {
  await bot.ready();
  const { slack, marketo, on24 } = world;
  const connected = await bot.run(
    ...['connect', '--program', `${marketo.program.id}`, '--event', `${on24.event.id}`],
    ...['--channel', slack.channel.id, '--approvers', `${slack.people[0].id},${slack.approverGroup.id}`],
    ...['--capacity', '150'],
  );
  if (!connected.isDone) throw new Error(`The webinar could not be connected:\n${connected.output}`);
  for (const person of firstPeople) sandbox.marketo.fillForm(marketo.program.id, person);
  say(`
  ${sandbox.pageUrl}

  Open it in a browser. Three people ask to join a webinar: approve, waitlist or reject them as Mara.
  Then switch to Sam, who may not decide; let ON24 refuse; end the webinar and make it 23:00 Pacific.
  Nothing leaves this machine. Ctrl-C ends everything and forgets it.
`);
}

function diedError(how: string, bot: DemoBot | undefined): Error {
  return new Error(`Usher has ended by itself (${how}). Its last lines:\n${bot?.lastLines() ?? ''}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port was given');
  return address.port;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
