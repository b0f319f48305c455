/** What ON24 says of an event is taken into its webinar: kept, told once in its channel, and followed by what depends on it. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import {
  type EventChange,
  type EventReading,
  eventAfter,
  eventChanges,
  type KnownEvent,
} from '../program/event-changes.ts';
import type { Db, Tx } from '../store/database.ts';
import { messagesWithTimes } from '../store/message-store.ts';
import type { Said } from '../store/schema/messages.ts';
import { registrants } from '../store/schema/registrants.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';
import { lockWebinar } from '../store/webinar-store.ts';
import { addNotice } from './add-notice.ts';
import { priorities } from './catalogue.ts';
import { enqueue } from './enqueue.ts';
import { transact } from './transact.ts';

export interface EventAnswer {
  reading: EventReading;
  /** The database's instant at which ON24 was asked. */
  askedAt: Date;
}

/** How the changes are put into words for the channel. */
export type SayEvent = (webinar: Webinar, changes: readonly EventChange[]) => Said;

/** Of two who read at the same time the first tells; an answer to an older question than the last changes nothing. */
export async function takeEvent(
  db: Db,
  webinarId: number,
  { reading, askedAt }: EventAnswer,
  say: SayEvent,
): Promise<Webinar | undefined> {
  return transact(db, async (tx) => {
    const known = await lockWebinar(tx, webinarId);
    if (!known || (known.eventAskedAt !== null && known.eventAskedAt >= askedAt)) return known;
    const after = eventAfter(known, reading);
    const changes = eventChanges(known, after).filter((change) => isTold(change, known));
    const [webinar] = await tx
      .update(webinars)
      .set({ ...kept(after), eventAskedAt: askedAt })
      .where(eq(webinars.id, webinarId))
      .returning();
    if (!webinar) throw new Error(`webinar ${webinarId} is gone although its row was locked`);
    if (changes.length > 0 && webinar.disconnectedAt === null) {
      await addNotice(tx, {
        webinarId,
        slackChannelId: webinar.slackChannelId,
        said: say(webinar, changes),
      });
    }
    await follow(tx, known, webinar);
    return webinar;
  });
}

function kept({ on24Title, startsAt, liveEndsAt, archiveEndsAt, joinLink, eventState }: KnownEvent) {
  return { on24Title, startsAt, liveEndsAt, archiveEndsAt, joinLink, eventState };
}

/** Who has links of their own is not given the event's. */
function isTold({ kind }: EventChange, webinar: Webinar): boolean {
  return kind !== 'new_link' || webinar.joinLinkTemplate === null;
}

async function follow(tx: Tx, before: Webinar, after: Webinar): Promise<void> {
  const isSame = (one: Date | null, other: Date | null) => one?.getTime() === other?.getTime();
  if (!isSame(before.startsAt, after.startsAt) || !isSame(before.liveEndsAt, after.liveEndsAt)) {
    // Behind everything that somebody waits for.
    const priority = priorities.upkeep;
    for (const messageId of await messagesWithTimes(tx, after.id))
      enqueue(tx, 'draw-message', { messageId }, { priority });
  }
  if (before.joinLink !== after.joinLink && after.joinLinkTemplate === null)
    await giveNewLink(tx, before, after);
}

async function giveNewLink(tx: Tx, before: Webinar, after: Webinar): Promise<void> {
  if (before.joinLink === null || after.joinLink === null) return;
  const given = await tx
    .select({ id: registrants.id })
    .from(registrants)
    .where(and(eq(registrants.webinarId, after.id), eq(registrants.joinLink, before.joinLink)))
    .orderBy(asc(registrants.id))
    .for('update');
  if (given.length === 0) return;
  const ids = given.map(({ id }) => id);
  await tx
    .update(registrants)
    .set({ joinLink: after.joinLink, marketoIsDue: true })
    .where(inArray(registrants.id, ids));
  enqueue(tx, 'write-marketo', { webinarId: after.id });
}
