/** Joins what ON24 says with our rows, and moves everybody whom it moves forward. */
import { moveRegistrant } from '../jobs/move-registrant.ts';
import { transact } from '../jobs/transact.ts';
import type { Status } from '../program/status.ts';
import { countUnknownPeople, type Joined, joinedAfter } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import type { RefreshCounts } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countByStatus } from '../store/webinar-store.ts';
import { attendanceOutcome, type Evening } from './outcome.ts';

export type Changes = Pick<RefreshCounts, 'changedToAttended' | 'changedToOnDemand' | 'changedToNoShow'>;

/** Rows are locked for a click's worth of time only. */
const atOnce = 100;

/** Each person in a transaction of their batch: what a crash leaves undone is decided by the run that is begun again. */
export async function decideEverybody(db: Db, webinar: Webinar, evening: Evening): Promise<Changes> {
  const changes: Changes = { changedToAttended: 0, changedToOnDemand: 0, changedToNoShow: 0 };
  let afterId = 0;
  for (;;) {
    const batch = await joinedAfter(db, webinar.id, afterId, atOnce);
    const last = batch.at(-1);
    if (!last) return changes;
    afterId = last.registrant.id;
    const moving = batch.filter(({ registrant, presence }) =>
      attendanceOutcome(registrant.status, presence, evening),
    );
    if (moving.length > 0) await moveBatch(db, webinar, moving, evening, changes);
  }
}

async function moveBatch(
  db: Db,
  webinar: Webinar,
  moving: Joined[],
  evening: Evening,
  changes: Changes,
): Promise<void> {
  const presences = new Map(moving.map(({ registrant, presence }) => [registrant.id, presence]));
  const moved = await transact(db, async (tx) => {
    const done: Status[] = [];
    for (const row of await lockRegistrants(tx, [...presences.keys()])) {
      const to = attendanceOutcome(row.status, presences.get(row.id), evening);
      if (!to) continue;
      const outcome = await moveRegistrant(tx, webinar, row, { to, cause: 'attendance', actor: 'on24' });
      if (outcome.moved) done.push(to);
    }
    return done;
  });
  changes.changedToAttended += moved.filter((to) => to === 'attended').length;
  changes.changedToOnDemand += moved.filter((to) => to === 'attended_on_demand').length;
  changes.changedToNoShow += moved.filter((to) => to === 'no_show').length;
}

export async function countOutcome(
  db: Db,
  webinar: Webinar,
  evening: Evening,
  changes: Changes,
): Promise<RefreshCounts> {
  const counts = await countByStatus(db, webinar.id);
  const having = (status: Status) => counts.get(status) ?? 0;
  const stillRegistered = having('registered');
  return {
    attended: having('attended'),
    attendedOnDemand: having('attended_on_demand'),
    noShow: having('no_show'),
    registered: stillRegistered,
    ...changes,
    unknownPeople: await countUnknownPeople(db, webinar.id),
    noShowWithheld: stillRegistered === 0 ? null : whyWithheld(evening),
  };
}

function whyWithheld({ isFinal, somebodyCameLive }: Evening): RefreshCounts['noShowWithheld'] {
  if (!isFinal) return 'not_final';
  return somebodyCameLive ? 'list_incomplete' : 'nobody_came_live';
}

export function hasChanged(changes: Changes): boolean {
  return changes.changedToAttended + changes.changedToOnDemand + changes.changedToNoShow > 0;
}
