import { expect, test } from 'vitest';
import { mayStillChange, nightlyCursor, nightlyRefresh } from '../../src/attendance/nightly-refresh.job.ts';
import { refreshAttendance } from '../../src/attendance/refresh-attendance.job.ts';
import { requestRefresh } from '../../src/attendance/request-refresh.ts';
import { transact } from '../../src/jobs/transact.ts';
import { moveCursor, readCursor } from '../../src/store/hint-store.ts';
import { type Refresh, refreshes } from '../../src/store/schema/attendance.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type AttendanceUnderTest, attendanceForThisTest, eventId, hour } from './attendance-under-test.ts';

const slot = Date.parse('2026-12-13T07:00:00Z');
const day = 24 * hour;

/** The bot has run before, and its last night was the one before this. */
async function afterTheLastNight(): Promise<AttendanceUnderTest> {
  const it = await attendanceForThisTest();
  await transact(it.db, (tx) => moveCursor(tx, nightlyCursor, new Date(slot - day).toISOString()));
  return it;
}

const runs = (it: AttendanceUnderTest): Promise<Refresh[]> => it.db.select().from(refreshes);
const cursor = async (it: AttendanceUnderTest) => Date.parse((await readCursor(it.db, nightlyCursor)) ?? '');

test('the night refreshes a webinar that has ended, sweeps it, and is done', async () => {
  const it = await afterTheLastNight();
  it.endedHoursAgo(4);
  expect(await nightlyRefresh(it.parts)({ slot })).toBeUndefined();
  expect(await runs(it)).toMatchObject([{ webinarId: it.webinar.id, cause: 'night', messageId: null }]);
  const promised = (await waitingJobs(it.db)).map(({ name }) => name).sort();
  expect(promised).toEqual(['call-on24', 'forget-expired', 'refresh-attendance', 'sweep-webinar']);
  expect(await cursor(it)).toBe(slot);
});

test('the night has the fields looked at that webinars name for their reasons', async () => {
  const it = await afterTheLastNight();
  await it.db.update(webinars).set({ reasonField: 'approvalNote' });
  await nightlyRefresh(it.parts)({ slot });
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('check-reason-fields');
});

test('a slot that two workers run at once makes one run, also when that is over before the second has begun to write', async () => {
  const it = await afterTheLastNight();
  it.endedHoursAgo(4);
  let letSecondGo = () => {};
  const firstIsOver = new Promise<void>((resolve) => {
    letSecondGo = resolve;
  });
  let isSecondUnderWay = () => {};
  const secondHasPassedItsFirstLook = new Promise<void>((resolve) => {
    isSecondUnderWay = resolve;
  });
  const slow: typeof it.parts = {
    ...it.parts,
    on24: {
      ...it.parts.on24,
      readEvent: async (...event) => {
        isSecondUnderWay();
        await firstIsOver;
        return it.parts.on24.readEvent(...event);
      },
    },
  };
  const second = nightlyRefresh(slow)({ slot });
  await secondHasPassedItsFirstLook;
  await nightlyRefresh(it.parts)({ slot });
  const [run] = await runs(it);
  await refreshAttendance(it.parts)({ refreshId: run?.id ?? 0 });
  letSecondGo();
  await second;
  expect(await runs(it)).toMatchObject([{ id: run?.id, stage: 'done' }]);
});

test('a slot that is run again later makes no second run', async () => {
  const it = await afterTheLastNight();
  it.endedHoursAgo(4);
  await nightlyRefresh(it.parts)({ slot });
  const [run] = await runs(it);
  await refreshAttendance(it.parts)({ refreshId: run?.id ?? 0 });
  const asked = it.sandbox.calls.length;
  await nightlyRefresh(it.parts)({ slot });
  await nightlyRefresh(it.parts)({ slot: slot - day });
  expect(await runs(it)).toHaveLength(1);
  expect(it.sandbox.calls).toHaveLength(asked);
  await nightlyRefresh(it.parts)({ slot: slot + day });
  expect(await runs(it)).toHaveLength(2);
});

test('the night joins a refresh that somebody has asked for', async () => {
  const it = await afterTheLastNight();
  it.endedHoursAgo(4);
  it.attendeesAre([]);
  it.sandbox.fail({ path: /event\/\d+$/, effect: { kind: 'answer', status: 503 } });
  await it.refresh();
  await nightlyRefresh(it.parts)({ slot });
  expect(await runs(it)).toMatchObject([{ cause: 'slack', finishedAt: null }]);
});

test('an event that was moved in ON24 is known before the night decides whom to refresh', async () => {
  const it = await afterTheLastNight();
  it.sandbox.updateEvent(eventId, { startsAt: new Date(it.clock.now().getTime() - 6 * hour) });
  await nightlyRefresh(it.parts)({ slot });
  expect(await runs(it)).toHaveLength(1);
});

test('an event that cannot be read now costs no other webinar its night', async () => {
  const it = await afterTheLastNight();
  it.endedHoursAgo(4);
  await it.refresh();
  it.sandbox.fail({ path: /event\/\d+$/, effect: { kind: 'answer', status: 503 } });
  await nightlyRefresh(it.parts)({ slot });
  expect(await runs(it)).toMatchObject([{ stage: 'done' }, { cause: 'night', stage: 'waiting' }]);
});

test.each([
  ['a minute before its live end', -60_000, false],
  ['at its live end', 0, true],
  ['while its archive is open', 90 * day, true],
  ['a day after its archive has closed', 101 * day, false],
])('a webinar %s may still change: %s ms after the end, %s', (_when, afterMs, expected) => {
  const liveEndsAt = new Date('2026-12-12T19:00:00Z');
  const archiveEndsAt = new Date(liveEndsAt.getTime() + 100 * day);
  const webinar = { liveEndsAt, archiveEndsAt, isPaused: false };
  const now = new Date(liveEndsAt.getTime() + afterMs);
  expect(mayStillChange(webinar, now)).toBe(expected);
  expect(mayStillChange({ ...webinar, isPaused: true }, now)).toBe(false);
  expect(mayStillChange({ ...webinar, liveEndsAt: null }, now)).toBe(false);
});

test('the night reads again what the registration page of a webinar ahead requires', async () => {
  const it = await afterTheLastNight();
  await nightlyRefresh(it.parts)({ slot });
  const promised = (await waitingJobs(it.db)).map(({ name }) => name).sort();
  expect(promised).toEqual(['call-on24', 'forget-expired', 'read-registration-page', 'sweep-webinar']);
});

test('a webinar that Marketo’s adapter registers for is refreshed half an hour later, unless somebody asks before', async () => {
  const it = await attendanceForThisTest({ registrar: 'marketo' });
  it.endedHoursAgo(4);
  const night = it.clock.now().getTime();
  const inMs = async () =>
    (await waitingJobs(it.db)).find(({ name }) => name === 'refresh-attendance')?.inMs ?? 0;
  await nightlyRefresh(it.parts)({ slot: night });
  expect(await inMs()).toBeGreaterThan(29 * 60_000);
  expect(await inMs()).toBeLessThanOrEqual(30 * 60_000);
  await transact(it.db, (tx) => requestRefresh(tx, it.webinar, { cause: 'slack', askedBy: 'U0MARA' }));
  expect(await inMs()).toBeLessThanOrEqual(0);
  expect(await runs(it)).toHaveLength(1);
});
