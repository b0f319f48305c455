/** Runs one of PostgreSQL's programs to its end, as an unprivileged account where that is needed. */
import { spawn } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-error.ts';

/** Whom a program runs as: numbers from /etc/passwd. Undefined: whoever runs Usher. */
export type Account = { uid: number; gid: number } | undefined;

/**
 * @returns the exit code and everything the program printed
 * @throws EmbeddedPostgresError when the program cannot be started at all
 */
export async function runProgram(
  file: string,
  args: string[],
  options: { account: Account; folder: string },
): Promise<{ code: number; output: string }> {
  return await new Promise<{ code: number; output: string }>((resolve, reject) => {
    // Throws at once when this process may not become the account.
    const program = spawn(file, args, {
      ...options.account,
      // The current folder may be one that the account cannot enter.
      cwd: options.folder,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C reaches every process of the terminal's group; a server half started by it helps nobody.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let output = '';
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    program.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    program.once('error', reject);
    program.once('close', (code) => resolve({ code: code ?? -1, output }));
  }).catch((error: unknown) => {
    const who = options.account ? ` as user ${options.account.uid}` : '';
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL does not run on this system: ${file} could not be started${who} (${reason}). Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  });
}

/** PGDATA, PGPORT and the like are meant for the operator's own server; messages must be in English to be recognised. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PG') && !name.startsWith('LC_'),
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
