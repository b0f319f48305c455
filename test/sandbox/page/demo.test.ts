/** `npm run demo` as a newcomer runs it: one command, one address, and nothing left when it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { takePort } from './taken-port.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let running: ChildProcess | undefined;

afterEach(async () => {
  // A demo that a failed test has left: it must end its bot itself, which lives in another group.
  if (running?.exitCode !== null || running.signalCode !== null) return;
  const exited = once(running, 'exit');
  running.kill('SIGTERM');
  await exited;
});

/** In a process group of its own, as a terminal starts it, with a temporary folder of its own. */
function startDemo(temporary: string, environment: Record<string, string> = {}): ChildProcess {
  const tsx = join(root, 'node_modules', '.bin', 'tsx');
  running = spawn(tsx, [join(root, 'sandbox', 'demo.ts')], {
    cwd: tmpdir(),
    detached: true,
    env: { ...process.env, SANDBOX_PORT: '0', TMPDIR: temporary, ...environment },
  });
  return running;
}

async function untilSaid(demo: ChildProcess, pattern: RegExp): Promise<string> {
  let said = '';
  for await (const chunk of demo.stdout ?? []) {
    said += String(chunk);
    const found = pattern.exec(said);
    if (found !== null) return found[0];
  }
  throw new Error(`the demo ended, having said: ${said}`);
}

test('the demo shows three people who ask, and Ctrl-C in its terminal leaves nothing behind', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'usher-demo-test-'));
  const demo = startDemo(temporary, {
    SLACK_BOT_TOKEN: 'xoxb-an-operators-own',
    DATABASE_URL: 'postgres://x',
  });
  const exited = once(demo, 'exit');
  const address = await untilSaid(demo, /http:\/\/localhost:\d+/);
  expect(await readUntil(address, 'Ada Lovelace')).toContain('3 people ask to join');
  expect((await processesIn(temporary, 'clocked-bot.ts')).length).toBe(1);

  process.kill(-(demo.pid ?? 0), 'SIGINT');
  await exited;

  await expect(fetch(address)).rejects.toThrow();
  await expectNothingLeft(temporary);
}, 120_000);

test('Ctrl-C before the bot is ready ends the demo, too', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'usher-demo-test-'));
  const demo = startDemo(temporary);
  const exited = once(demo, 'exit');
  await expect.poll(() => processesIn(temporary, 'clocked-bot.ts'), { timeout: 20_000 }).not.toEqual([]);
  process.kill(-(demo.pid ?? 0), 'SIGINT');
  await exited;
  await expectNothingLeft(temporary);
}, 60_000);

test('the demo ends with what the bot said last when the bot dies, and leaves nothing behind', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'usher-demo-test-'));
  const demo = startDemo(temporary);
  const said = textOf(demo.stderr);
  const closed = once(demo, 'close');
  await untilSaid(demo, /http:\/\/localhost:\d+/);
  for (const pid of await processesIn(temporary, 'clocked-bot.ts')) process.kill(pid, 'SIGKILL');
  const [code] = await closed;
  expect(code).toBe(1);
  expect(said()).toContain('Usher has ended by itself (signal SIGKILL). Its last lines:\n{');
  await expectNothingLeft(temporary);
}, 120_000);

test('the demo says so when its port is taken', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'usher-demo-test-'));
  const taken = await takePort();
  const { port } = taken;
  const demo = startDemo(temporary, { SANDBOX_PORT: String(port) });
  const said = textOf(demo.stderr);
  const [code] = await once(demo, 'close');
  expect(code).toBe(1);
  expect(said()).toContain(`Port ${port} of 127.0.0.1 is in use, so the page cannot start there.`);
  await taken.close();
  await expectNothingLeft(temporary);
});

async function expectNothingLeft(temporary: string): Promise<void> {
  await expect.poll(() => processesIn(temporary, '')).toEqual([]);
  expect((await readdir(temporary)).filter((name) => name.startsWith('usher-'))).toEqual([]);
  await rm(temporary, { recursive: true });
}

/** Processes that were started with this temporary folder and have the words in their command line. */
async function processesIn(temporary: string, words: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await read(`/proc/${pid}/environ`);
      const command = (await read(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ');
      return environment.includes(`TMPDIR=${temporary}`) && command.includes(words) ? [pid] : [];
    }),
  );
  return found.flat();
}

function textOf(stream: ChildProcess['stderr']): () => string {
  let text = '';
  stream?.on('data', (chunk) => {
    text += String(chunk);
  });
  return () => text;
}

/** Reads the page's stream until a message with these words is in it. */
async function readUntil(address: string, words: string): Promise<string> {
  const answer = await fetch(`${address}/api/state`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const last = text.slice(text.lastIndexOf('\ndata: '));
    if (last.includes('ask to join') && last.includes(words)) return last;
  }
  throw new Error('the stream ended before');
}
