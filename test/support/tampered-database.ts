/** A database whose driver is tampered with: queries are rewritten before they are sent, and transactions die at a chosen point. */
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Db } from '../../src/store/database.ts';
import * as schema from '../../src/store/schema/schema.ts';

export interface Tampering {
  rewrite?: (query: string) => string;
  /** Before each query, and before each commit; what it throws takes the transaction back. */
  before?: (what: 'query' | 'commit') => void;
  committed?: () => void;
}

/** One replica's own connections; each command may look at them through its own tampering. */
export function tamperedReplica(url: string, connections: number) {
  const client = postgres(url, {
    max: connections,
    onnotice: () => {},
    connection: { application_name: 'tampered' },
  });
  // Once without tampering, because drizzle sets the client's parsers right.
  drizzle(client, { schema });
  return {
    with: (tampering: Tampering): Db => drizzle(tampered(client, tampering), { schema }),
    close: () => client.end({ timeout: 5 }),
  };
}

export type TamperedReplica = ReturnType<typeof tamperedReplica>;

type Work = (sql: postgres.TransactionSql) => Promise<unknown>;

function tampered(client: postgres.Sql, tampering: Tampering): postgres.Sql {
  return new Proxy(client, {
    get(target, key) {
      if (key === 'unsafe') return tamperedUnsafe(target, tampering);
      if (key === 'begin') return tamperedBegin(target, tampering);
      return Reflect.get(target, key);
    },
  });
}

function tamperedBegin(target: postgres.Sql, tampering: Tampering) {
  return async (work: Work) => {
    const result = await target.begin(async (sql) => {
      const done = await work(
        new Proxy(sql, {
          get: (inner, key) =>
            key === 'unsafe' ? tamperedUnsafe(inner, tampering) : Reflect.get(inner, key),
        }),
      );
      tampering.before?.('commit');
      return done;
    });
    tampering.committed?.();
    return result;
  };
}

function tamperedUnsafe(target: Pick<postgres.ISql, 'unsafe'>, { rewrite, before }: Tampering) {
  return (
    query: string,
    ...rest: [parameters?: postgres.ParameterOrJSON<never>[], queryOptions?: object]
  ) => {
    before?.('query');
    return target.unsafe(rewrite ? rewrite(query) : query, ...rest);
  };
}

/** Takes the locks of rows out of every query, and nothing else. */
export const withoutRowLocks = (query: string) => query.replaceAll(/ for update(?: of "\w+")?/g, '');

/** Takes the webinar's lock out of every query, and nothing else. */
export const withoutWebinarLock = (query: string) => query.replaceAll(' for no key update', '');
