/** Sees to it that attendance is brought in after each live end, that no run is left lying, and that a late one is told of. */
import { addNotice } from '../jobs/add-notice.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import {
  changeRefresh,
  lockRefresh,
  pastRefreshes,
  runningRefresh,
  unfinishedRefreshes,
} from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar, listWebinars, lockWebinar } from '../store/webinar-store.ts';
import { lateAt, slotDueAfterEnd } from './after-end-slots.ts';
import { lateNotice } from './late-notice.ts';
import { mayStillChange } from './nightly-refresh.job.ts';
import { requestRefresh } from './request-refresh.ts';
import type { NightlyTime } from './slots-due.ts';
import { updateEvent } from './update-event.ts';

export interface WatchParts {
  db: Db;
  on24: On24Client;
  nightly: NightlyTime;
  now: () => Date;
}

const looksEveryMs = 30_000;

export function watchAttendance(parts: WatchParts): Handler<'watch-attendance'> {
  return async () => {
    await resumeRuns(parts.db);
    await tellLateRuns(parts);
    for (const webinar of await listWebinars(parts.db)) {
      if (webinar.isPaused) continue;
      await refreshAfterEnd(parts, await withFreshTimes(parts, webinar));
    }
    return { againInMs: looksEveryMs };
  };
}

/** A run whose job is gone, or has used up its attempts, would be joined for ever and never end. */
async function resumeRuns(db: Db): Promise<void> {
  const lying = (await unfinishedRefreshes(db)).filter(({ hasJob }) => !hasJob);
  if (lying.length === 0) return;
  await transact(db, async (tx) => {
    for (const { refresh } of lying) enqueue(tx, 'refresh-attendance', { refreshId: refresh.id });
  });
}

async function tellLateRuns({ db, nightly, now }: WatchParts): Promise<void> {
  for (const { refresh } of await unfinishedRefreshes(db)) {
    if (!isLate(refresh, nightly, now())) continue;
    await transact(db, async (tx) => {
      const late = await lockRefresh(tx, refresh.id);
      const webinar = await findWebinar(tx, refresh.webinarId);
      if (!late || !webinar || !isLate(late, nightly, now())) return;
      await changeRefresh(tx, late.id, { toldLateAt: now() });
      await addNotice(tx, {
        webinarId: webinar.id,
        slackChannelId: webinar.slackChannelId,
        said: lateNotice(webinar, late),
      });
    });
  }
}

function isLate({ slotAt, finishedAt, toldLateAt }: Refresh, nightly: NightlyTime, now: Date): boolean {
  if (slotAt === null || finishedAt !== null || toldLateAt !== null) return false;
  return now >= lateAt(slotAt, nightly);
}

async function refreshAfterEnd({ db, now }: WatchParts, webinar: Webinar): Promise<void> {
  if (!(await findDueSlot(db, webinar, now()))) return;
  await transact(db, async (tx) => {
    // Under the lock, since another may have had the same thought.
    const locked = await lockWebinar(tx, webinar.id);
    // First of all: a run that ends while the slot is looked for would satisfy it unseen.
    if (await runningRefresh(tx, webinar.id)) return;
    const slotAt = locked && (await findDueSlot(tx, locked, now()));
    if (slotAt) await requestRefresh(tx, locked, { cause: 'after_end', slotAt });
  });
}

async function findDueSlot(db: Parameters<typeof pastRefreshes>[0], webinar: Webinar, now: Date) {
  if (!mayStillChange(webinar, now)) return undefined;
  const [last] = await pastRefreshes(db, webinar.id, 1);
  return slotDueAfterEnd(webinar.liveEndsAt, last?.finishedAt ?? webinar.connectedAt, now);
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** On its day, and before. */
const timesAreFreshForMs = { near: hourMs / 4, far: hourMs };

/** An event may be moved or shortened at any time, and then ends when nobody here expects it. */
async function withFreshTimes(parts: WatchParts, webinar: Webinar): Promise<Webinar> {
  const { startsAt, liveEndsAt, eventReadAt } = webinar;
  const now = parts.now().getTime();
  const isNear = startsAt === null || startsAt.getTime() - now < dayMs;
  const isOver = liveEndsAt !== null && liveEndsAt.getTime() < now - dayMs;
  const freshForMs = isNear ? timesAreFreshForMs.near : timesAreFreshForMs.far;
  const isFresh = eventReadAt !== null && now - eventReadAt.getTime() < freshForMs;
  if (isOver || isFresh) return webinar;
  return updateEvent(parts, webinar).catch((error: unknown) => {
    if (!(error instanceof OutsideFailure)) throw error;
    return webinar;
  });
}
