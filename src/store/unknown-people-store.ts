/** People who attended without being registered here, and those of them whom somebody wants in Marketo. */
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { isUnknown } from './attendance-count-store.ts';
import type { Db, Tx } from './database.ts';
import { type AttendanceFact, attendance } from './schema/attendance.ts';

export async function listUnknownPeople(db: Db, webinarId: number, limit: number): Promise<AttendanceFact[]> {
  return db
    .select()
    .from(attendance)
    .where(isUnknown(webinarId))
    .orderBy(asc(sql`lower(${attendance.email})`), asc(attendance.on24UserId))
    .limit(limit);
}

/** Everybody unknown is wanted in Marketo; answers for how many that is new. Who was refused before is tried again. */
export async function wantUnknownPeople(tx: Tx, webinarId: number, by: string): Promise<number> {
  const isNew =
    by === 'usher'
      ? isNull(attendance.addWantedBy)
      : sql`(${attendance.addWantedBy} is null or ${attendance.addRefused} is not null)`;
  const wanted = await tx
    .update(attendance)
    .set({ addWantedBy: by, addRefused: null })
    .where(and(isUnknown(webinarId), isNew))
    .returning({ on24UserId: attendance.on24UserId });
  return wanted.length;
}

/** Those who are wanted in Marketo and not there yet. */
export async function wantedPeople(db: Db | Tx, webinarId: number, limit: number): Promise<AttendanceFact[]> {
  return db
    .select()
    .from(attendance)
    .where(and(isUnknown(webinarId), isNotNull(attendance.addWantedBy), isNull(attendance.addRefused)))
    .orderBy(asc(attendance.on24UserId))
    .limit(limit);
}

export async function changeFacts(
  tx: Tx,
  webinarId: number,
  on24UserIds: readonly number[],
  change: Pick<Partial<AttendanceFact>, 'addedAt' | 'addRefused'>,
): Promise<void> {
  if (on24UserIds.length === 0) return;
  await tx
    .update(attendance)
    .set(change)
    .where(and(eq(attendance.webinarId, webinarId), inArray(attendance.on24UserId, [...on24UserIds])));
}

export interface Addition {
  /** A Slack user id, or `usher` for the webinar's setting. */
  by: string;
  waiting: number;
  added: number;
  refused: number;
}

export async function countAdditions(db: Db, webinarId: number): Promise<Addition[]> {
  const rows = await db
    .select({
      by: attendance.addWantedBy,
      added: sql<number>`(count(*) filter (where ${attendance.addedAt} is not null))::int`,
      refused: sql<number>`(count(*) filter (where ${attendance.addRefused} is not null))::int`,
      people: sql<number>`count(*)::int`,
    })
    .from(attendance)
    .where(and(eq(attendance.webinarId, webinarId), isNotNull(attendance.addWantedBy)))
    .groupBy(attendance.addWantedBy)
    .orderBy(asc(attendance.addWantedBy));
  return rows.map(({ by, added, refused, people }) => ({
    by: by ?? 'usher',
    added,
    refused,
    waiting: people - added - refused,
  }));
}
