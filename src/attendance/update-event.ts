/** Before a refresh the event is read again: it may have been moved, and its times decide what is final. */
import { eq } from 'drizzle-orm';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { Db } from '../store/database.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';

export async function updateEvent(
  { db, on24, now }: { db: Db; on24: On24Client; now: () => Date },
  webinar: Webinar,
): Promise<Webinar> {
  const event = await on24.readEvent(webinar.on24ClientId, webinar.on24EventId);
  const [updated] = await db
    .update(webinars)
    .set({
      startsAt: event.startsAt,
      liveEndsAt: event.liveEndsAt,
      archiveEndsAt: event.archiveEndsAt,
      joinLink: event.audienceUrl ?? webinar.joinLink,
      eventReadAt: now(),
    })
    .where(eq(webinars.id, webinar.id))
    .returning();
  return updated ?? webinar;
}
