/** Learns whether a broken connection to ON24 is well again, by one person who waits for it. */
import { and, asc, eq, notInArray, sql } from 'drizzle-orm';
import type { KnownWait } from '../jobs/handlers.ts';
import { OutsideFailure } from '../outside/failure.ts';
import { listFaults, noteWell } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { type Registrant, registrants } from '../store/schema/registrants.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';
import { listWebinars, noteEventState } from '../store/webinar-store.ts';
import { askForCheck, isMemberChecked } from './member-check.ts';
import { eventFlag, on24Flag, type PushParts, pushPerson } from './push-person.ts';
import { recordOutcome } from './register-registrant.job.ts';

/** Marketo answers about the person who is to be tried within this time, as a rule. */
const checkedSoonMs = 3_000;

export function on24Canary(parts: PushParts) {
  return {
    owns: (flag: string) => flag === on24Flag || flag.startsWith(`${on24Flag}:`),
    async tryNow(flag: string): Promise<KnownWait | undefined> {
      const waiting = await oneWaiting(parts.db, flag);
      if (!waiting) {
        if (await isEventWell(parts, flag)) await noteWell(parts.db, flag);
        return undefined;
      }
      if (isMemberChecked(waiting.row)) {
        await tryPerson(parts, flag, waiting);
        return undefined;
      }
      // Who may have left the program is not pushed, not even as a trial.
      await askForCheck(parts.db, waiting.row);
      return { againInMs: checkedSoonMs };
    },
  };
}

interface Waiting {
  row: Registrant;
  webinar: Webinar;
}

async function tryPerson(parts: PushParts, flag: string, { row, webinar }: Waiting): Promise<void> {
  const outcome = await pushPerson(parts, webinar, row);
  await recordOutcome(parts.db, webinar, row, outcome);
  // Who is refused before ON24 is asked tells nothing of it; the next in line will.
  if (outcome.kind === 'refused' && outcome.by === 'usher') return;
  // What is wrong with one event says that ON24 itself answers.
  const isOn24Well = outcome.kind !== 'waits' || outcome.failure.scope === 'event';
  if (outcome.kind !== 'waits' || (isOn24Well && flag === on24Flag)) await noteWell(parts.db, flag);
}

/** Somebody whose event is not itself at fault, when ON24 as a whole is tried. */
async function oneWaiting(db: Db, flag: string): Promise<Waiting | undefined> {
  const [waiting] = await db
    .select({ row: registrants, webinar: webinars })
    .from(registrants)
    .innerJoin(webinars, eq(webinars.id, registrants.webinarId))
    .where(
      and(
        eq(registrants.status, 'registering'),
        eq(webinars.registrar, 'on24'),
        flag === on24Flag ? await notPaused(db) : eq(webinars.id, Number(flag.split(':').at(-1))),
      ),
    )
    .orderBy(
      sql`${registrants.memberCheckedAt} desc nulls last`,
      asc(registrants.statusAt),
      asc(registrants.id),
    )
    .limit(1);
  return waiting;
}

async function notPaused(db: Db) {
  const paused = (await listFaults(db)).filter(({ isPaused }) => isPaused).map(({ flag }) => flag);
  const closed = (await listWebinars(db))
    .filter(({ id }) => paused.includes(eventFlag(id)))
    .map(({ id }) => id);
  return closed.length > 0 ? notInArray(webinars.id, closed) : undefined;
}

/** Nobody waits who could be tried, so the event itself is read. */
async function isEventWell({ db, on24 }: PushParts, flag: string): Promise<boolean> {
  const webinar = (await listWebinars(db)).find(({ id }) => flag === on24Flag || flag === eventFlag(id));
  if (!webinar) return true;
  try {
    const event = await on24.readEvent(webinar.on24ClientId, webinar.on24EventId);
    if (event.isActive && flag !== on24Flag) await noteEventState(db, webinar, 'active');
    return event.isActive || flag === on24Flag;
  } catch (error) {
    if (error instanceof OutsideFailure)
      return error.kind === 'refused' || (flag === on24Flag && error.scope === 'event');
    throw error;
  }
}
