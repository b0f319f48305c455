/** Decides where an embedded server's programs and data lie, and as whom it runs; for root, elsewhere than the clone. */
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyPackage, isReadyToRun, type PostgresPackage, programIn } from './embedded-binaries.ts';
import { type Account, runProgram } from './embedded-command.ts';
import { EmbeddedPostgresError, errorFromOutput } from './embedded-error.ts';
import type { Pointer } from './embedded-pointer.ts';

export interface Home {
  /** Holds the data, the log, the lock and the list of users. */
  folder: string;
  /** Holds `bin`, `lib` and `share`. */
  programs: string;
  account: Account;
}

/**
 * Where root keeps what an unprivileged account must reach. Not /var/tmp first: systemd empties it of files that
 * nobody touched for 30 days, and a database has such files.
 */
export const foldersForRoot = ['/var/lib', '/var/tmp', tmpdir()];

/**
 * Makes sure that the folder and the programs are there.
 *
 * @throws EmbeddedPostgresError when no place will do
 */
export async function prepareHome(
  dataDir: string,
  pointer: Pointer | undefined,
  found: PostgresPackage,
  bases = foldersForRoot,
): Promise<Home> {
  if (process.getuid?.() !== 0) {
    return {
      folder: pointer?.folder ?? dataDir,
      programs: await ownPrograms(dataDir, found),
      account: undefined,
    };
  }
  const account = await accountForRoot(pointer && (pointer.folder ?? dataDir));
  let lastFault: unknown;
  for (const base of bases) {
    const shared = await sharedFolder(base);
    if (!shared) continue;
    const programs = join(shared, `postgres-${found.version}`);
    try {
      await copyPackage(found.folder, programs);
      await checkRuns(programs, account);
    } catch (error) {
      lastFault = error;
      continue;
    }
    const name = `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
    const folder = pointer ? (pointer.folder ?? dataDir) : join(shared, name);
    await makePrivateFolder(folder, account);
    return { folder, programs, account };
  }
  throw (
    lastFault ??
    new EmbeddedPostgresError(
      `PostgreSQL refuses to run as root, and there is no folder in ${bases.join(', ')} that an unprivileged user may read and only root may change. Run Usher as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`,
    )
  );
}

async function ownPrograms(dataDir: string, found: PostgresPackage): Promise<string> {
  const ready = await isReadyToRun(found.folder);
  const programs = ready ? found.folder : join(dataDir, `postgres-${found.version}`);
  if (!ready) await copyPackage(found.folder, programs);
  await checkRuns(programs, undefined);
  return programs;
}

/** A folder may be mounted noexec, and the binaries may want another C library. */
async function checkRuns(programs: string, account: Account): Promise<void> {
  const { code, output } = await runProgram(programIn(programs, 'postgres'), ['--version'], {
    account,
    folder: programs,
  });
  if (code !== 0) throw errorFromOutput('The embedded PostgreSQL does not run on this system', output);
}

/** @returns whose the data already is, else the system's account for things that need no rights. */
async function accountForRoot(existing: string | undefined): Promise<Account> {
  const owner = existing && (await stat(existing).catch(() => undefined));
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry = lines.find(([name]) => name === 'nobody') ?? lines.find(([, , uid]) => uid === '65534');
  if (!entry) {
    throw new EmbeddedPostgresError(
      'PostgreSQL refuses to run as root, and this system has no user nobody to run it as. Run Usher as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** @returns a folder that everyone may enter and only root may change; undefined when the base allows none. */
async function sharedFolder(base: string): Promise<string | undefined> {
  if (!(await isOpenToAll(base))) return undefined;
  // In a world-writable base somebody else may hold the name already; their folder is not to be trusted.
  for (const name of ['usher-embedded', 'usher-embedded-2', 'usher-embedded-3', 'usher-embedded-4']) {
    const folder = join(base, name);
    try {
      await mkdir(folder);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return undefined;
    }
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) continue;
    await chmod(folder, 0o755);
    return folder;
  }
  return undefined;
}

async function isOpenToAll(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory() || (found.mode & 0o001) === 0) return false;
  return folder === dirname(folder) || (await isOpenToAll(dirname(folder)));
}

async function makePrivateFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}
