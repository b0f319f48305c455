/** The few questions that the start of an embedded server asks it. */
import postgres from 'postgres';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { type Pointer, serverUrl } from './embedded-pointer.ts';

/** Codes of a server that is not there yet, or not any more: refused, cut off, starting up, shutting down. */
const notNow = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'CONNECTION_CLOSED',
  'CONNECT_TIMEOUT',
  '57P03',
  '57P01',
]);

/** @throws EmbeddedPostgresError when the server lets nobody in with the pointer's password */
export async function ask(pointer: Pointer): Promise<'well' | 'not now'> {
  try {
    await runOn(pointer, 'select 1');
    return 'well';
  } catch (error) {
    const code = codeOf(error);
    if (notNow.has(code)) return 'not now';
    // All connections in use: it is there, and it is ours.
    if (code === '53300') return 'well';
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL on port ${pointer.port} runs but refuses Usher: ${error instanceof Error ? error.message : code}.`,
      { cause: error },
    );
  }
}

export async function createDatabaseOnce(pointer: Pointer): Promise<void> {
  try {
    await runOn(pointer, 'create database usher');
  } catch (error) {
    if (codeOf(error) !== '42P04') throw error;
  }
}

async function runOn(pointer: Pointer, statement: string): Promise<void> {
  const sql = postgres(serverUrl(pointer, 'postgres'), {
    max: 1,
    ssl: false,
    connect_timeout: 10,
    connection: { application_name: 'usher-embedded-start' },
  });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
