/** What a run found and changed, counted from the rows and the history, so that it is the same after a crash. */
import type { Status } from '../program/status.ts';
import { countDifferences, countMoves, countUnknownPeople } from '../store/attendance-count-store.ts';
import type { Db } from '../store/database.ts';
import type { Refresh, RefreshCounts } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countByStatus } from '../store/webinar-store.ts';
import type { Evening } from './outcome.ts';

export async function countOutcome(
  db: Db,
  webinar: Webinar,
  refresh: Refresh,
  evening: Evening,
): Promise<RefreshCounts> {
  const counts = await countByStatus(db, webinar.id);
  const having = (status: Status) => counts.get(status) ?? 0;
  const moves = await countMoves(db, webinar.id, refresh.askedAt);
  const moved = (isMeant: (move: { from: Status | null; to: Status | null }) => boolean) =>
    moves.filter(isMeant).reduce((sum, { people }) => sum + people, 0);
  const stillRegistered = having('registered');
  return {
    attended: having('attended'),
    attendedOnDemand: having('attended_on_demand'),
    noShow: having('no_show'),
    registered: stillRegistered,
    changedToAttended: moved(({ to }) => to === 'attended'),
    changedToOnDemand: moved(({ to }) => to === 'attended_on_demand'),
    changedToNoShow: moved(({ to }) => to === 'no_show'),
    lateOnDemand: moved(({ from, to }) => from === 'no_show' && to === 'attended_on_demand'),
    attendedUnregistered: moved(({ from }) => from !== 'registered' && from !== 'no_show'),
    ...(await countDifferences(db, webinar.id)),
    unknownPeople: await countUnknownPeople(db, webinar.id),
    noShowWithheld: stillRegistered === 0 ? null : whyWithheld(evening),
  };
}

function whyWithheld({ isFinal, somebodyCameLive }: Evening): RefreshCounts['noShowWithheld'] {
  if (!isFinal) return 'not_final';
  return somebodyCameLive ? 'list_incomplete' : 'nobody_came_live';
}

export function hasChanged(
  counts: Pick<RefreshCounts, 'changedToAttended' | 'changedToOnDemand' | 'changedToNoShow'>,
): boolean {
  return counts.changedToAttended + counts.changedToOnDemand + counts.changedToNoShow > 0;
}
