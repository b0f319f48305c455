import { describe, expect, it } from 'vitest';
import { nextChicagoMidnight } from '../../../src/outside/marketo/chicago-midnight.ts';

describe("the reset of Marketo's daily quota", () => {
  it.each([
    ['an afternoon in winter', '2026-01-15T20:00:00Z', '2026-01-16T06:00:00.000Z'],
    ['an afternoon in summer', '2026-07-15T20:00:00Z', '2026-07-16T05:00:00.000Z'],
    ['the last second of a day', '2026-07-16T04:59:59Z', '2026-07-16T05:00:00.000Z'],
    ['midnight itself', '2026-07-16T05:00:00Z', '2026-07-17T05:00:00.000Z'],
    ['the day on which clocks go forward', '2026-03-08T12:00:00Z', '2026-03-09T05:00:00.000Z'],
    ['the day on which clocks go back', '2026-11-01T05:30:00Z', '2026-11-02T06:00:00.000Z'],
    ['the end of a year', '2026-12-31T23:00:00Z', '2027-01-01T06:00:00.000Z'],
  ])('is the next midnight in Chicago: %s', (_when, now, reset) => {
    expect(nextChicagoMidnight(new Date(now)).toISOString()).toBe(reset);
  });
});
