/** The runs after a live end, until ON24 calls its data final; and when a run of a slot is late. Pure. */
import { finalAfterMs } from './outcome.ts';
import { type NightlyTime, nextSlot } from './slots-due.ts';

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

export const afterEndMs = [30 * minuteMs, hourMs, 2 * hourMs, finalAfterMs] as const;

/**
 * The latest slot that is due and that nothing has satisfied: a run satisfies every slot before its end, so that one run
 * makes up for all that were missed. `satisfiedUntil` is when the last run ended, or when the webinar was connected.
 */
export function slotDueAfterEnd(liveEndsAt: Date | null, satisfiedUntil: Date, now: Date): Date | undefined {
  if (liveEndsAt === null) return undefined;
  return afterEndMs
    .map((afterMs) => new Date(liveEndsAt.getTime() + afterMs))
    .findLast((slot) => slot <= now && slot > satisfiedUntil);
}

/** A night has seven hours by the wall clock, until 06:00 when it begins at 23:00. */
const nightLastsHours = 7;

/** From when on a run of this slot is late: at the end of its night, but never less than an hour after the slot. */
export function lateAt(slot: Date, { at, timeZone }: NightlyTime): Date {
  const [hour = 23, minute = 0] = at.split(':').map(Number);
  const end = `${String((hour + nightLastsHours) % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return nextSlot(new Date(slot.getTime() + hourMs), { at: end, timeZone });
}
