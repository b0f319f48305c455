/** The nightly slots between two instants, by the wall clock of one time zone; pure, and used by ticks and start-up alike. */
import { CronExpressionParser } from 'cron-parser';

export interface NightlyTime {
  /** `HH:MM`, by the wall clock of `timeZone`. */
  at: string;
  /** IANA name, such as `America/Los_Angeles`. */
  timeZone: string;
}

/** More slots than this are not told apart: one refresh makes up for all that were missed. */
const mostSlots = 400;

/**
 * Slots are counted from well before the asked instant: where the clocks are put forward or back, what the next slot is
 * must not depend on from which side of the change one looks.
 */
const looksBackMs = 3 * 24 * 60 * 60 * 1000;

/** Every slot after `lastRun` up to and including `now`, oldest first. */
export function slotsDue(lastRun: Date, now: Date, nightly: NightlyTime): Date[] {
  const slots: Date[] = [];
  for (const slot of slotsAfter(lastRun, nightly)) {
    if (slot > now || slots.length === mostSlots) break;
    slots.push(slot);
  }
  return slots;
}

/** The first slot after an instant. */
export function nextSlot(after: Date, nightly: NightlyTime): Date {
  for (const slot of slotsAfter(after, nightly)) return slot;
  throw new Error('a nightly time always comes again');
}

function* slotsAfter(after: Date, nightly: NightlyTime): Generator<Date> {
  const currentDate = new Date(after.getTime() - looksBackMs);
  const ticks = CronExpressionParser.parse(cronOf(nightly), { currentDate, tz: nightly.timeZone });
  for (;;) {
    const slot = ticks.next().toDate();
    if (slot > after) yield slot;
  }
}

function cronOf({ at }: NightlyTime): string {
  const [hour, minute] = at.split(':').map(Number);
  return `0 ${minute} ${hour} * * *`;
}
