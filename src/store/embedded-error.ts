/** Says, in one sentence an operator can act on, why the embedded PostgreSQL is not available. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/**
 * Turns what PostgreSQL's programs printed into an error that begins with the remedy where one is known.
 *
 * @param failed what was being tried, as the start of a sentence: "The database could not be created"
 * @param output what the program or its log said
 */
export function errorFromOutput(failed: string, output: string): EmbeddedPostgresError {
  const lines = output.trim().split('\n').slice(-15).join('\n');
  return new EmbeddedPostgresError(`${failed}${causeIn(output)}\n${lines}`);
}

/** Turns a fault of the file system into a sentence; any other error comes back as it is. */
export function errorFromFileSystem(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new EmbeddedPostgresError(
      `The disk is full: the embedded PostgreSQL needs about 200 MB for ${dataDir}.`,
      { cause: error },
    );
  }
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') {
    return new EmbeddedPostgresError(
      `The embedded PostgreSQL may not use ${dataDir} as this user (${error.message}). ` +
        'Run as the user it was created by, or set USHER_DATA_DIR to another folder.',
      { cause: error },
    );
  }
  return error;
}

function causeIn(output: string): string {
  if (/No space left on device|Disk quota exceeded/i.test(output)) return ': the disk is full.';
  if (/Address already in use/i.test(output)) return ': its port is taken by another program.';
  if (/could not look up effective user ID/i.test(output)) {
    return ': this user has no entry in /etc/passwd, and PostgreSQL insists on one.';
  }
  if (/error while loading shared libraries|version `GLIBC/i.test(output)) {
    return ': its binaries do not fit this system. Set DATABASE_URL to a PostgreSQL of your own.';
  }
  return '.';
}
