/** The connected webinars with their counts, as lines for a terminal. */
import { sql } from 'drizzle-orm';
import { statusTitles } from '../program/status.ts';
import type { Db } from '../store/database.ts';
import { registrants } from '../store/schema/registrants.ts';
import { listWebinars } from '../store/webinar-store.ts';

export async function webinarLines(db: Db): Promise<string[]> {
  const counts = await db
    .select({
      webinarId: registrants.webinarId,
      status: registrants.status,
      people: sql<number>`count(*)::int`,
    })
    .from(registrants)
    .groupBy(registrants.webinarId, registrants.status);
  const webinars = await listWebinars(db);
  return webinars.flatMap((webinar) => {
    const own = counts
      .filter(({ webinarId }) => webinarId === webinar.id)
      .map(({ status, people }) => `${people} ${statusTitles[status]}`);
    const starts = webinar.startsAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'no start time';
    return [
      `${webinar.id}  ${webinar.title}${webinar.isPaused ? '  (paused)' : ''}`,
      `   program ${webinar.programId} · ON24 event ${webinar.on24EventId} · channel ${webinar.slackChannelId} · ${starts} UTC`,
      `   ${own.length > 0 ? own.join(' · ') : 'nobody yet'}`,
    ];
  });
}
