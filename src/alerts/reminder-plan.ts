/** Whether an open alert's thread is reminded now: after a day, with growing waits, and an hour before the start; pure. */

export interface Remindable {
  openedAt: Date;
  remindedAt: Date | null;
  remindedOfStartAt: Date | null;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** `starts` and `ends` are those of the webinar, where they are known. */
export function reminderDue(
  alert: Remindable,
  { startsAt, liveEndsAt }: { startsAt: Date | null; liveEndsAt: Date | null },
  now: Date,
): 'start' | 'open' | undefined {
  if (isStartDue(alert, startsAt, now)) return 'start';
  const isOver = liveEndsAt !== null && liveEndsAt <= now;
  return !isOver && isOpenDue(alert, now) ? 'open' : undefined;
}

/** An alert that was opened within the last hour is news enough; a start that was moved is told of anew. */
function isStartDue({ openedAt, remindedOfStartAt }: Remindable, startsAt: Date | null, now: Date): boolean {
  if (startsAt === null) return false;
  const hourBefore = new Date(startsAt.getTime() - hourMs);
  return (
    now >= hourBefore &&
    now < startsAt &&
    openedAt <= hourBefore &&
    (remindedOfStartAt === null || remindedOfStartAt < hourBefore)
  );
}

/** After one day, two, four, eight: each wait is as long as the alert was open when the thread was reminded last. */
function isOpenDue({ openedAt, remindedAt }: Remindable, now: Date): boolean {
  const lastAgeMs = remindedAt === null ? 0 : remindedAt.getTime() - openedAt.getTime();
  return now.getTime() - openedAt.getTime() >= Math.max(dayMs, 2 * lastAgeMs);
}
