import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type NightlyTime, nextSlot, slotsDue } from '../../src/attendance/slots-due.ts';

const pacific = (at: string): NightlyTime => ({ at, timeZone: 'America/Los_Angeles' });
const due = (lastRun: string, now: string, nightly: NightlyTime) =>
  slotsDue(new Date(lastRun), new Date(now), nightly).map((slot) => slot.toISOString());

const minute = 60_000;
const day = 24 * 60 * minute;

describe('23:00 in Los Angeles', () => {
  it('is one slot a night over the night in spring that is an hour short', () => {
    expect(due('2026-03-06T12:00:00Z', '2026-03-10T12:00:00Z', pacific('23:00'))).toEqual([
      '2026-03-07T07:00:00.000Z',
      '2026-03-08T07:00:00.000Z',
      '2026-03-09T06:00:00.000Z',
      '2026-03-10T06:00:00.000Z',
    ]);
  });

  it('is one slot a night over the night in autumn that is an hour longer', () => {
    expect(due('2026-10-30T12:00:00Z', '2026-11-03T12:00:00Z', pacific('23:00'))).toEqual([
      '2026-10-31T06:00:00.000Z',
      '2026-11-01T06:00:00.000Z',
      '2026-11-02T07:00:00.000Z',
      '2026-11-03T07:00:00.000Z',
    ]);
  });

  it('is due at its very instant, and not again after it was run then', () => {
    const slot = '2026-07-02T06:00:00.000Z';
    expect(due('2026-07-01T12:00:00Z', '2026-07-02T05:59:59.999Z', pacific('23:00'))).toEqual([]);
    expect(due('2026-07-01T12:00:00Z', slot, pacific('23:00'))).toEqual([slot]);
    expect(due(slot, slot, pacific('23:00'))).toEqual([]);
    expect(due(slot, '2026-07-03T05:59:59.999Z', pacific('23:00'))).toEqual([]);
    expect(due(slot, '2026-07-03T06:00:00.000Z', pacific('23:00'))).toEqual(['2026-07-03T06:00:00.000Z']);
  });

  it('is due once for each night that was missed, oldest first', () => {
    expect(due('2026-07-01T06:00:00Z', '2026-07-04T20:00:00Z', pacific('23:00'))).toEqual([
      '2026-07-02T06:00:00.000Z',
      '2026-07-03T06:00:00.000Z',
      '2026-07-04T06:00:00.000Z',
    ]);
  });

  it('is caught up with in steps, however many years were missed', () => {
    const now = new Date('2026-11-03T12:00:00Z');
    let last = new Date('2020-01-01T12:00:00Z');
    let nights = 0;
    for (let due = slotsDue(last, now, pacific('23:00')); due.length > 0; ) {
      nights += due.length;
      last = due.at(-1) ?? now;
      due = slotsDue(last, now, pacific('23:00'));
    }
    expect(nights).toBe((Date.UTC(2026, 10, 3) - Date.UTC(2020, 0, 2)) / day + 1);
    expect(last.toISOString()).toBe('2026-11-03T07:00:00.000Z');
  });

  it('is never due when the clock was set back behind the last run', () => {
    expect(due('2026-07-05T06:00:00Z', '2026-07-02T12:00:00Z', pacific('23:00'))).toEqual([]);
  });

  it.each([
    ['2026-03-08T06:59:00Z', '2026-03-08T07:00:00.000Z'],
    ['2026-03-08T07:00:00Z', '2026-03-09T06:00:00.000Z'],
    ['2026-11-01T06:00:00Z', '2026-11-02T07:00:00.000Z'],
  ])('comes next after %s at %s', (after, next) => {
    expect(nextSlot(new Date(after), pacific('23:00')).toISOString()).toBe(next);
  });
});

describe('a time that daylight saving skips or doubles', () => {
  it('02:30 is one slot in the spring night that has no such time', () => {
    expect(due('2026-03-07T12:00:00Z', '2026-03-09T12:00:00Z', pacific('02:30'))).toEqual([
      '2026-03-08T10:30:00.000Z',
      '2026-03-09T09:30:00.000Z',
    ]);
  });

  it('01:30 is one slot in the autumn night that has it twice, the first of the two', () => {
    expect(due('2026-10-31T12:00:00Z', '2026-11-02T12:00:00Z', pacific('01:30'))).toEqual([
      '2026-11-01T08:30:00.000Z',
      '2026-11-02T09:30:00.000Z',
    ]);
  });

  it('01:30 that was run does not come again an hour later', () => {
    expect(due('2026-11-01T08:30:00Z', '2026-11-01T12:00:00Z', pacific('01:30'))).toEqual([]);
  });

  it('01:30 is over for the night also for whoever asks between the two', () => {
    expect(due('2026-11-01T09:10:00Z', '2026-11-01T12:00:00Z', pacific('01:30'))).toEqual([]);
    expect(nextSlot(new Date('2026-11-01T09:10:00Z'), pacific('01:30')).toISOString()).toBe(
      '2026-11-02T09:30:00.000Z',
    );
  });

  it('02:30 of the spring night is still to come for whoever asks just after the clocks were put forward', () => {
    expect(due('2026-03-08T10:10:00Z', '2026-03-08T12:00:00Z', pacific('02:30'))).toEqual([
      '2026-03-08T10:30:00.000Z',
    ]);
    expect(nextSlot(new Date('2026-03-08T10:10:00Z'), pacific('02:30')).toISOString()).toBe(
      '2026-03-08T10:30:00.000Z',
    );
  });
});

/** Three instants of one week, in order, the middle one near a change of the clocks. */
const aroundTheChange = fc
  .record({
    change: fc.constantFrom(Date.UTC(2026, 2, 8, 10), Date.UTC(2026, 10, 1, 9)),
    before: fc.integer({ min: -3 * 1440, max: -181 }),
    near: fc.integer({ min: -180, max: 180 }),
    after: fc.integer({ min: 181, max: 3 * 1440 }),
  })
  .map(({ change, before, near, after }) => {
    const inMinutes = (minutes: number) => new Date(change + minutes * minute);
    return { from: inMinutes(before), between: inMinutes(near), to: inMinutes(after) };
  });

const clockTime = (first: number, last: number) =>
  fc
    .integer({ min: first, max: last })
    .map(
      (minutes) =>
        `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
    );

const isAdditiveFor = (times: fc.Arbitrary<string>) =>
  fc.property(aroundTheChange, times, ({ from, between, to }, at) => {
    const nightly = pacific(at);
    expect([...slotsDue(from, between, nightly), ...slotsDue(between, to, nightly)]).toEqual(
      slotsDue(from, to, nightly),
    );
  });

test('the slots of two adjoining intervals are together the slots of the whole', () => {
  fc.assert(isAdditiveFor(clockTime(4 * 60, 24 * 60 - 1)), { numRuns: 300 });
});

test('they are so too for times that the change of the clocks touches', () => {
  fc.assert(isAdditiveFor(clockTime(0, 4 * 60)), { numRuns: 300 });
});

test('every night has exactly one slot, whatever the time of the night', () => {
  fc.assert(
    fc.property(clockTime(0, 24 * 60 - 1), fc.constantFrom('2026-03-05', '2026-10-29'), (at, from) => {
      // Noon to noon, so that no slot of a night lies near an end.
      const isBeforeNoon = Number(at.slice(0, 2)) < 12;
      const start = new Date(`${from}T20:00:00Z`).getTime() + (isBeforeNoon ? 0 : day / 2);
      expect(slotsDue(new Date(start), new Date(start + 6 * day), pacific(at))).toHaveLength(6);
    }),
    { numRuns: 200 },
  );
});
