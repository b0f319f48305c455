/** Who waits for a connection that is paused, by channel. */
import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { Db, Tx } from './database.ts';
import { memberHints } from './schema/marketo-feed.ts';
import { registrants } from './schema/registrants.ts';
import { webinars } from './schema/webinars.ts';

export interface WaitingChannel {
  slackChannelId: string;
  /** One of the channel's webinars with people waiting. */
  webinarId: number;
  people: number;
}

/**
 * For `marketo` those whose status or membership is waited for, and those whose change there could not be read yet; for
 * `on24` those who are registering.
 */
export async function channelsWaiting(db: Db | Tx, flag: string): Promise<WaitingChannel[]> {
  const people = peopleWaiting(db, flag).as('people');
  return db
    .select({
      slackChannelId: webinars.slackChannelId,
      webinarId: sql<number>`min(${webinars.id})::int`,
      people: sql<number>`count(distinct (${people.webinarId}, ${people.leadId}))::int`,
    })
    .from(people)
    .innerJoin(webinars, eq(webinars.id, people.webinarId))
    .groupBy(webinars.slackChannelId);
}

export async function countWaiting(db: Db, flag: string, slackChannelId: string): Promise<number> {
  const channels = await channelsWaiting(db, flag);
  return channels.find((channel) => channel.slackChannelId === slackChannelId)?.people ?? 0;
}

function peopleWaiting(db: Db | Tx, flag: string) {
  const rows = db
    .select({ webinarId: registrants.webinarId, leadId: registrants.leadId })
    .from(registrants)
    .where(waitsFor(flag));
  const hints = db
    .select({ webinarId: memberHints.webinarId, leadId: memberHints.leadId })
    .from(memberHints)
    .where(flag === 'marketo' ? undefined : sql`false`);
  return unionAll(rows, hints);
}

function waitsFor(flag: string): SQL | undefined {
  const isRegistering = eq(registrants.status, 'registering');
  if (flag === 'marketo') return or(isRegistering, registrants.marketoIsDue);
  const webinarId = Number(flag.split(':').at(-1));
  return Number.isInteger(webinarId)
    ? and(isRegistering, eq(registrants.webinarId, webinarId))
    : isRegistering;
}
