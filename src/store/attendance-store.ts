/** Attendance facts and refresh runs in the database. */
import { and, asc, desc, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Status } from '../program/status.ts';
import type { Db, Tx } from './database.ts';
import { type AttendanceFact, attendance, type Refresh, refreshes } from './schema/attendance.ts';
import { registrants } from './schema/registrants.ts';

export async function findRefresh(db: Db | Tx, id: number): Promise<Refresh | undefined> {
  const [refresh] = await db.select().from(refreshes).where(eq(refreshes.id, id));
  return refresh;
}

export async function findRefreshOfMessage(db: Db, messageId: number): Promise<Refresh | undefined> {
  const [refresh] = await db.select().from(refreshes).where(eq(refreshes.messageId, messageId));
  return refresh;
}

/** The run that is under way, if there is one; there is at most one for each webinar. */
export async function runningRefresh(tx: Tx, webinarId: number): Promise<Refresh | undefined> {
  const [refresh] = await tx
    .select()
    .from(refreshes)
    .where(and(eq(refreshes.webinarId, webinarId), isNull(refreshes.finishedAt)))
    .for('update');
  return refresh;
}

export async function lockRefresh(tx: Tx, id: number): Promise<Refresh | undefined> {
  const [refresh] = await tx.select().from(refreshes).where(eq(refreshes.id, id)).for('update');
  return refresh;
}

/** Each run that is not over, and whether a job will go on with it. */
export async function unfinishedRefreshes(db: Db): Promise<{ refresh: Refresh; hasJob: boolean }[]> {
  return db
    .select({
      refresh: refreshes,
      hasJob: sql<boolean>`exists (
        select 1 from graphile_worker.jobs job
        where job.key = 'refresh:' || ${refreshes.id} and (job.attempts < job.max_attempts or job.locked_at is not null)
      )`,
    })
    .from(refreshes)
    .where(isNull(refreshes.finishedAt));
}

export async function latestRefresh(db: Db, webinarId: number): Promise<Refresh | undefined> {
  const [refresh] = await db
    .select()
    .from(refreshes)
    .where(eq(refreshes.webinarId, webinarId))
    .orderBy(desc(refreshes.id))
    .limit(1);
  return refresh;
}

/** The runs of a webinar that are over, the latest first. */
export async function pastRefreshes(db: Db | Tx, webinarId: number, limit: number): Promise<Refresh[]> {
  return db
    .select()
    .from(refreshes)
    .where(and(eq(refreshes.webinarId, webinarId), isNotNull(refreshes.finishedAt)))
    .orderBy(desc(refreshes.id))
    .limit(limit);
}

/** Our id of the message that shows the latest run which has one. */
export async function latestReport(db: Db | Tx, webinarId: number): Promise<number | undefined> {
  const [latest] = await db
    .select({ messageId: refreshes.messageId })
    .from(refreshes)
    .where(and(eq(refreshes.webinarId, webinarId), isNotNull(refreshes.messageId)))
    .orderBy(desc(refreshes.id))
    .limit(1);
  return latest?.messageId ?? undefined;
}

/** The run of the same webinar before this one. */
export async function refreshBefore(
  db: Db | Tx,
  { id, webinarId }: Pick<Refresh, 'id' | 'webinarId'>,
): Promise<Refresh | undefined> {
  const [before] = await db
    .select()
    .from(refreshes)
    .where(and(eq(refreshes.webinarId, webinarId), lt(refreshes.id, id)))
    .orderBy(desc(refreshes.id))
    .limit(1);
  return before;
}

export async function addRefresh(tx: Tx, refresh: typeof refreshes.$inferInsert): Promise<Refresh> {
  const [added] = await tx.insert(refreshes).values(refresh).returning();
  if (!added) throw new Error('PostgreSQL returned no row for an inserted refresh');
  return added;
}

export async function changeRefresh(
  db: Db | Tx,
  id: number,
  change: Partial<typeof refreshes.$inferInsert>,
): Promise<void> {
  await db.update(refreshes).set(change).where(eq(refreshes.id, id));
}

export async function somebodyCameLive(db: Db, webinarId: number): Promise<boolean> {
  const [row] = await db
    .select({ on24UserId: attendance.on24UserId })
    .from(attendance)
    .where(and(eq(attendance.webinarId, webinarId), attendance.cameLive))
    .limit(1);
  return row !== undefined;
}

/** Where a registrant stands, and what ON24 says of them. */
export interface Standing {
  id: number;
  status: Status;
  presence: Pick<AttendanceFact, 'cameLive' | 'cameOnDemand'> | undefined;
}

/** A webinar's registrants after an id; nothing is decided any more of who has been forgotten. */
export async function standingsAfter(
  db: Db,
  webinarId: number,
  afterId: number,
  limit: number,
): Promise<Standing[]> {
  const rows = await db
    .select({
      id: registrants.id,
      status: registrants.status,
      isKnown: sql<boolean>`presence.came_live is not null`,
      cameLive: sql<boolean>`coalesce(presence.came_live, false)`,
      cameOnDemand: sql<boolean>`coalesce(presence.came_on_demand, false)`,
    })
    .from(registrants)
    .leftJoin(
      sql`lateral (
        select bool_or(${attendance.cameLive}) as came_live, bool_or(${attendance.cameOnDemand}) as came_on_demand
        from ${attendance}
        where ${attendance.registrantId} = ${registrants.id}
      ) presence`,
      sql`true`,
    )
    .where(
      and(eq(registrants.webinarId, webinarId), gt(registrants.id, afterId), isNull(registrants.forgottenAt)),
    )
    .orderBy(asc(registrants.id))
    .limit(limit);
  return rows.map(({ id, status, isKnown, cameLive, cameOnDemand }) => ({
    id,
    status,
    presence: isKnown ? { cameLive, cameOnDemand } : undefined,
  }));
}
