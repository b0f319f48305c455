/** Attendance facts and refresh runs in the database. */
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { type AttendanceFact, attendance, type Refresh, refreshes } from './schema/attendance.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

export type NewAttendanceFact = typeof attendance.$inferInsert;

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

export async function latestRefresh(db: Db, webinarId: number): Promise<Refresh | undefined> {
  const [refresh] = await db
    .select()
    .from(refreshes)
    .where(eq(refreshes.webinarId, webinarId))
    .orderBy(desc(refreshes.id))
    .limit(1);
  return refresh;
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

/** Rows of one person within a batch must have been merged; what an earlier batch of the same run told is kept. */
export async function saveFacts(db: Db, facts: readonly NewAttendanceFact[]): Promise<void> {
  if (facts.length === 0) return;
  await db
    .insert(attendance)
    .values([...facts])
    .onConflictDoUpdate({
      target: [attendance.webinarId, attendance.on24UserId],
      set: {
        registrantCode: sql`coalesce(excluded.registrant_code, ${attendance.registrantCode})`,
        email: sql`coalesce(excluded.email, ${attendance.email})`,
        cameLive: sql`excluded.came_live or ${attendance.cameLive}`,
        cameOnDemand: sql`excluded.came_on_demand or ${attendance.cameOnDemand}`,
        liveMinutes: sql`greatest(excluded.live_minutes, ${attendance.liveMinutes})`,
        onDemandMinutes: sql`greatest(excluded.on_demand_minutes, ${attendance.onDemandMinutes})`,
        refreshId: sql`excluded.refresh_id`,
      },
    });
}

export async function somebodyCameLive(db: Db, webinarId: number): Promise<boolean> {
  const [row] = await db
    .select({ on24UserId: attendance.on24UserId })
    .from(attendance)
    .where(and(eq(attendance.webinarId, webinarId), attendance.cameLive))
    .limit(1);
  return row !== undefined;
}

export interface Joined {
  registrant: Registrant;
  presence: Pick<AttendanceFact, 'cameLive' | 'cameOnDemand'> | undefined;
}

/**
 * Finds out whom each fact is about: by ON24's user id, else by our own id as ON24 gave it back, else by e-mail without
 * case. Set-wise, so that it takes no longer for each person when there are many.
 */
export async function matchAttendance(db: Db, webinarId: number): Promise<void> {
  const ways = [
    sql`${registrants.on24UserId} = ${attendance.on24UserId}`,
    sql`${registrants.id}::text = ${attendance.registrantCode}`,
    sql`lower(${registrants.email}) = lower(${attendance.email})`,
  ];
  await db.transaction(async (tx) => {
    await tx.update(attendance).set({ registrantId: null }).where(eq(attendance.webinarId, webinarId));
    for (const isAbout of ways) {
      await tx
        .update(attendance)
        .set({ registrantId: sql`${registrants.id}` })
        .from(registrants)
        .where(
          and(
            eq(attendance.webinarId, webinarId),
            isNull(attendance.registrantId),
            eq(registrants.webinarId, webinarId),
            isAbout,
          ),
        );
    }
  });
}

/** A webinar's registrants after an id, each with what ON24 says of them. */
export async function joinedAfter(
  db: Db,
  webinarId: number,
  afterId: number,
  limit: number,
): Promise<Joined[]> {
  const rows = await db
    .select({
      registrant: registrants,
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
    .where(and(eq(registrants.webinarId, webinarId), gt(registrants.id, afterId)))
    .orderBy(asc(registrants.id))
    .limit(limit);
  return rows.map(({ registrant, isKnown, cameLive, cameOnDemand }) => ({
    registrant,
    presence: isKnown ? { cameLive, cameOnDemand } : undefined,
  }));
}

/** People who came without being registered here. */
export async function countUnknownPeople(db: Db, webinarId: number): Promise<number> {
  const [row] = await db
    .select({ people: sql<number>`count(*)::int` })
    .from(attendance)
    .where(
      and(
        eq(attendance.webinarId, webinarId),
        sql`(${attendance.cameLive} or ${attendance.cameOnDemand})`,
        sql`${attendance.email} is not null`,
        isNull(attendance.registrantId),
      ),
    );
  return row?.people ?? 0;
}
