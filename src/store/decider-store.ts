/** May this person decide for this webinar, as far as the database knows. */
import { sql } from 'drizzle-orm';
import { isGroup, reasonToRefusePerson } from '../program/permission.ts';
import type { Refusal } from '../program/refusal.ts';
import { findGroups } from './approver-group-store.ts';
import type { Db, Tx } from './database.ts';
import type { Webinar } from './schema/webinars.ts';

export async function reasonToRefuseDecider(
  db: Db | Tx,
  webinar: Webinar,
  userId: string,
): Promise<Refusal | undefined> {
  const groups = await findGroups(db, webinar.approvers.filter(isGroup));
  return reasonToRefusePerson(userId, webinar.approvers, groups, await databaseNow(db));
}

/** The database's clock: the one that all replicas share. */
export async function databaseNow(db: Db | Tx): Promise<Date> {
  const [row] = await db.execute<{ now: string }>(sql`select now() as now`);
  return new Date(row?.now ?? Number.NaN);
}
