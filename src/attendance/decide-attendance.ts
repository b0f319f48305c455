/** Joins what ON24 says with our rows, and moves everybody whom it moves forward. */
import { moveRegistrants } from '../jobs/move-registrants.ts';
import { transact } from '../jobs/transact.ts';
import type { Status } from '../program/status.ts';
import { type Standing, standingsAfter } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { attendanceOutcome, type Evening } from './outcome.ts';

/** So many people are looked at together; of each only what the outcome depends on. */
const lookedAtOnce = 5_000;
/** So many rows change in one transaction: a click on one of them waits that long. */
const movedAtOnce = 1_000;

/** Each person in the transaction of their batch: what a crash leaves undone is decided by the run that is begun again. */
export async function decideEverybody(db: Db, webinar: Webinar, evening: Evening): Promise<void> {
  let afterId = 0;
  for (;;) {
    const people = await standingsAfter(db, webinar.id, afterId, lookedAtOnce);
    const last = people.at(-1);
    if (!last) return;
    afterId = last.id;
    const moving = people.filter(({ status, presence }) => attendanceOutcome(status, presence, evening));
    for (let from = 0; from < moving.length; from += movedAtOnce) {
      await moveBatch(db, webinar, moving.slice(from, from + movedAtOnce), evening);
    }
  }
}

async function moveBatch(
  db: Db,
  webinar: Webinar,
  moving: readonly Standing[],
  evening: Evening,
): Promise<void> {
  const presences = new Map(moving.map(({ id, presence }) => [id, presence]));
  await transact(db, async (tx) => {
    // Asked again under the lock: somebody may have acted meanwhile.
    const rows = await lockRegistrants(tx, [...presences.keys()]);
    const outcomes = rows.map((row) => attendanceOutcome(row.status, presences.get(row.id), evening));
    for (const to of ['attended', 'attended_on_demand', 'no_show'] as const satisfies Status[]) {
      const going = rows.filter((_, index) => outcomes[index] === to);
      await moveRegistrants(tx, webinar, going, { to, cause: 'attendance', actor: 'on24' });
    }
  });
}
