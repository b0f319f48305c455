/** US Pacific wall-clock time with its daylight saving, which both Marketo's nightly pull and ON24's answers use. */

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Milliseconds that Pacific wall-clock time is ahead of UTC at `instant`: minus eight or minus seven hours. */
export function pacificOffsetMs(instant: Date): number {
  const read = new Map(parts.formatToParts(instant).map((part) => [part.type, part.value]));
  const asUtc = Date.parse(
    `${read.get('year')}-${read.get('month')}-${read.get('day')}T${read.get('hour')}:${read.get('minute')}:${read.get('second')}Z`,
  );
  return asUtc - Math.floor(instant.getTime() / 1_000) * 1_000;
}

/** ISO-8601 with seconds and a numeric offset, such as 2026-11-18T10:00:00-08:00. */
export function pacificIso(instant: Date): string {
  const offsetMs = pacificOffsetMs(instant);
  const wallClock = new Date(instant.getTime() + offsetMs).toISOString().slice(0, 19);
  return `${wallClock}-0${Math.round(-offsetMs / 3_600_000)}:00`;
}

/**
 * The instant at which Pacific clocks show `wallClock` (YYYY-MM-DDThh:mm:ss).
 * Undefined for an hour that does not exist because clocks spring forward; the earlier one of an hour that comes twice.
 */
export function fromPacific(wallClock: string): Date | undefined {
  const asUtc = Date.parse(`${wallClock}Z`);
  for (const offsetMs of [-7 * 3_600_000, -8 * 3_600_000]) {
    const instant = new Date(asUtc - offsetMs);
    if (pacificOffsetMs(instant) === offsetMs) return instant;
  }
  return undefined;
}

/** The next instant after `instant` at which it is `hour`:00 in Pacific time. */
export function nextPacificHour(instant: Date, hour: number): Date {
  for (const daysAhead of [0, 1, 2]) {
    const day = pacificIso(new Date(instant.getTime() + daysAhead * 86_400_000)).slice(0, 10);
    const candidate = fromPacific(`${day}T${String(hour).padStart(2, '0')}:00:00`);
    if (candidate !== undefined && candidate > instant) return candidate;
  }
  throw new RangeError(`no ${hour}:00 within two days of ${instant.toISOString()}`);
}
