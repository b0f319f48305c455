/** Something in Marketo does not fit a webinar's set-up: kept among the faults, but no job waits for it. */
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { connectionFaults } from './schema/connections.ts';

/** What of a webinar's set-up a fault is about. */
export function setUpFlag(what: string, webinarId: number): string {
  return `marketo:${what}:${webinarId}`;
}

/** The webinar that such a flag is about; nothing for the flag of a connection. */
export function webinarOfSetUpFlag(flag: string): number | undefined {
  const [, webinarId] = /^marketo:[a-z]+:(\d+)$/.exec(flag) ?? [];
  return webinarId === undefined ? undefined : Number(webinarId);
}

const looksAgainAfterMs = 10 * 60_000;

/** Words are a headline and a sentence, one a line. */
export async function keepSetUpFault(db: Db | Tx, flag: string, words: string): Promise<void> {
  const now = {
    words,
    isPaused: true,
    resumesAt: sql`now() + make_interval(secs => ${looksAgainAfterMs / 1000})`,
  };
  await db
    .insert(connectionFaults)
    .values({ flag, ...now })
    .onConflictDoUpdate({ target: connectionFaults.flag, set: now });
}

/** Looking costs a call, so nobody looks more often than every ten minutes by themselves. */
export async function isLookDue(db: Db | Tx, flag: string): Promise<boolean> {
  const [due] = await db
    .select({ flag: connectionFaults.flag })
    .from(connectionFaults)
    .where(
      and(
        eq(connectionFaults.flag, flag),
        or(isNull(connectionFaults.resumesAt), lte(connectionFaults.resumesAt, sql`now()`)),
      ),
    );
  return due !== undefined;
}
