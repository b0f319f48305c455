/** Who waits for a connection that is paused, by channel. */
import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { webinarOfCampaignFlag, webinarOfSilenceFlag } from './adapter-flags.ts';
import type { Db, Tx } from './database.ts';
import { memberHints } from './schema/marketo-feed.ts';
import { registrants } from './schema/registrants.ts';
import { webinars } from './schema/webinars.ts';
import { webinarOfSetUpFlag } from './set-up-fault-store.ts';
import { findWebinar } from './webinar-store.ts';

export interface WaitingChannel {
  slackChannelId: string;
  /** One of the channel's webinars with people waiting. */
  webinarId: number;
  people: number;
}

/** Where somebody must be told of a flag: with people waiting, or at the webinar whose program or channel has changed. */
export async function channelsToTell(
  db: Db | Tx,
  flag: string,
): Promise<Pick<WaitingChannel, 'slackChannelId' | 'webinarId'>[]> {
  const webinarId = webinarOfSetUpFlag(flag);
  if (webinarId === undefined) return channelsWaiting(db, flag);
  const webinar = await findWebinar(db, webinarId);
  return webinar && !webinar.disconnectedAt ? [{ slackChannelId: webinar.slackChannelId, webinarId }] : [];
}

/**
 * For `marketo` those whose status or membership is waited for, and those whose change there could not be read yet; for
 * `on24` those who are registering or being cancelled.
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

/** The channels of webinars whose live part is still ahead, each with one of them. */
export async function channelsAhead(db: Db | Tx, now: Date): Promise<WaitingChannel[]> {
  return db
    .select({
      slackChannelId: webinars.slackChannelId,
      webinarId: sql<number>`min(${webinars.id})::int`,
      people: sql<number>`0`,
    })
    .from(webinars)
    .where(
      and(isNull(webinars.disconnectedAt), or(isNull(webinars.liveEndsAt), gt(webinars.liveEndsAt, now))),
    )
    .groupBy(webinars.slackChannelId);
}

export async function countWaiting(db: Db | Tx, flag: string, slackChannelId: string): Promise<number> {
  const channels = await channelsWaiting(db, flag);
  return channels.find((channel) => channel.slackChannelId === slackChannelId)?.people ?? 0;
}

/** Registrar `marketo`: whom Marketo does not take, or of whom it says nothing. */
function waitsForAdapter(flag: string): SQL | undefined {
  const refusing = webinarOfCampaignFlag(flag);
  if (refusing !== undefined) {
    const isUnasked = and(eq(registrants.status, 'registering'), isNull(registrants.adapterAcceptedAt));
    return and(isUnasked, eq(webinars.id, refusing));
  }
  const silent = webinarOfSilenceFlag(flag);
  return silent === undefined ? undefined : and(registrants.isAdapterSilent, eq(webinars.id, silent));
}

function peopleWaiting(db: Db | Tx, flag: string) {
  const rows = db
    .select({ webinarId: registrants.webinarId, leadId: registrants.leadId })
    .from(registrants)
    .innerJoin(webinars, eq(webinars.id, registrants.webinarId))
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
  const adapters = waitsForAdapter(flag);
  if (adapters) return adapters;
  // Nobody's job waits for what does not fit a webinar's set-up.
  if (webinarOfSetUpFlag(flag) !== undefined) return sql`false`;
  const isPushed = and(isRegistering, eq(webinars.registrar, 'on24'));
  const webinarId = Number(flag.split(':').at(-1));
  const isBeingCancelled = eq(registrants.on24Cancel, 'wanted');
  const waitsForOn24 = or(isPushed, isBeingCancelled);
  return Number.isInteger(webinarId) ? and(waitsForOn24, eq(webinars.id, webinarId)) : waitsForOn24;
}
