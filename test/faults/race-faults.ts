/** What may never be, whatever the model says: a place too many, an illegal move, a status without a history. */
import { asc, eq, sql } from 'drizzle-orm';
import { causes, reasonToRefuseMove } from '../../src/program/legal-moves.ts';
import type { Status } from '../../src/program/status.ts';
import { history } from '../../src/store/schema/history.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import type { RaceWebinar } from './race-webinar.ts';
import { type ModelState, placesTaken } from './races-model.ts';
import type { Done } from './serial-orders.ts';

/** Of the whole history. */
export async function lastEntry({ db }: RaceWebinar): Promise<number> {
  const [row] = await db.select({ latest: sql<number>`coalesce(max(${history.id}), 0)::int` }).from(history);
  return row?.latest ?? 0;
}

/** Apart from Marketo and from changes of the capacity, nothing goes past it. */
export function faultsOfPlaces(before: ModelState, done: readonly Done[], after: ModelState): string[] {
  const isUsherAlone = done.every(({ act }) => act.kind !== 'marketo shows' && act.kind !== 'capacity');
  const taken = placesTaken(after);
  if (!isUsherAlone || after.capacity === null) return [];
  return taken <= Math.max(after.capacity, placesTaken(before))
    ? []
    : [`${taken} places are taken of ${after.capacity}`];
}

/** Every move is in the table, and each begins where the one before it ended. */
export async function faultsOfHistory({ db, webinar }: RaceWebinar): Promise<string[]> {
  const faults: string[] = [];
  const stands = new Map<number, Status>();
  const ofWebinar = eq(history.webinarId, webinar.id);
  for (const entry of await db.select().from(history).where(ofWebinar).orderBy(asc(history.id))) {
    const { event, registrantId, fromStatus, toStatus } = entry;
    if (event !== 'moved' || registrantId === null || !fromStatus || !toStatus) continue;
    const stood = stands.get(registrantId) ?? fromStatus;
    stands.set(registrantId, toStatus);
    if (stood !== fromStatus) faults.push(`${registrantId} stood at ${stood} and moved from ${fromStatus}`);
    const cause = causes.find((one) => one === entry.cause);
    const why = cause
      ? reasonToRefuseMove(fromStatus, toStatus, cause, webinar.channel)
      : 'there is no cause';
    if (why) faults.push(`${registrantId} moved although ${why}`);
  }
  const people = await db.select().from(registrants).where(eq(registrants.webinarId, webinar.id));
  for (const { id, status } of people) {
    const stood = stands.get(id) ?? status;
    if (stood !== status) faults.push(`${id} is ${status} and moved to ${stood} last`);
  }
  return faults;
}
