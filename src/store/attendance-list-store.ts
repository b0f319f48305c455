/** Who came and who did not, person by person, for a list. */
import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Status } from '../program/status.ts';
import type { Db } from './database.ts';
import { type AttendanceFact, attendance } from './schema/attendance.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

/** Statuses of people who were to come. */
const expected = ['registered', 'no_show', 'attended', 'attended_on_demand'] as const satisfies Status[];

export interface Attendee {
  person: Registrant;
  liveMinutes: number;
  onDemandMinutes: number;
}

export async function attendeesAfter(
  db: Db,
  webinarId: number,
  afterId: number,
  limit: number,
): Promise<Attendee[]> {
  return db
    .select({
      person: registrants,
      liveMinutes: sql<number>`coalesce(presence.live, 0)`,
      onDemandMinutes: sql<number>`coalesce(presence.on_demand, 0)`,
    })
    .from(registrants)
    .leftJoin(
      sql`lateral (
        select max(${attendance.liveMinutes}) as live, max(${attendance.onDemandMinutes}) as on_demand
        from ${attendance}
        where ${attendance.registrantId} = ${registrants.id}
      ) presence`,
      sql`true`,
    )
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        inArray(registrants.status, [...expected]),
        gt(registrants.id, afterId),
      ),
    )
    .orderBy(asc(registrants.id))
    .limit(limit);
}

/** Who came without being registered here, as far as an address is known. */
export async function unregisteredAfter(
  db: Db,
  webinarId: number,
  afterUserId: number,
  limit: number,
): Promise<AttendanceFact[]> {
  return db
    .select()
    .from(attendance)
    .where(
      and(
        eq(attendance.webinarId, webinarId),
        isNull(attendance.registrantId),
        isNotNull(attendance.email),
        gt(attendance.on24UserId, afterUserId),
      ),
    )
    .orderBy(asc(attendance.on24UserId))
    .limit(limit);
}
