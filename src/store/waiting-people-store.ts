/** Who waits for a connection that is paused, by channel. */
import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { registrants } from './schema/registrants.ts';
import { webinars } from './schema/webinars.ts';

export interface WaitingChannel {
  slackChannelId: string;
  /** One of the channel's webinars with people waiting. */
  webinarId: number;
  people: number;
}

/** For `marketo` those whose status or membership is waited for, for `on24` those who are registering or being cancelled. */
export async function channelsWaiting(db: Db | Tx, flag: string): Promise<WaitingChannel[]> {
  return db
    .select({
      slackChannelId: webinars.slackChannelId,
      webinarId: sql<number>`min(${webinars.id})::int`,
      people: sql<number>`count(*)::int`,
    })
    .from(registrants)
    .innerJoin(webinars, eq(webinars.id, registrants.webinarId))
    .where(waitsFor(flag))
    .groupBy(webinars.slackChannelId);
}

export async function countWaiting(db: Db, flag: string, slackChannelId: string): Promise<number> {
  const channels = await channelsWaiting(db, flag);
  return channels.find((channel) => channel.slackChannelId === slackChannelId)?.people ?? 0;
}

function waitsFor(flag: string): SQL | undefined {
  const isRegistering = eq(registrants.status, 'registering');
  const waitsForOn24 = or(isRegistering, eq(registrants.on24Cancel, 'wanted'));
  if (flag === 'marketo') return or(isRegistering, registrants.marketoIsDue);
  const webinarId = Number(flag.split(':').at(-1));
  return Number.isInteger(webinarId) ? and(waitsForOn24, eq(webinars.id, webinarId)) : waitsForOn24;
}
