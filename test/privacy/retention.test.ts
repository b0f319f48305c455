import { expect, test } from 'vitest';
import { isExpired } from '../../src/privacy/retention.ts';

const day = 24 * 60 * 60 * 1000;
const liveEndsAt = new Date('2026-11-18T19:00:00Z');
const archiveEndsAt = new Date(liveEndsAt.getTime() + 100 * day);
const after = (days: number) => new Date(liveEndsAt.getTime() + days * day);

test.each([
  ['without a retention, never', { retentionDays: null, liveEndsAt, archiveEndsAt }, 10_000, false],
  ['without an end, never', { retentionDays: 30, liveEndsAt: null, archiveEndsAt: null }, 10_000, false],
  ['while viewers may still come, not yet', { retentionDays: 30, liveEndsAt, archiveEndsAt }, 129, false],
  ['thirty days after the archive has closed', { retentionDays: 30, liveEndsAt, archiveEndsAt }, 130, true],
  [
    'thirty days after the live part, where nothing is archived',
    { retentionDays: 30, liveEndsAt, archiveEndsAt: null },
    30,
    true,
  ],
])('people are kept by name: %s', (_what, webinar, days, expected) => {
  expect(isExpired(webinar, after(days))).toBe(expected);
});
