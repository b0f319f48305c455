/**
 * A real PostgreSQL without an installation, for the demo, the tests and `DATABASE_URL=embedded`.
 *
 * The server outlives a process that dies; whoever starts next finds and uses it. Every process that uses a server is
 * on its list of users, and the last one to leave stops it: so a command beside a running bot ends without harm, and
 * a bot that ends while a command still works does not pull the database away.
 */
import { mkdir, realpath, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPostgresPackage } from './embedded-binaries.ts';
import {
  createCluster,
  dataFolder,
  findServer,
  hasCluster,
  removeHalfMade,
  startServer,
  stopServer,
} from './embedded-cluster.ts';
import { ask, createDatabaseOnce } from './embedded-connection.ts';
import { EmbeddedPostgresError, errorFromFileSystem } from './embedded-error.ts';
import { foldersForRoot, type Home, prepareHome } from './embedded-home.ts';
import { withLock } from './embedded-lock.ts';
import { newPointer, type Pointer, readPointer, serverUrl, writePointer } from './embedded-pointer.ts';
import { freePort } from './embedded-port.ts';
import { signIn, signOut } from './embedded-users.ts';

export interface EmbeddedPostgresOptions {
  /** `USHER_DATA_DIR`; created when absent. As root it holds only the pointer to the data. */
  dataDir: string;
  /** False makes commits fast, loses the last ones when the server is killed, and may lose all when the machine crashes: for tests. Default true. */
  fsync?: boolean;
  /** A fixed port of 127.0.0.1; by default the port of last time, or any free one. */
  port?: number;
  /** Default 100. Settings count only for the process that starts the server. */
  maxConnections?: number;
  /** Where root may put what an unprivileged account must reach; for tests. */
  foldersForRoot?: string[];
}

export interface EmbeddedPostgres {
  /** `postgres://usher:PASSWORD@127.0.0.1:PORT/usher` */
  url: string;
  /** True when another process had started the server and it was found running. */
  wasAlreadyRunning: boolean;
  /** Leaves the server, and stops it when nobody else uses it. Close your connections first. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Finds the running server of the folder or starts one, creating it the first time.
 *
 * @throws EmbeddedPostgresError in words for the operator: no binaries, disk full, port taken, what initdb said
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    throw errorFromFileSystem(error, options.dataDir);
  }
}

/** Stops the server of the folder, whoever uses it, and removes its data and the folder. For tests. */
export async function removeEmbeddedPostgres(
  options: Pick<EmbeddedPostgresOptions, 'dataDir' | 'foldersForRoot'>,
): Promise<void> {
  const dataDir = await realpath(options.dataDir);
  const pointer = await readPointer(dataDir);
  if (pointer) {
    const home = await prepareHome(dataDir, pointer, await findPostgresPackage(), options.foldersForRoot);
    await withLock(lockFile(home), async () => await stopServer(home));
    await rm(home.folder, { recursive: true, force: true });
  }
  await rm(dataDir, { recursive: true, force: true });
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const found = await findPostgresPackage();
  await mkdir(resolve(options.dataDir), { recursive: true, mode: 0o700 });
  const dataDir = await realpath(options.dataDir);
  const home = await prepareHome(
    dataDir,
    await readPointer(dataDir),
    found,
    options.foldersForRoot ?? foldersForRoot,
  );
  return await withLock(lockFile(home), async () => {
    const pointer = (await readPointer(dataDir)) ?? (await beginAnew(dataDir, home));
    const running = await waitForRunning(dataDir, home, pointer);
    const current = running ?? (await startOnPort(dataDir, home, pointer, options));
    const users = join(home.folder, 'users');
    const user = await moveIn(current, users).catch(async (error: unknown) => {
      if (!running) await stopServer(home);
      throw error;
    });
    return {
      url: serverUrl(current, 'usher'),
      wasAlreadyRunning: running !== undefined,
      stop: async () => {
        await withLock(lockFile(home), async () => {
          if ((await signOut(user, users)) === 0) await stopServer(home);
        });
      },
    };
  });
}

async function moveIn(current: Pointer, users: string): Promise<string> {
  // Also in a server found running: its starter may have died before it came to this.
  await createDatabaseOnce(current);
  return await signIn(users);
}

/** Data that no pointer leads to (its folder was removed, to begin with an empty database) is kept once, not used. */
async function beginAnew(dataDir: string, home: Home): Promise<Pointer> {
  await stopServer(home);
  const aside = join(home.folder, 'data.previous');
  await rm(aside, { recursive: true, force: true });
  await rename(dataFolder(home), aside).catch(() => undefined);
  const pointer = newPointer(home.folder === dataDir ? undefined : home.folder);
  await writePointer(dataDir, pointer);
  return pointer;
}

/**
 * Waits for a server that is starting up or shutting down, and believes its own word on the port.
 *
 * @returns undefined when there is no server
 */
async function waitForRunning(dataDir: string, home: Home, pointer: Pointer): Promise<Pointer | undefined> {
  const givesUpAt = Date.now() + 120_000;
  for (;;) {
    const server = await findServer(home);
    if (!server) return undefined;
    const current = { ...pointer, port: server.port ?? pointer.port };
    if (server.port !== undefined && (await ask(current)) === 'well') {
      if (current.port !== pointer.port) await writePointer(dataDir, current);
      return current;
    }
    if (Date.now() > givesUpAt) {
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL of ${home.folder} runs but does not answer. See ${join(home.folder, 'postgres.log')}.`,
      );
    }
    await delay(50);
  }
}

async function startOnPort(
  dataDir: string,
  home: Home,
  pointer: Pointer,
  { port: wished, fsync = true, maxConnections = 100 }: EmbeddedPostgresOptions,
): Promise<Pointer> {
  await removeHalfMade(home);
  if (!(await hasCluster(home))) await createCluster(home, pointer.password, fsync);
  for (let attempt = 1; ; attempt += 1) {
    const port =
      wished === undefined
        ? ((await freePort(attempt === 1 ? pointer.port : 0)) ?? (await freePort(0)))
        : await freePort(wished);
    if (port === undefined) {
      throw new EmbeddedPostgresError(
        `Port ${wished ?? ''} of 127.0.0.1 is taken by another program, so the embedded PostgreSQL cannot use it.`,
      );
    }
    const current = { ...pointer, port };
    await writePointer(dataDir, current);
    try {
      await startServer(home, { port, fsync, maxConnections });
      return current;
    } catch (error) {
      // A starter that was killed may have had its server coming up already.
      const other = await waitForRunning(dataDir, home, current);
      if (other) return other;
      // Another program may take a free port before the server does.
      if (wished !== undefined || attempt === 5 || !/port is taken/.test(String(error))) throw error;
    }
  }
}

function lockFile(home: Home): string {
  return join(home.folder, 'lock');
}
