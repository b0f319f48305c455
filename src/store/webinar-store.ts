/** Webinars in the database: found, locked where places are counted, and their places counted. */
import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { type Status, statusesThatTakeAPlace } from '../program/status.ts';
import type { EventState } from '../program/webinar.ts';
import type { Db, Tx } from './database.ts';
import { registrants } from './schema/registrants.ts';
import { type Webinar, webinars } from './schema/webinars.ts';

export async function findWebinar(db: Db | Tx, id: number): Promise<Webinar | undefined> {
  const [webinar] = await db.select().from(webinars).where(eq(webinars.id, id));
  return webinar;
}

export async function findWebinarOfProgram(db: Db | Tx, programId: number): Promise<Webinar | undefined> {
  const [webinar] = await db
    .select()
    .from(webinars)
    .where(and(eq(webinars.programId, programId), isNull(webinars.disconnectedAt)));
  return webinar;
}

/** Also those that were disconnected. */
export async function allWebinars(db: Db | Tx): Promise<Webinar[]> {
  return db.select().from(webinars).orderBy(webinars.id);
}

/** Those that are connected. */
export async function listWebinars(db: Db | Tx): Promise<Webinar[]> {
  return db.select().from(webinars).where(isNull(webinars.disconnectedAt)).orderBy(webinars.id);
}

/**
 * Locks a webinar, so that places are counted by one transaction at a time. Weaker than FOR UPDATE: rows that merely
 * point at the webinar may still be added meanwhile. Taken before any registrant's row, always.
 */
export async function lockWebinar(tx: Tx, id: number): Promise<Webinar | undefined> {
  const [webinar] = await tx.select().from(webinars).where(eq(webinars.id, id)).for('no key update');
  return webinar;
}

/** Keeps what became of the event, where something else tells of it. */
export async function noteEventState(
  db: Db | Tx,
  webinar: Pick<Webinar, 'id' | 'eventState'>,
  eventState: EventState,
): Promise<void> {
  if (webinar.eventState === eventState) return;
  await db.update(webinars).set({ eventState }).where(eq(webinars.id, webinar.id));
}

/** Places taken: registered, registering, registration errors (kept for the retry), and held approvals. */
export async function countPlacesTaken(db: Db | Tx, webinarId: number): Promise<number> {
  const [row] = await db
    .select({ taken: sql<number>`count(*)::int` })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        or(
          inArray(registrants.status, [...statusesThatTakeAPlace]),
          and(isNotNull(registrants.holdsUntil), eq(registrants.decision, 'approve')),
        ),
      ),
    );
  return row?.taken ?? 0;
}

/** How many people stand at each status. */
export async function countByStatus(db: Db | Tx, webinarId: number): Promise<Map<Status, number>> {
  const rows = await db
    .select({ status: registrants.status, people: sql<number>`count(*)::int` })
    .from(registrants)
    .where(eq(registrants.webinarId, webinarId))
    .groupBy(registrants.status);
  return new Map(rows.map(({ status, people }) => [status, people]));
}
