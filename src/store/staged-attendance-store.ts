/** ON24's list on its way into the facts: copied into a stage as it comes, then merged and matched set-wise. */
import { eq, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { copyIn } from './copy-in.ts';
import { type Db, joinWholeTables, type Tx } from './database.ts';
import { attendance, attendanceStaged } from './schema/attendance.ts';
import { registrants } from './schema/registrants.ts';

export type StagedFact = typeof attendanceStaged.$inferInsert;

/** The same person may stand in several rows. */
export async function stageFacts(pool: Pool, facts: readonly StagedFact[]): Promise<void> {
  if (facts.length === 0) return;
  await copyIn(
    pool,
    `copy attendance_staged (refresh_id, on24_user_id, registrant_code, email,
      came_live, came_on_demand, live_minutes, on_demand_minutes, is_admitted) from stdin`,
    facts.map((fact) => [
      fact.refreshId,
      fact.on24UserId,
      fact.registrantCode,
      fact.email,
      fact.cameLive,
      fact.cameOnDemand,
      fact.liveMinutes,
      fact.onDemandMinutes,
      fact.isAdmitted,
    ]),
  );
}

/** A run that begins again begins with an empty stage. */
export async function clearStage(db: Db | Tx, refreshId: number): Promise<void> {
  await db.delete(attendanceStaged).where(eq(attendanceStaged.refreshId, refreshId));
}

/** The stage becomes facts, in one transaction; facts that would be the same are not written. */
export async function mergeStage(db: Db, webinarId: number, refreshId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await joinWholeTables(tx);
    await mergeFacts(tx, webinarId, refreshId);
    await dropUnadmitted(tx, webinarId, refreshId);
    await matchAttendance(tx, webinarId);
    await forgetForgotten(tx, webinarId);
    await clearStage(tx, refreshId);
  });
}

/** What any row of a person saw has happened, and so has what was told before. */
async function mergeFacts(tx: Tx, webinarId: number, refreshId: number): Promise<void> {
  await tx.execute(sql`
    insert into attendance as known (webinar_id, on24_user_id, registrant_code, email,
      came_live, came_on_demand, live_minutes, on_demand_minutes, refresh_id)
    select ${webinarId}::integer, on24_user_id, max(registrant_code), max(email),
      bool_or(came_live), bool_or(came_on_demand), max(live_minutes), max(on_demand_minutes), ${refreshId}::integer
    from attendance_staged
    where refresh_id = ${refreshId}
    group by on24_user_id
    having bool_and(is_admitted)
    on conflict (webinar_id, on24_user_id) do update set
      registrant_code = coalesce(excluded.registrant_code, known.registrant_code),
      email = coalesce(excluded.email, known.email),
      came_live = excluded.came_live or known.came_live,
      came_on_demand = excluded.came_on_demand or known.came_on_demand,
      live_minutes = greatest(excluded.live_minutes, known.live_minutes),
      on_demand_minutes = greatest(excluded.on_demand_minutes, known.on_demand_minutes),
      refresh_id = excluded.refresh_id
    where excluded.registrant_code is distinct from coalesce(known.registrant_code, excluded.registrant_code)
      or excluded.email is distinct from coalesce(known.email, excluded.email)
      or (excluded.came_live and not known.came_live)
      or (excluded.came_on_demand and not known.came_on_demand)
      or excluded.live_minutes > known.live_minutes
      or excluded.on_demand_minutes > known.on_demand_minutes`);
}

/** Who has been blocked, cancelled or forgotten at ON24 since does not count any more, and nothing of them is kept. */
async function dropUnadmitted(tx: Tx, webinarId: number, refreshId: number): Promise<void> {
  await tx.execute(sql`
    delete from ${attendance}
    using (select on24_user_id from attendance_staged where refresh_id = ${refreshId} and not is_admitted) gone
    where ${attendance.webinarId} = ${webinarId} and ${attendance.on24UserId} = gone.on24_user_id`);
}

/**
 * Finds out whom each fact is about: by ON24's user id, else by the registration code that ON24 gives back (the one that
 * Marketo holds, or our own id), else by e-mail without case.
 */
async function matchAttendance(tx: Tx, webinarId: number): Promise<void> {
  const ours = sql`${registrants} where ${registrants.webinarId} = ${webinarId}`;
  await tx.execute(sql`
    update attendance fact set registrant_id = found.registrant_id
    from (
      select fact.on24_user_id, coalesce(by_user.id, by_code.id, by_id.id, by_email.id) as registrant_id
      from attendance fact
      left join (select on24_user_id, min(id) as id from ${ours} and on24_user_id is not null group by 1) by_user
        on by_user.on24_user_id = fact.on24_user_id
      left join (select marketo_registration_code as code, min(id) as id from ${ours} group by 1) by_code
        on by_code.code = fact.registrant_code
      left join (select id from ${ours}) by_id on by_id.id::text = fact.registrant_code
      left join (
        select lower(email) as email, coalesce(min(id) filter (where status <> 'not_in_program'), min(id)) as id
        from ${ours} group by 1
      ) by_email on by_email.email = lower(fact.email)
      where fact.webinar_id = ${webinarId}
    ) found
    where fact.webinar_id = ${webinarId} and fact.on24_user_id = found.on24_user_id
      and fact.registrant_id is distinct from found.registrant_id`);
}

/** Who has been forgotten here is not learnt again from ON24. */
async function forgetForgotten(tx: Tx, webinarId: number): Promise<void> {
  await tx.execute(sql`
    update attendance fact set email = null
    from ${registrants}
    where fact.webinar_id = ${webinarId} and fact.email is not null
      and ${registrants.id} = fact.registrant_id and ${registrants.forgottenAt} is not null`);
}
