/** Before a refresh the event is read again: it may have been moved, and its times decide what is final. */
import { eq } from 'drizzle-orm';
import { takeEvent } from '../jobs/take-event.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import { eventNotice } from '../outside/slack/event-notice.ts';
import type { EventReading } from '../program/event-changes.ts';
import type { Db } from '../store/database.ts';
import { databaseNow } from '../store/decider-store.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';

/** @throws OutsideFailure when ON24 does not show the event, which is known and told by then where it is for good */
export async function updateEvent(
  { db, on24, now }: { db: Db; on24: On24Client; now: () => Date },
  webinar: Webinar,
): Promise<Webinar> {
  const askedAt = await databaseNow(db);
  const take = (reading: EventReading) =>
    takeEvent(db, webinar.id, { reading, askedAt }, (known, changes) =>
      eventNotice({ ...known, changes, now: now() }),
    );
  try {
    const event = await on24.readEvent(webinar.on24ClientId, webinar.on24EventId);
    const taken = (await take(event)) ?? webinar;
    const eventReadAt = now();
    await db.update(webinars).set({ eventReadAt }).where(eq(webinars.id, webinar.id));
    return { ...taken, eventReadAt };
  } catch (error) {
    if (error instanceof OutsideFailure && error.cause === 'event-closed') await take('inactive');
    if (error instanceof OutsideFailure && error.cause === 'event-gone') await take('gone');
    throw error;
  }
}
