/** Attendance in numbers: what a run has moved, who is unknown here, and where Marketo, ON24 and the rows differ. */
import { and, eq, gte, isNull, sql } from 'drizzle-orm';
import type { Status } from '../program/status.ts';
import { type Db, joinWholeTables, type Tx } from './database.ts';
import { attendance } from './schema/attendance.ts';
import { history } from './schema/history.ts';
import { registrants } from './schema/registrants.ts';

export interface CountedMove {
  from: Status | null;
  to: Status | null;
  people: number;
}

/** Whom attendance has moved since an instant, by where they came from and went. */
export async function countMoves(db: Db, webinarId: number, since: Date): Promise<CountedMove[]> {
  return db
    .select({ from: history.fromStatus, to: history.toStatus, people: sql<number>`count(*)::int` })
    .from(history)
    .where(
      and(
        eq(history.webinarId, webinarId),
        eq(history.cause, 'attendance'),
        eq(history.event, 'moved'),
        gte(history.at, since),
      ),
    )
    .groupBy(history.fromStatus, history.toStatus);
}

/** People who came without being registered here. */
export async function countUnknownPeople(db: Db, webinarId: number): Promise<number> {
  const [row] = await db
    .select({ people: sql<number>`count(*)::int` })
    .from(attendance)
    .where(isUnknown(webinarId));
  return row?.people ?? 0;
}

/** They came, ON24 names an address, and nobody here is meant by it. */
export function isUnknown(webinarId: number) {
  return and(
    eq(attendance.webinarId, webinarId),
    isNull(attendance.registrantId),
    isNull(attendance.addedAt),
    sql`(${attendance.cameLive} or ${attendance.cameOnDemand})`,
    sql`${attendance.email} is not null`,
  );
}

export interface Differences {
  doubledInOn24: number;
  movedInMarketo: number;
  goneFromOn24: number;
  apartInMarketo: number;
}

/** Where somebody's status is not what ON24 tells, told by who has set it last; and where Marketo shows another. */
export function countDifferences(db: Db, webinarId: number): Promise<Differences> {
  return db.transaction(async (tx) => {
    await joinWholeTables(tx);
    return readDifferences(tx, webinarId);
  });
}

async function readDifferences(tx: Tx, webinarId: number): Promise<Differences> {
  const [row] = await tx.execute<{ [Name in keyof Differences]: number }>(sql`
    with standing as (
      select registrant.id, registrant.status, registrant.marketo_refused,
        coalesce(seen.records, 0) as records,
        case registrant.status
          when 'attended' then not coalesce(seen.live, false)
          when 'attended_on_demand' then coalesce(seen.live, false) or not coalesce(seen.on_demand, false)
          else coalesce(seen.live or seen.on_demand, false)
        end as differs
      from ${registrants} registrant
      left join (
        select registrant_id, count(*) as records, bool_or(came_live) as live, bool_or(came_on_demand) as on_demand
        from ${attendance}
        where webinar_id = ${webinarId} and registrant_id is not null
        group by registrant_id
      ) seen on seen.registrant_id = registrant.id
      where registrant.webinar_id = ${webinarId}
        and registrant.status in ('registered', 'no_show', 'attended', 'attended_on_demand')
    ), differing as (
      select standing.*, (
        select cause from ${history} latest
        where latest.registrant_id = standing.id and latest.event = 'moved'
        order by latest.id desc limit 1
      ) as cause
      from standing where differs and status <> 'registered'
    )
    select
      (select count(*) from standing where records > 1)::int as "doubledInOn24",
      (select count(*) from differing where cause = 'seen_in_marketo')::int as "movedInMarketo",
      (select count(*) from differing where status <> 'no_show' and cause = 'attendance')::int as "goneFromOn24",
      (select count(*) from standing where marketo_refused is not null and status <> 'registered')::int as "apartInMarketo"`);
  return row ?? { doubledInOn24: 0, movedInMarketo: 0, goneFromOn24: 0, apartInMarketo: 0 };
}
