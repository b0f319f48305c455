/** The members of approvers' user groups, as Slack told them last. */
import { inArray, sql } from 'drizzle-orm';
import type { KnownGroup } from '../program/permission.ts';
import type { Db, Tx } from './database.ts';
import { approverGroups } from './schema/connections.ts';

export async function findGroups(db: Db | Tx, ids: readonly string[]): Promise<KnownGroup[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(approverGroups)
    .where(inArray(approverGroups.id, [...ids]));
}

export async function saveGroup(db: Db | Tx, id: string, members: string[]): Promise<void> {
  await db
    .insert(approverGroups)
    .values({ id, members })
    .onConflictDoUpdate({ target: approverGroups.id, set: { members, refreshedAt: sql`now()` } });
}
