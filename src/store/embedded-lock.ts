/** Lets one process at a time create, start or stop an embedded server; a dead holder does not block. */
import { mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { isAlive, ownMark, type ProcessMark, processMark } from './embedded-process.ts';

const patienceMs = 180_000;
const pollMs = 25;
/** A mark is written, and a stale lock broken, in far less; older than this, its maker died over it. */
const abandonedAfterMs = 5_000;

/**
 * Runs the work while no other process of this machine runs work under the same lock file.
 *
 * @throws EmbeddedPostgresError when a living process keeps the lock for three minutes
 */
export async function withLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  await acquire(lockFile);
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function acquire(lockFile: string): Promise<void> {
  const givesUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      await writeFile(lockFile, JSON.stringify(ownMark()), { flag: 'wx', mode: 0o644 });
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    if (await isStale(lockFile)) await breakLock(lockFile);
    else if (Date.now() > givesUpAt) {
      const holder = await readHolder(lockFile);
      throw new EmbeddedPostgresError(
        `Process ${holder?.pid ?? 'unknown'} has been starting or stopping the embedded PostgreSQL for three minutes (${lockFile}).`,
      );
    } else await delay(pollMs);
  }
}

/** Two who find the same stale lock must not both remove it: the second would remove the first one's new lock. */
async function breakLock(lockFile: string): Promise<void> {
  const breaking = `${lockFile}.breaking`;
  try {
    await mkdir(breaking);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if ((await ageMs(breaking)) > abandonedAfterMs) await rmdir(breaking).catch(() => undefined);
    await delay(pollMs);
    return;
  }
  try {
    if (await isStale(lockFile)) await rm(lockFile, { force: true });
  } finally {
    await rmdir(breaking);
  }
}

async function isStale(lockFile: string): Promise<boolean> {
  const holder = await readHolder(lockFile);
  return holder ? !isAlive(holder) : (await ageMs(lockFile)) > abandonedAfterMs;
}

async function readHolder(lockFile: string): Promise<ProcessMark | undefined> {
  try {
    return processMark.parse(JSON.parse(await readFile(lockFile, 'utf8')));
  } catch {
    return undefined;
  }
}

async function ageMs(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : 0;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
