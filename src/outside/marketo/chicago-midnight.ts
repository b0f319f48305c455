/** The next midnight in Chicago, when Marketo's daily quota begins anew (facts, section 0: 12:00 AM Central). */

const chicagoHour = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  hour: 'numeric',
  hourCycle: 'h23',
  minute: 'numeric',
});
const chicagoDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' });

/** Midnight is at 05:00 UTC in summer time and at 06:00 UTC in standard time; clocks change at two in the morning. */
const midnightHoursUtc = [5, 6];

/** The day in Chicago, as `2026-11-21`: what Marketo's quota is counted by. */
export function chicagoDayOf(now: Date): string {
  return chicagoDay.format(now);
}

export function nextChicagoMidnight(now: Date): Date {
  const [year = 0, month = 1, day = 1] = chicagoDayOf(now).split('-').map(Number);
  const candidates = midnightHoursUtc.map((hour) => new Date(Date.UTC(year, month - 1, day + 1, hour)));
  const midnight = candidates.find((candidate) => chicagoHour.format(candidate) === '00:00');
  if (!midnight) throw new RangeError('the zone America/Chicago has other offsets than expected');
  return midnight;
}
