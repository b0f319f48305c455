/** Registrants in the database: found, locked in one order, changed. */
import { and, asc, eq, inArray, type SQL } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

export type RegistrantChange = { [Column in keyof Registrant]?: Registrant[Column] | SQL };

export async function findRegistrant(db: Db | Tx, id: number): Promise<Registrant | undefined> {
  const [registrant] = await db.select().from(registrants).where(eq(registrants.id, id));
  return registrant;
}

export async function lockRegistrant(tx: Tx, id: number): Promise<Registrant | undefined> {
  const [registrant] = await tx.select().from(registrants).where(eq(registrants.id, id)).for('update');
  return registrant;
}

/** Locks several rows in the order of their ids, so that two who lock many never wait for each other crosswise. */
export async function lockRegistrants(tx: Tx, ids: readonly number[]): Promise<Registrant[]> {
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(registrants)
    .where(inArray(registrants.id, [...ids]))
    .orderBy(asc(registrants.id))
    .for('update');
}

export async function lockRegistrantsOfLeads(
  tx: Tx,
  webinarId: number,
  leadIds: readonly number[],
): Promise<Registrant[]> {
  if (leadIds.length === 0) return [];
  return tx
    .select()
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), inArray(registrants.leadId, [...leadIds])))
    .orderBy(asc(registrants.id))
    .for('update');
}

export async function changeRegistrant(tx: Tx, id: number, change: RegistrantChange): Promise<Registrant> {
  const [changed] = await tx.update(registrants).set(change).where(eq(registrants.id, id)).returning();
  if (!changed) throw new Error(`registrant ${id} is gone although its row was locked`);
  return changed;
}

/** One change for many rows, whose locks the caller holds; returns them in the order of their ids. */
export async function changeRegistrants(
  tx: Tx,
  ids: readonly number[],
  change: RegistrantChange,
): Promise<Registrant[]> {
  if (ids.length === 0) return [];
  const changed = await tx
    .update(registrants)
    .set(change)
    .where(inArray(registrants.id, [...ids]))
    .returning();
  if (changed.length !== ids.length) throw new Error('registrants are gone although their rows were locked');
  return changed.sort((a, b) => a.id - b.id);
}
