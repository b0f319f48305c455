/** What is believed of Marketo's side of each row: whose write is due, and what became of it. */
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { lockRegistrants } from './registrant-store.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

export async function dueForMarketo(db: Db, webinarId: number, limit: number): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), registrants.marketoIsDue))
    .orderBy(asc(registrants.statusAt), asc(registrants.id))
    .limit(limit);
}

/** Takes the mark off rows whose write is no longer wanted; returns all of them as they are now. */
export async function settleDue(
  tx: Tx,
  ids: readonly number[],
  isWanted: (row: Registrant) => boolean,
): Promise<Registrant[]> {
  const rows = await lockRegistrants(tx, ids);
  const settled = rows
    .filter((row) => row.marketoIsDue && !row.marketoAddedByUs && !isWanted(row))
    .map(({ id }) => id);
  if (settled.length > 0) {
    await tx.update(registrants).set({ marketoIsDue: false }).where(inArray(registrants.id, settled));
  }
  return rows.map((row) => (settled.includes(row.id) ? { ...row, marketoIsDue: false } : row));
}

/** What Marketo has taken of a member's data, by our columns for it. */
export type MemberDataBelief = Partial<
  Pick<Registrant, 'marketoWebinarUrl' | 'marketoRegistrationCode' | 'marketoReason'>
>;

/** Marketo holds this of these people now; readings that began before are stale. */
export async function noteMemberData(tx: Tx, taken: ReadonlyMap<number, MemberDataBelief>): Promise<void> {
  for (const { id } of await lockRegistrants(tx, [...taken.keys()])) {
    await tx
      .update(registrants)
      .set({ ...taken.get(id), marketoSeq: sql`${registrants.marketoSeq} + 1` })
      .where(eq(registrants.id, id));
  }
}

/** Reasons that Marketo did not take before are to be tried again; returns whether there are any. */
export async function tryReasonsAgain(tx: Tx, webinarId: number): Promise<boolean> {
  const again = await tx
    .update(registrants)
    .set({ marketoReasonRefused: null, marketoIsDue: true })
    .where(and(eq(registrants.webinarId, webinarId), isNotNull(registrants.marketoReasonRefused)))
    .returning({ id: registrants.id });
  return again.length > 0;
}

/** Statuses have other names in Marketo now: what is believed is called the same, and readings under the old names are stale. */
export async function renameBelieved(
  tx: Tx,
  webinarId: number,
  renamed: ReadonlyMap<string, string>,
): Promise<void> {
  if (renamed.size === 0) return;
  const rows = await tx
    .select({ id: registrants.id, marketoBase: registrants.marketoBase })
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), inArray(registrants.marketoBase, [...renamed.keys()])))
    .orderBy(asc(registrants.id))
    .for('update');
  for (const [before, after] of renamed) {
    const ids = rows.filter(({ marketoBase }) => marketoBase === before).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += 1000) {
      await tx
        .update(registrants)
        .set({ marketoBase: after, marketoSeq: sql`${registrants.marketoSeq} + 1` })
        .where(inArray(registrants.id, ids.slice(from, from + 1000)));
    }
  }
}
