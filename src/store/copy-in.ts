/** COPY FROM STDIN over a connection of `pg`: with postgres.js, a COPY that fails is never told of, and waits for ever. */
import type { Connection, Pool, Submittable } from 'pg';

type Value = string | number | boolean | null | undefined;

/** `statement` ends in `from stdin`, in the text format. */
export async function copyIn(pool: Pool, statement: string, rows: readonly Value[][]): Promise<void> {
  const client = await pool.connect();
  try {
    await new Promise<void>((resolve, reject) => {
      client.query(new CopyIn(statement, Buffer.from(rows.map(copyLine).join('')), resolve, reject));
    });
  } finally {
    client.release();
  }
}

/** What `pg` asks of a query that is carried out by itself (https://node-postgres.com, "Submittable"). */
class CopyIn implements Submittable {
  readonly #statement: string;
  readonly #data: Buffer;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;

  constructor(statement: string, data: Buffer, resolve: () => void, reject: (error: Error) => void) {
    this.#statement = statement;
    this.#data = data;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.#statement);
  }

  handleCopyInResponse(connection: { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }): void {
    connection.sendCopyFromChunk(this.#data);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#resolve();
  }

  handleError(error: Error): void {
    this.#reject(error);
  }
}

function copyLine(fields: readonly Value[]): string {
  return `${fields.map(copyField).join('\t')}\n`;
}

const copySigns: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** https://www.postgresql.org/docs/current/sql-copy.html, text format; PostgreSQL keeps no NUL in a text. */
function copyField(value: Value): string {
  if (value === null || value === undefined) return '\\N';
  return String(value)
    .replaceAll('\0', '')
    .replace(/[\\\t\n\r]/g, (sign) => copySigns[sign] ?? sign);
}
