import { expect, test } from 'vitest';
import { quotaResumesAt } from '../../../src/outside/marketo/quota-reset.ts';

const resumes = (now: string, random = 0) => quotaResumesAt(new Date(now), () => random).toISOString();

test.each([
  ['in winter', '2026-11-20T15:00:00Z', '2026-11-21T06:00:30.000Z'],
  ['in summer', '2026-07-20T15:00:00Z', '2026-07-21T05:00:30.000Z'],
  ['on the day on which the clocks go forward', '2026-03-08T15:00:00Z', '2026-03-09T05:00:30.000Z'],
  ['on the day on which the clocks go back', '2026-11-01T15:00:00Z', '2026-11-02T06:00:30.000Z'],
  ['a minute before midnight', '2026-11-21T05:59:00Z', '2026-11-21T06:00:30.000Z'],
  ['two hours after midnight', '2026-11-21T08:00:01Z', '2026-11-22T06:00:30.000Z'],
  ['in the first minute of a day, soon again', '2026-11-21T06:00:45Z', '2026-11-21T06:10:45.000Z'],
  ['before two hours of a day are over, soon again', '2026-11-21T07:59:00Z', '2026-11-21T08:09:00.000Z'],
])('a used-up day is over %s', (_when, now, wanted) => {
  expect(resumes(now)).toBe(wanted);
});

test('not everybody comes back in the same second', () => {
  expect(resumes('2026-11-20T15:00:00Z', 0.9999)).toBe('2026-11-21T06:00:59.997Z');
});
