/** What the database knows beside the form about people who ask: colleagues, earlier webinars, possible duplicates. */
import { inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { type Background, registrants } from './schema/registrants.ts';

/**
 * For each of these people of one webinar. Two people are possibly one when name and domain are equal and the address is
 * not; a company is the same without regard to case and blanks around it.
 */
export async function readBackgrounds(
  db: Db | Tx,
  webinarId: number,
  ids: readonly number[],
): Promise<Map<number, Background>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: registrants.id,
      colleaguesIn: sql<number>`(
        select count(*)::int from registrants other
        where other.webinar_id = ${webinarId} and other.id <> "registrants"."id"
          and other.status in ('registering', 'registered', 'attended', 'attended_on_demand')
          and lower(trim(other.company)) = lower(trim("registrants"."company")) and trim(other.company) <> '')`,
      attendedBefore: sql<number>`(
        select count(*)::int from registrants other
        where other.webinar_id <> ${webinarId} and lower(other.email) = lower("registrants"."email")
          and other.status in ('attended', 'attended_on_demand'))`,
      missedBefore: sql<number>`(
        select count(*)::int from registrants other
        where other.webinar_id <> ${webinarId} and lower(other.email) = lower("registrants"."email")
          and other.status = 'no_show')`,
      isFirst: sql<boolean>`(
        exists (select 1 from webinars where id <> ${webinarId})
        and not exists (
          select 1 from registrants other
          where other.webinar_id <> ${webinarId} and lower(other.email) = lower("registrants"."email")))`,
      isPossibleDuplicate: sql<boolean>`exists (
        select 1 from registrants other
        where other.webinar_id = ${webinarId} and other.id <> "registrants"."id" and other.status <> 'not_in_program'
          and lower(trim(concat_ws(' ', other.first_name, other.last_name))) <> ''
          and lower(trim(concat_ws(' ', other.first_name, other.last_name)))
            = lower(trim(concat_ws(' ', "registrants"."first_name", "registrants"."last_name")))
          and split_part(lower(other.email), '@', 2) = split_part(lower("registrants"."email"), '@', 2)
          and lower(other.email) <> lower("registrants"."email"))`,
    })
    .from(registrants)
    .where(inArray(registrants.id, [...ids]));
  return new Map(rows.map(({ id, ...background }) => [id, background]));
}
