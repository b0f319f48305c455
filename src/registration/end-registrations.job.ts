/** Who was approved before the end of a webinar and has no answer when it is over did not get in: that is said, and ends the waiting. */
import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { Handler } from '../jobs/handlers.ts';
import { moveRegistrant } from '../jobs/move-registrant.ts';
import { transact } from '../jobs/transact.ts';
import { campaignFlag } from '../store/adapter-flags.ts';
import { listFaults } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import { type Registrant, registrants } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { listWebinars } from '../store/webinar-store.ts';
import { eventFlag, on24Flag } from './push-person.ts';

const everyMs = 60_000;
const atOnce = 50;
/** An answer to somebody approved in the last moment is on its way. */
const onItsWaySeconds = 2 * 60;

export function endRegistrations({ db, now }: { db: Db; now: () => Date }): Handler<'end-registrations'> {
  return async () => {
    for (const webinar of await listWebinars(db)) {
      if (webinar.liveEndsAt === null || webinar.liveEndsAt > now()) continue;
      const saidLast = await lastWords(db, webinar);
      while ((await endSome(db, webinar, webinar.liveEndsAt, saidLast)) === atOnce);
    }
    return { againInMs: everyMs };
  };
}

/** Returns how many have been moved. Who is approved after the end asks to see the recording, and goes on. */
async function endSome(
  db: Db,
  webinar: Webinar,
  endedAt: Date,
  saidLast: string | undefined,
): Promise<number> {
  const waiting = await db
    .select({ id: registrants.id })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinar.id),
        eq(registrants.status, 'registering'),
        lt(registrants.statusAt, endedAt),
        lt(registrants.statusAt, sql`now() - make_interval(secs => ${onItsWaySeconds})`),
      ),
    )
    .orderBy(asc(registrants.id))
    .limit(atOnce);
  if (waiting.length === 0) return 0;
  return transact(db, async (tx) => {
    let ended = 0;
    for (const row of await lockRegistrants(
      tx,
      waiting.map(({ id }) => id),
    )) {
      if (row.status !== 'registering' || row.statusAt >= endedAt) continue;
      const moved = await moveRegistrant(tx, webinar, row, {
        to: 'registration_error',
        cause: 'webinar_ended',
        actor: 'usher',
        reason: `The webinar ended before ${awaited(webinar, row)}.${saidLast ?? ''}`,
      });
      if (moved.moved) ended += 1;
    }
    return ended;
  });
}

function awaited({ registrar }: Webinar, { adapterAcceptedAt }: Registrant): string {
  if (registrar === 'on24') return 'ON24 answered';
  return adapterAcceptedAt === null ? 'Marketo took the request' : 'Marketo answered';
}

/** What stood in the way, where something did. */
async function lastWords(db: Db, { id, registrar }: Webinar): Promise<string | undefined> {
  const flags = registrar === 'on24' ? [eventFlag(id), on24Flag] : [campaignFlag(id), 'marketo'];
  const faults = await listFaults(db);
  const fault = flags.flatMap((flag) => faults.find((known) => known.flag === flag) ?? [])[0];
  const system = registrar === 'on24' ? 'ON24' : 'Marketo';
  return fault && ` ${system} said last: ${fault.words}`;
}
