/** The file in USHER_DATA_DIR that tells where the embedded server is and how to get in. */
import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-error.ts';

const pointer = z.object({
  /** Absolute; absent when the server's files lie beside this file. */
  folder: z.string().optional(),
  /** The last port on 127.0.0.1; 0 before the first start. */
  port: z.number().int().min(0).max(65535),
  password: z.string().min(1),
});

export type Pointer = z.infer<typeof pointer>;

export function newPointer(folder: string | undefined): Pointer {
  const password = randomBytes(24).toString('base64url');
  return { port: 0, password, ...(folder === undefined ? {} : { folder }) };
}

/** @throws EmbeddedPostgresError when the file is there but not as Usher writes it */
export async function readPointer(dataDir: string): Promise<Pointer | undefined> {
  const file = pointerFile(dataDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = pointer.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new EmbeddedPostgresError(
    `${file} is damaged, so the password of the embedded PostgreSQL is unknown. Restore the file, or remove ${dataDir} to begin with an empty database.`,
  );
}

/** Replaces the file as a whole; only its owner may read it, which is the owner of the folder. */
export async function writePointer(dataDir: string, content: Pointer): Promise<void> {
  const file = pointerFile(dataDir);
  const fresh = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
  if (process.getuid?.() === 0) {
    const owner = await stat(dirname(file));
    await chown(fresh, owner.uid, owner.gid);
  }
  await rename(fresh, file);
}

export function serverUrl({ password, port }: Pointer, database: string): string {
  return `postgres://usher:${password}@127.0.0.1:${port}/${database}`;
}

function pointerFile(dataDir: string): string {
  return join(dataDir, 'embedded-postgres.json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
