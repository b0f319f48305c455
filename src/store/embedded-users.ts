/** Keeps the list of processes that use an embedded server, so that the last one to leave can stop it. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, ownMark, processMark } from './embedded-process.ts';

/** Adds this process to the list and returns the file that stands for it. */
export async function signIn(usersFolder: string): Promise<string> {
  await mkdir(usersFolder, { recursive: true, mode: 0o755 });
  const file = join(usersFolder, `${process.pid}-${randomBytes(4).toString('hex')}`);
  await writeFile(file, JSON.stringify(ownMark()), { mode: 0o644 });
  return file;
}

/** Takes this process off the list, and with it everyone who died without doing so. Returns how many are left. */
export async function signOut(file: string, usersFolder: string): Promise<number> {
  await rm(file, { force: true });
  let left = 0;
  for (const name of await readdir(usersFolder)) {
    const user = join(usersFolder, name);
    if (await standsForTheLiving(user)) left += 1;
    else await rm(user, { force: true });
  }
  return left;
}

async function standsForTheLiving(file: string): Promise<boolean> {
  try {
    return isAlive(processMark.parse(JSON.parse(await readFile(file, 'utf8'))));
  } catch {
    return false;
  }
}
