/** The real bot beside the simulators: a process of its own, ended in good order, or else by force. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const cli = join(import.meta.dirname, '..', 'src', 'cli.ts');
const service = join(import.meta.dirname, 'clocked-bot.ts');
const keptLines = 40;
const endsWithinMs = 10_000;
/** The first start on a machine unpacks PostgreSQL. */
const readyWithinMs = 120_000;

export interface DemoBot {
  /** What the process ended with, such as `exit code 1`; pending while it runs. */
  readonly ended: Promise<string>;
  /** The end of what it has written. */
  lastLines(): string;
  /** Resolves once it takes work. Rejects when it ends instead, or after two minutes. */
  ready(): Promise<void>;
  /** Runs another of the bot's commands, in the same environment. */
  run(...command: string[]): Promise<{ readonly isDone: boolean; readonly output: string }>;
  /** Ends the service and every command that still runs. */
  stop(): Promise<void>;
}

/** `folder` is where the processes work: an operator's `.env` in another one does not reach them. */
export function startDemoBot(settings: Readonly<Record<string, string>>, folder: string): DemoBot {
  const environment = { ...environmentWithoutBot(), ...settings };
  const running = new Set<ChildProcess>();
  const start = (entry: string, command: readonly string[]) => {
    // In a group of its own, so that Ctrl-C in the terminal reaches it only through us, and in order.
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), entry, ...command], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const lines: string[] = [];
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding('utf8').on('data', (text: string) => {
        lines.push(...text.split('\n').filter((line) => line !== ''));
        lines.splice(0, lines.length - keptLines);
      });
    }
    const ended = once(child, 'close').then(([code, signal]: unknown[]) => {
      running.delete(child);
      return code === null ? `signal ${String(signal)}` : `exit code ${String(code)}`;
    });
    return { ended, lastLines: () => lines.join('\n') };
  };

  const bot = start(service, []);
  let hasEnded = false;
  void bot.ended.then(() => {
    hasEnded = true;
  });
  return {
    ...bot,
    ready: () => untilReady(`http://127.0.0.1:${settings.PORT}/readyz`, () => hasEnded),
    run: async (...command) => {
      const { ended, lastLines } = start(cli, command);
      return { isDone: (await ended) === 'exit code 0', output: lastLines() };
    },
    stop: async () => {
      await Promise.all([...running].map(end));
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const late = new AbortController();
  await Promise.race([
    closed,
    delay(endsWithinMs, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  process.kill(-child.pid, 'SIGKILL');
  await closed;
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  const givesUpAt = Date.now() + readyWithinMs;
  while (Date.now() < givesUpAt) {
    const isReady = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    if (hasEnded()) throw new Error('Usher has ended before it was ready.');
    await delay(100);
  }
  throw new Error(`Usher was not ready within ${readyWithinMs / 1_000} seconds.`);
}

/** What an operator has set for a real bot must not leak into this one. */
function environmentWithoutBot(): NodeJS.ProcessEnv {
  const isTheBots = /^(SLACK|MARKETO|ON24|USHER|REFRESH)_|^(DATABASE_URL|PORT)(_FILE)?$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isTheBots.test(name)));
}
