import { describe, expect, it, test } from 'vitest';
import {
  attendanceOutcome,
  type Evening,
  finalAfterMs,
  isFinalAt,
  type Presence,
} from '../../src/attendance/outcome.ts';
import { reasonToRefuseMove } from '../../src/program/legal-moves.ts';
import { defaultSteps, type Status, statuses } from '../../src/program/status.ts';
import { channel } from '../support/made-rows.ts';

const presences = {
  'not in the list': undefined,
  'in the list without attending': { cameLive: false, cameOnDemand: false },
  live: { cameLive: true, cameOnDemand: false },
  'on demand': { cameLive: false, cameOnDemand: true },
  both: { cameLive: true, cameOnDemand: true },
} as const satisfies Record<string, Presence | undefined>;
type PresenceName = keyof typeof presences;

const over: Evening = { isFinal: true, somebodyCameLive: true, isComplete: true };
const evenings = {
  'final and whole': over,
  provisional: { ...over, isFinal: false },
  'final, nobody live': { ...over, somebodyCameLive: false },
  'final, list cut short': { ...over, isComplete: false },
} as const satisfies Record<string, Evening>;
type EveningName = keyof typeof evenings;

const stays = undefined;

/** The promise, written out: what each presence makes of a person whom an evening may still move. */
const expected: Record<EveningName, Record<PresenceName, Status | 'no show if registered' | undefined>> = {
  'final and whole': {
    'not in the list': 'no show if registered',
    'in the list without attending': 'no show if registered',
    live: 'attended',
    'on demand': 'attended_on_demand',
    both: 'attended',
  },
  provisional: {
    'not in the list': stays,
    'in the list without attending': stays,
    live: 'attended',
    'on demand': stays,
    both: 'attended',
  },
  'final, nobody live': {
    'not in the list': stays,
    'in the list without attending': stays,
    live: 'attended',
    'on demand': 'attended_on_demand',
    both: 'attended',
  },
  'final, list cut short': {
    'not in the list': stays,
    'in the list without attending': stays,
    live: 'attended',
    'on demand': 'attended_on_demand',
    both: 'attended',
  },
};

/** Nothing of an evening moves these. */
const beyond: readonly Status[] = ['not_in_program', 'attended', 'attended_on_demand'];

const cells = statuses.flatMap((status) =>
  Object.entries(expected).flatMap(([evening, row]) =>
    Object.entries(row).map(([presence, to]) => {
      const ifRegistered = status === 'registered' ? ('no_show' as const) : stays;
      const moved = to === 'no show if registered' ? ifRegistered : to;
      const ends = beyond.includes(status) ? stays : moved;
      return { status, evening, presence, to: ends, becomes: ends ?? 'stays' };
    }),
  ),
);

describe('the outcome of an evening', () => {
  it.each(cells)('$status, $presence, $evening: $becomes', ({ status, presence, evening, to }) => {
    const [, what] = Object.entries(presences).find(([name]) => name === presence) ?? [];
    const [, when] = Object.entries(evenings).find(([name]) => name === evening) ?? [];
    expect(attendanceOutcome(status, what, when ?? over)).toBe(to);
  });

  it('is a legal move and no step back, wherever there is one', () => {
    for (const { status, to } of cells) {
      if (to === undefined) continue;
      expect(reasonToRefuseMove(status, to, 'attendance', channel)).toBeUndefined();
      expect(defaultSteps[to]).toBeGreaterThan(defaultSteps[status]);
    }
  });
});

describe('P7', () => {
  const everyEvening = [true, false].flatMap((isFinal) =>
    [true, false].flatMap((somebodyCameLive) =>
      [true, false].map((isComplete): Evening => ({ isFinal, somebodyCameLive, isComplete })),
    ),
  );
  const everything = statuses.flatMap((status) =>
    Object.values(presences).flatMap((presence) =>
      everyEvening.map((evening) => ({
        status,
        presence,
        evening,
        to: attendanceOutcome(status, presence, evening),
      })),
    ),
  );

  it('No Show and Attended On-demand come only once the data is final', () => {
    const late = everything.filter(({ to }) => to === 'no_show' || to === 'attended_on_demand');
    expect(late.length).toBeGreaterThan(0);
    expect(late.filter(({ evening }) => !evening.isFinal)).toEqual([]);
  });

  it('No Show comes only to people registered here, who did not attend, when somebody came live and nobody is missing', () => {
    const noShows = everything.filter(({ to }) => to === 'no_show');
    expect(noShows.length).toBeGreaterThan(0);
    for (const { status, presence, evening } of noShows) {
      expect(status).toBe('registered');
      expect(evening).toEqual(over);
      expect(presence?.cameLive || presence?.cameOnDemand).toBeFalsy();
    }
  });

  it('a late viewer goes from No Show to Attended On-demand', () => {
    expect(attendanceOutcome('no_show', presences['on demand'], over)).toBe('attended_on_demand');
  });

  it('who came live and watched again stays Attended', () => {
    expect(attendanceOutcome('registered', presences.both, over)).toBe('attended');
    expect(attendanceOutcome('attended', presences['on demand'], over)).toBeUndefined();
  });

  it('nobody who has attended is ever moved again', () => {
    const moved = everything.filter(({ status, to }) => status.startsWith('attended') && to !== undefined);
    expect(moved).toEqual([]);
  });
});

test('the data is final three hours after the live end, and never without a known end', () => {
  const endsAt = new Date('2026-12-12T19:00:00Z');
  expect(finalAfterMs).toBe(3 * 60 * 60 * 1000);
  expect(isFinalAt(endsAt, new Date('2026-12-12T21:59:59.999Z'))).toBe(false);
  expect(isFinalAt(endsAt, new Date('2026-12-12T22:00:00Z'))).toBe(true);
  expect(isFinalAt(null, new Date('2030-01-01T00:00:00Z'))).toBe(false);
});
