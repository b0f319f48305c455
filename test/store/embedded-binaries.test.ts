import { lstat, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyPackage, findPostgresPackage, programIn } from '../../src/store/embedded-binaries.ts';
import { runProgram } from '../../src/store/embedded-command.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), `usher-test-${process.pid}-`));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a copy of the programs runs, is readable by everyone, and has the links that npm cannot hold', async () => {
  const copy = join(folder, 'postgres');
  await copyPackage((await findPostgresPackage()).folder, copy);

  const entries = await readdir(copy, { withFileTypes: true, recursive: true });
  expect(entries.some((entry) => entry.isSymbolicLink())).toBe(true);
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    expect((await stat(file)).mode & (entry.isDirectory() ? 0o005 : 0o004), file).toBeGreaterThan(0);
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres'] as const) {
    const { code } = await runProgram(programIn(copy, program), ['--version'], {
      account: undefined,
      folder,
    });
    expect(code).toBe(0);
  }
});

test('a copy that a crash left incomplete is replaced, and a complete one is left alone', async () => {
  const { folder: original } = await findPostgresPackage();
  const copy = join(folder, 'postgres');
  await copyPackage(original, copy);
  const untouched = await lstat(copy);
  await copyPackage(original, copy);
  expect((await lstat(copy)).ino).toBe(untouched.ino);

  await truncate(programIn(copy, 'initdb'), 0);
  await copyPackage(original, copy);
  expect((await stat(programIn(copy, 'initdb'))).size).toBeGreaterThan(0);
  expect(await readdir(folder)).toEqual(['postgres']);
});

test('several who copy at the same moment end with one complete copy', async () => {
  const { folder: original } = await findPostgresPackage();
  const copy = join(folder, 'postgres');
  await Promise.all([1, 2, 3].map(async () => await copyPackage(original, copy)));
  expect(await readdir(folder)).toEqual(['postgres']);
});
