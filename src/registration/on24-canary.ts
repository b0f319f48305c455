/** Learns whether a broken connection to ON24 is well again, by one person who waits for it. */
import { and, asc, eq } from 'drizzle-orm';
import { OutsideFailure } from '../outside/failure.ts';
import { noteWell } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { type Registrant, registrants } from '../store/schema/registrants.ts';
import { findWebinar, listWebinars } from '../store/webinar-store.ts';
import { eventFlag, on24Flag, type PushParts, pushPerson } from './push-person.ts';
import { recordOutcome } from './register-registrant.job.ts';

export function on24Canary(parts: PushParts) {
  return {
    owns: (flag: string) => flag === on24Flag || flag.startsWith(`${on24Flag}:`),
    async tryNow(flag: string): Promise<void> {
      const waiting = await oneWaiting(parts.db, flag);
      const webinar = waiting && (await findWebinar(parts.db, waiting.webinarId));
      if (webinar) {
        const outcome = await pushPerson(parts, webinar, waiting);
        await recordOutcome(parts.db, webinar, waiting, outcome);
        if (outcome.kind !== 'waits') await noteWell(parts.db, flag);
      } else if (await isEventWell(parts, flag)) {
        await noteWell(parts.db, flag);
      }
    },
  };
}

async function oneWaiting(db: Db, flag: string): Promise<Registrant | undefined> {
  const webinarId = flag === on24Flag ? undefined : Number(flag.split(':').at(-1));
  const [row] = await db
    .select()
    .from(registrants)
    .where(
      and(
        eq(registrants.status, 'registering'),
        webinarId === undefined ? undefined : eq(registrants.webinarId, webinarId),
      ),
    )
    .orderBy(asc(registrants.statusAt), asc(registrants.id))
    .limit(1);
  return row;
}

/** Nobody waits who could be tried, so the event itself is read. */
async function isEventWell({ db, on24 }: PushParts, flag: string): Promise<boolean> {
  const webinar = (await listWebinars(db)).find(({ id }) => flag === on24Flag || flag === eventFlag(id));
  if (!webinar) return true;
  try {
    return (await on24.readEvent(webinar.on24ClientId, webinar.on24EventId)).isActive;
  } catch (error) {
    if (error instanceof OutsideFailure) return error.kind === 'refused';
    throw error;
  }
}
