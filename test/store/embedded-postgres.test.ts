import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';

let dataDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), `usher-test-${process.pid}-`));
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await removeEmbeddedPostgres({ dataDir });
});

test('the first start creates a database, and what was committed is there after the next start', async () => {
  const first = await start();
  expect(first.wasAlreadyRunning).toBe(false);
  expect(first.url).toMatch(/^postgres:\/\/usher:[\w-]{32}@127\.0\.0\.1:\d+\/usher$/);
  await query(first.url, 'create table kept as select 1 as one');
  await first.stop();

  const second = await start();
  expect(second.wasAlreadyRunning).toBe(false);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
  await second.stop();
});

test('the server listens on 127.0.0.1 only, asks for the password, and keeps time in UTC and text in UTF-8', async () => {
  const server = await start();
  const settings = await query(
    server.url,
    `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
            current_setting('timezone') as zone, current_setting('server_encoding') as encoding,
            lower('ÄÉ') as lower`,
  );
  expect(settings).toEqual([
    { addresses: '127.0.0.1', sockets: '', zone: 'UTC', encoding: 'UTF8', lower: 'äé' },
  ]);
  const wrongPassword = new URL(server.url);
  wrongPassword.password = 'guessed';
  await expect(query(wrongPassword.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  await server.stop();
});

test('only their owners can read the password and the data, and the owner of the data is never root', async () => {
  const server = await start();
  const pointer = await stat(join(dataDir, 'embedded-postgres.json'));
  expect(pointer.mode & 0o777).toBe(0o600);
  const data = await stat(join(await serverFolder(), 'data'));
  expect(data.mode & 0o777).toBe(0o700);
  expect(data.uid).not.toBe(0);
  await server.stop();
});

test('a folder that others may change is not trusted with the server, even under the expected name', async () => {
  const base = await mkdtemp(join(tmpdir(), `usher-test-${process.pid}-`));
  await chmod(base, 0o755);
  const theirs = join(base, 'usher-embedded');
  await mkdir(theirs);
  await chmod(theirs, 0o777);

  const server = await startEmbeddedPostgres({ dataDir, fsync: false, foldersForRoot: [base] });
  expect(await readdir(theirs)).toEqual([]);
  await server.stop();
  await removeEmbeddedPostgres({ dataDir, foldersForRoot: [base] });
  await mkdir(dataDir);
  await rm(base, { recursive: true });
});

test('a command beside a running bot uses its server and leaves it running', async () => {
  const bot = await start();
  const command = await startInOwnProcess();
  expect(command.started).toEqual({ url: bot.url, wasAlreadyRunning: true });
  await command.end();
  expect(await query(bot.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await bot.stop();
  await expect(query(bot.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('a bot that ends while a command still works leaves the server to the command, which then stops it', async () => {
  const bot = await startInOwnProcess();
  const command = await start();
  await bot.end();
  expect(await query(command.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await command.stop();
  await expect(query(command.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('a killed bot leaves the server running, and the next start adopts it and stops it in the end', async () => {
  const killed = await startInOwnProcess();
  await killed.kill();
  expect(await query(killed.started.url, 'select 1 as one')).toEqual([{ one: 1 }]);

  const next = await start();
  expect(next.wasAlreadyRunning).toBe(true);
  expect(next.url).toBe(killed.started.url);
  await next.stop();
  await expect(query(next.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('Ctrl-C, which reaches the whole process group, does not end the server before the bot has', async () => {
  const bot = await startInOwnProcess();
  bot.interruptGroup();
  await bot.exited;
  expect(await query(bot.started.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('four processes that start at the same moment get one server between them', async () => {
  const all = await Promise.all([1, 2, 3, 4].map(async () => await startInOwnProcess()));
  expect(new Set(all.map(({ started }) => started.url)).size).toBe(1);
  expect(all.filter(({ started }) => !started.wasAlreadyRunning)).toHaveLength(1);
  for (const one of all) await one.end();
  await expect(query(all[0]?.started.url ?? '', 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('a server that was killed starts again with everything that was committed', async () => {
  const bot = await startEmbeddedPostgres({ dataDir });
  await query(bot.url, 'create table kept as select 1 as one');
  const folder = await serverFolder();
  const pidFile = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8');
  process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');

  const next = await startEmbeddedPostgres({ dataDir });
  expect(next.wasAlreadyRunning).toBe(false);
  expect(await query(next.url, 'select one from kept')).toEqual([{ one: 1 }]);
  await next.stop();
  await bot.stop();
});

test('after a crash of the machine a foreign process with the old number does not block the start', async () => {
  await (await start()).stop();
  const folder = await serverFolder();
  await writeFile(join(folder, 'data', 'postmaster.pid'), `${process.pid}\n${folder}/data\n1\n5432\n\n\n1\n`);
  await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, born: 'before the crash' }));

  const server = await start();
  expect(server.wasAlreadyRunning).toBe(false);
  await server.stop();
});

test('when another program has taken the port meanwhile, the next start takes another', async () => {
  const first = await start();
  await first.stop();
  const thief = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
  await once(thief, 'listening');

  const second = await start();
  expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
  await expect(
    startEmbeddedPostgres({ dataDir: `${dataDir}/other`, port: port(second.url) }),
  ).rejects.toThrow(/Port \d+ of 127\.0\.0\.1 is taken by another program/);
  await second.stop();
  await removeEmbeddedPostgres({ dataDir: `${dataDir}/other` });
  thief.close();
});

test('a folder that lost its pointer begins with an empty database', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 1 as one');
  await rm(join(dataDir, 'embedded-postgres.json'));

  const second = await start();
  expect(second.wasAlreadyRunning).toBe(false);
  await expect(query(second.url, 'select one from kept')).rejects.toThrow(/does not exist/);
  await second.stop();
});

test('a damaged pointer is said in a sentence, with the way out', async () => {
  await writeFile(join(dataDir, 'embedded-postgres.json'), '{');
  await expect(start()).rejects.toThrow(/is damaged, so the password .* is unknown/);
  await rm(join(dataDir, 'embedded-postgres.json'));
});

async function start() {
  return await startEmbeddedPostgres({ dataDir, fsync: false });
}

interface OtherProcess {
  started: { url: string; wasAlreadyRunning: boolean };
  exited: Promise<unknown>;
  end(): Promise<void>;
  kill(): Promise<void>;
  interruptGroup(): void;
}

async function startInOwnProcess(): Promise<OtherProcess> {
  const script = fileURLToPath(new URL('../support/embedded-postgres-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  children.push(child);
  const exited = once(child, 'exit');
  const firstLine = z.tuple([z.string()]);
  const [line] = firstLine.parse(await once(createInterface(child.stdout), 'line'));
  return {
    started: z.object({ url: z.string(), wasAlreadyRunning: z.boolean() }).parse(JSON.parse(line)),
    exited,
    end: async () => {
      child.stdin.end();
      expect(await exited).toEqual([0, null]);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    interruptGroup: () => {
      process.kill(-z.number().parse(child.pid), 'SIGINT');
    },
  };
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1 });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end();
  }
}

function port(url: string): number {
  return Number(new URL(url).port);
}

async function serverFolder(): Promise<string> {
  const pointer = z.object({ folder: z.string().default(dataDir) });
  return pointer.parse(JSON.parse(await readFile(join(dataDir, 'embedded-postgres.json'), 'utf8'))).folder;
}
