/** The date parameters of ON24: Pacific unless said otherwise, absolute or rolling. */
import { fromPacific, pacificIso } from '../pacific-time.ts';
import { On24Refusal } from './on24-refusal.ts';

const DAY_MS = 86_400_000;

export interface DateRange {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The range that a query asks for; undefined when it asks for none.
 * 400 for other formats, for a wall-clock hour that does not exist, and for rolling mixed with absolute.
 */
export function rangeIn(query: Readonly<Record<string, string>>, now: Date): DateRange | undefined {
  const { startdate, enddate, dateinterval } = query;
  const isAbsolute = startdate !== undefined || enddate !== undefined;
  if (dateinterval !== undefined) {
    if (isAbsolute) throw new On24Refusal(400, 'dateInterval cannot be used with startDate or endDate.');
    return rollingRange(query, now);
  }
  if (!isAbsolute) return undefined;
  const from = startdate === undefined ? new Date(0) : instantIn(startdate, '00:00:00');
  const to = enddate === undefined ? now : instantIn(enddate, '23:59:59');
  if (to < from) throw new On24Refusal(400, 'The end date is before the start date.');
  return { from, to };
}

function rollingRange(query: Readonly<Record<string, string>>, now: Date): DateRange {
  const days = Number(query.dateinterval);
  const offset = Number(query.dateintervaloffset ?? 0);
  const zone = query.dateintervaltimezone ?? 'America/Los_Angeles';
  if (!Number.isInteger(days) || days < 1 || days > 180) {
    throw new On24Refusal(400, 'The dateInterval must be between 1 and 180.');
  }
  if (!Number.isInteger(offset)) throw new On24Refusal(400, 'The dateIntervalOffset must be a number.');
  if (!Intl.supportedValuesOf('timeZone').includes(zone))
    throw new On24Refusal(400, 'Invalid dateIntervalTimezone.');
  const to = new Date(now.getTime() - offset * DAY_MS);
  return { from: new Date(to.getTime() - days * DAY_MS), to };
}

function instantIn(text: string, timeOfDay: string): Date {
  const wrong = () => new On24Refusal(400, `The dates have incorrect date formats: ${text}`);
  const match = text.match(/^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)([+-]\d\d:\d\d)?)?$/);
  if (match === null || Number.isNaN(Date.parse(`${match[1]}T00:00:00Z`))) throw wrong();
  const wallClock = `${match[1]}T${match[2] ?? timeOfDay}`;
  const instant = match[3] === undefined ? fromPacific(wallClock) : new Date(`${wallClock}${match[3]}`);
  if (instant === undefined || Number.isNaN(instant.getTime())) throw wrong();
  return instant;
}

/** Instants in replies: Pacific wall-clock time with its offset. */
export const replyInstant = pacificIso;
