/** Creates, starts and stops the PostgreSQL server of one home. */
import { randomBytes } from 'node:crypto';
import { access, appendFile, chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { programIn } from './embedded-binaries.ts';
import { runProgram } from './embedded-command.ts';
import { EmbeddedPostgresError, errorFromOutput } from './embedded-error.ts';
import type { Home } from './embedded-home.ts';
import { commandLineOf } from './embedded-process.ts';

export interface ServerSettings {
  port: number;
  maxConnections: number;
  /** False: a crash of the machine may ruin the data, for tests. */
  fsync: boolean;
}

const settingsFile = 'usher.conf';

export function dataFolder(home: Home): string {
  return join(home.folder, 'data');
}

/** @returns the running server, also while it starts up (no port yet) or shuts down; undefined when there is none. */
export async function findServer(home: Home): Promise<{ port: number | undefined } | undefined> {
  const data = dataFolder(home);
  // Lines: process id, data folder, start time, port, ...
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const commandLine = commandLineOf(pid);
  // After a crash of the machine the number may belong to another program.
  const isOurs = process.platform === 'win32' ? commandLine !== undefined : commandLine?.includes(data);
  return isOurs ? { port: port > 0 ? port : undefined } : undefined;
}

export async function hasCluster(home: Home): Promise<boolean> {
  return await access(join(dataFolder(home), 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** Removes what killed starters left half made; what is still being written goes at a later start. */
export async function removeHalfMade(home: Home): Promise<void> {
  for (const name of await readdir(home.folder)) {
    if (!name.startsWith('data.half-made-') && !name.startsWith('initdb-')) continue;
    await rm(join(home.folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Makes an empty cluster with the superuser `usher`; a half-made one is never left in its place. */
export async function createCluster(home: Home, password: string, fsync: boolean): Promise<void> {
  // Not one name for all: the initdb of a killed starter may still be writing to its own.
  const half = join(home.folder, `data.half-made-${randomBytes(4).toString('hex')}`);
  const passwordFile = join(home.folder, `initdb-${randomBytes(4).toString('hex')}`);
  await writeForServer(home, passwordFile, `${password}\n`);
  try {
    const { code, output } = await runProgram(
      programIn(home.programs, 'initdb'),
      [
        `--pgdata=${half}`,
        '--username=usher',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        // Upper and lower case beyond ASCII, the same on every system.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(fsync ? [] : ['--no-sync']),
      ],
      home,
    );
    if (code !== 0) throw errorFromOutput('The embedded PostgreSQL could not create its database', output);
    await appendFile(join(half, 'postgresql.conf'), `\ninclude = '${settingsFile}'\n`);
    await rename(half, dataFolder(home));
  } finally {
    await rm(passwordFile, { force: true });
    await rm(half, { recursive: true, force: true });
  }
}

/**
 * Starts the server and returns when it accepts connections.
 *
 * @throws EmbeddedPostgresError with the end of the server's log when it does not
 */
export async function startServer(home: Home, settings: ServerSettings): Promise<void> {
  const data = dataFolder(home);
  const log = join(home.folder, 'postgres.log');
  await checkVersion(home);
  await writeForServer(home, join(data, settingsFile), settingsText(settings));
  for (let attempt = 1; ; attempt += 1) {
    if (!(await findServer(home))) await rm(join(data, 'postmaster.pid'), { force: true });
    await rename(log, `${log}.previous`).catch(() => undefined);
    const started = await runProgram(
      programIn(home.programs, 'pg_ctl'),
      ['start', '-w', '-t', '120', '-s', '-D', data, '-l', log],
      home,
    );
    if (started.code === 0) return;
    const said = `${started.output}\n${await readFile(log, 'utf8').catch(() => '')}`;
    // The sessions of a killed server need a moment to notice that it is gone.
    if (attempt > 20 || !/pre-existing shared memory block/.test(said)) {
      throw errorFromOutput('The embedded PostgreSQL did not start', said);
    }
    await delay(250);
  }
}

/** Ends the server: sessions are cut off, nothing committed is lost. Nothing to stop is fine. */
export async function stopServer(home: Home): Promise<void> {
  if (!(await findServer(home))) return;
  const { code, output } = await runProgram(
    programIn(home.programs, 'pg_ctl'),
    ['stop', '-w', '-t', '120', '-s', '-m', 'fast', '-D', dataFolder(home)],
    home,
  );
  if (code !== 0 && (await findServer(home))) {
    throw errorFromOutput('The embedded PostgreSQL did not stop', output);
  }
}

/** Whatever the umask of the one who writes, the server's account can read it, and nobody else. */
async function writeForServer(home: Home, file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  if (home.account) await chown(file, home.account.uid, home.account.gid);
}

async function checkVersion(home: Home): Promise<void> {
  const made = (await readFile(join(dataFolder(home), 'PG_VERSION'), 'utf8')).trim();
  const { output } = await runProgram(programIn(home.programs, 'postgres'), ['--version'], home);
  if (output.includes(` ${made}.`) || output.includes(` ${made}beta`)) return;
  throw new EmbeddedPostgresError(
    `The data in ${dataFolder(home)} is of PostgreSQL ${made}, but this Usher brings ${output.trim()}. Use the Usher that made it, or move its data with pg_dump.`,
  );
}

function settingsText({ port, maxConnections, fsync }: ServerSettings): string {
  const lines = [
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    "unix_socket_directories = ''",
    `max_connections = ${maxConnections}`,
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    'log_checkpoints = off',
    // Statements and the details of an error quote people's addresses.
    'log_min_error_statement = panic',
    'log_error_verbosity = terse',
  ];
  if (!fsync) lines.push('fsync = off', 'synchronous_commit = off', 'full_page_writes = off');
  return `# Written by Usher at each start. Settings of your own: ALTER SYSTEM SET ...\n${lines.join('\n')}\n`;
}
