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

/** Every slot after `lastRun` up to and including `now`, oldest first. */
export function slotsDue(lastRun: Date, now: Date, nightly: NightlyTime): Date[] {
  const slots: Date[] = [];
  const ticks = CronExpressionParser.parse(cronOf(nightly), { currentDate: lastRun, tz: nightly.timeZone });
  while (slots.length < mostSlots) {
    const slot = ticks.next().toDate();
    if (slot > now) return slots;
    slots.push(slot);
  }
  return slots;
}

/** The first slot after an instant. */
export function nextSlot(after: Date, nightly: NightlyTime): Date {
  return CronExpressionParser.parse(cronOf(nightly), { currentDate: after, tz: nightly.timeZone })
    .next()
    .toDate();
}

function cronOf({ at }: NightlyTime): string {
  const [hour, minute] = at.split(':').map(Number);
  return `0 ${minute} ${hour} * * *`;
}
