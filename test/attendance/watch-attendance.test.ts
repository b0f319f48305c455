import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { lateAt } from '../../src/attendance/after-end-slots.ts';
import { refreshAttendance } from '../../src/attendance/refresh-attendance.job.ts';
import { nextSlot } from '../../src/attendance/slots-due.ts';
import { watchAttendance } from '../../src/attendance/watch-attendance.job.ts';
import { type Refresh, refreshes } from '../../src/store/schema/attendance.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { eventually, waitingJobs } from '../support/eventually.ts';
import { type AttendanceUnderTest, attendanceForThisTest, eventId, hour } from './attendance-under-test.ts';

const nightly = { at: '23:00', timeZone: 'America/Los_Angeles' };
const minute = 60_000;

async function watched(given: Parameters<typeof attendanceForThisTest>[0] = {}) {
  const it = await attendanceForThisTest(given);
  const parts = { ...it.parts, nightly };
  return {
    ...it,
    watch: () => watchAttendance(parts)({}),
    /** Carries out every run that waits. */
    run: async () => {
      for (const { id, finishedAt } of await runs(it))
        if (!finishedAt) await refreshAttendance(it.parts)({ refreshId: id });
    },
  };
}

const runs = (it: AttendanceUnderTest): Promise<Refresh[]> =>
  it.db.select().from(refreshes).orderBy(refreshes.id);
const notices = async (it: AttendanceUnderTest) =>
  (await it.db.select().from(messages).where(eq(messages.kind, 'notice'))).map(
    ({ said }) => said?.text ?? '',
  );

test('after a live end attendance is brought in four times, each once, until ON24’s data is final', async () => {
  const it = await watched();
  it.sandbox.endEvent(eventId);
  for (const [afterMs, expected] of [
    [29 * minute, 0],
    [minute, 1],
    [10 * minute, 1],
    [20 * minute, 2],
    [60 * minute, 3],
    [60 * minute, 4],
    [24 * hour, 4],
  ] as const) {
    it.clock.advance(afterMs);
    await it.watch();
    await it.watch();
    await it.run();
    expect(await runs(it)).toHaveLength(expected);
  }
  const all = await runs(it);
  expect(all.map(({ cause }) => cause)).toEqual(all.map(() => 'after_end'));
  expect(all.map(({ isFinal }) => isFinal)).toEqual([false, false, false, true]);
});

test('slots that were missed are made up by one run, and one that is under way is joined', async () => {
  const it = await watched();
  it.endedHoursAgo(5);
  await Promise.all([it.watch(), it.watch(), it.watch()]);
  expect(await runs(it)).toHaveLength(1);
  it.clock.advance(hour);
  await it.watch();
  expect(await runs(it)).toHaveLength(1);
  await it.run();
  await it.watch();
  expect(await runs(it)).toMatchObject([{ isFinal: true, stage: 'done' }]);
});

test('a run that ends at the very moment in which its slot is looked for makes no second one', async () => {
  const it = await watched();
  it.endedHoursAgo(1);
  await it.watch();
  let watching: Promise<unknown> = Promise.resolve();
  await it.db.transaction(async (tx) => {
    await tx.update(refreshes).set({ stage: 'done', finishedAt: it.clock.now() });
    watching = it.watch();
    await eventually('the watch waits for the run', async () => {
      const waiting = await it.db.execute(
        sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
  });
  await watching;
  expect(await runs(it)).toHaveLength(1);
});

test('a run that somebody asks for satisfies the slots before its end', async () => {
  const it = await watched();
  it.endedHoursAgo(1.5);
  await it.refresh();
  await it.watch();
  expect(await runs(it)).toHaveLength(1);
});

test('an event that is moved on its day is followed: the slots move with it', async () => {
  const it = await watched();
  const startsAt = new Date(it.clock.now().getTime() + 2 * hour);
  it.sandbox.updateEvent(eventId, { startsAt });
  await it.watch();
  const before = await it.db.select().from(webinars);
  it.sandbox.updateEvent(eventId, { startsAt: new Date(startsAt.getTime() + 3 * hour) });
  it.clock.advance(4 * hour);
  await it.watch();
  expect(await runs(it)).toHaveLength(0);
  const [after] = await it.db.select().from(webinars);
  expect(Number(after?.liveEndsAt) - Number(before[0]?.liveEndsAt)).toBe(3 * hour);
});

test('a paused or disconnected webinar is left alone, also when its run was promised before', async () => {
  const it = await watched();
  it.endedHoursAgo(1);
  await it.watch();
  await it.db.update(webinars).set({ isPaused: true });
  const asked = it.sandbox.calls.length;
  await it.run();
  expect(await runs(it)).toMatchObject([{ stage: 'failed', failedBecause: 'The webinar is paused.' }]);
  it.clock.advance(hour);
  await it.watch();
  await it.db.update(webinars).set({ isPaused: false, disconnectedAt: new Date() });
  await it.watch();
  expect(await runs(it)).toHaveLength(1);
  expect((await it.refresh()).failedBecause).toBe('The webinar is disconnected.');
  expect(it.sandbox.calls).toHaveLength(asked);
  expect(await it.db.select().from(messages)).toMatchObject([{ kind: 'report' }]);
});

test('a run without a job, or whose job has used up its attempts, is gone on with', async () => {
  const it = await watched();
  it.endedHoursAgo(1);
  await it.watch();
  const jobs = async () =>
    (await waitingJobs(it.db)).filter(({ name }) => name === 'refresh-attendance').length;
  expect(await jobs()).toBe(1);
  await it.db.execute(sql`delete from graphile_worker._private_jobs`);
  await it.watch();
  expect(await jobs()).toBe(1);
  await it.db.execute(sql`update graphile_worker._private_jobs set attempts = max_attempts`);
  await it.watch();
  expect((await waitingJobs(it.db)).map(({ attempts }) => attempts)).toEqual([0]);
});

test('a night that has not ended by 06:00 Pacific is told of once, in ON24’s words, and goes on', async () => {
  const it = await watched();
  it.endedHoursAgo(5);
  await it.run();
  const slotAt = nextSlot(it.clock.now(), nightly);
  const morning = lateAt(slotAt, nightly);
  await it.refresh({ cause: 'night', slotAt });
  await it.db
    .update(refreshes)
    .set({ finishedAt: null, stage: 'waiting', failedBecause: 'ON24 says: Down.' });
  it.clock.moveTo(new Date(morning.getTime() - minute));
  await it.watch();
  expect(await notices(it)).toEqual([]);
  it.clock.moveTo(morning);
  await Promise.all([it.watch(), it.watch()]);
  it.clock.advance(hour);
  await it.watch();
  expect(await notices(it)).toEqual([
    'Attendance of "Zero-trust in practice" is late. The refresh of last night has not been brought in. ' +
      'ON24 says: Down. It is tried again by itself, and nothing is lost.',
  ]);
  await it.run();
  expect((await runs(it)).at(-1)).toMatchObject({ stage: 'done', failedBecause: null });
});

test('a run that fails is tried again with growing pauses, by the bot’s clock, and told of once it is given up', async () => {
  const it = await watched();
  it.endedHoursAgo(5);
  it.sandbox.fail({ path: /event\/\d+$/, effect: { kind: 'answer', status: 503 }, times: 5 });
  const waits: number[] = [];
  const slotAt = it.clock.now();
  const first = await it.refresh({ cause: 'night', slotAt });
  waits.push(first.answer?.againInMs ?? 0);
  for (let more = 0; more < 2; more += 1)
    waits.push((await refreshAttendance(it.parts)({ refreshId: first.id }))?.againInMs ?? 0);
  expect([...waits].sort((a, b) => a - b)).toEqual(waits);
  it.clock.advance(2 * hour);
  expect(await refreshAttendance(it.parts)({ refreshId: first.id })).toEqual({ againInMs: 600_000 });
  expect(await it.db.select().from(messages)).toEqual([]);
  it.clock.advance(20 * hour);
  expect(await refreshAttendance(it.parts)({ refreshId: first.id })).toBeUndefined();
  const [given] = await runs(it);
  expect(given).toMatchObject({ stage: 'failed', failures: 5, calls: 5 });
  expect(given?.finishedAt?.getTime()).toBeGreaterThan(slotAt.getTime() + 22 * hour - minute);
  expect(await it.db.select().from(messages)).toMatchObject([{ kind: 'report' }]);
});

test('an event that is closed for good is told of once, not every night', async () => {
  const it = await watched();
  it.endedHoursAgo(5);
  it.sandbox.mode = 'inactive-event';
  for (const day of [0, 1, 2]) {
    const slotAt = new Date(it.clock.now().getTime() + day);
    expect((await it.refresh({ cause: 'night', slotAt })).stage).toBe('failed');
  }
  expect(await it.db.$count(messages)).toBe(1);
  await it.refresh();
  expect(await it.db.$count(messages)).toBe(2);
});

test('what was read just before ON24’s data became final is read again before it is taken for final', async () => {
  const it = await watched();
  await it.person({ leadId: 1, email: 'ada@acme-corp.example' });
  await it.person({ leadId: 2 });
  it.sandbox.endEvent(eventId);
  it.clock.advance(3 * hour - minute);
  it.sandbox.watch(eventId, 'somebody@elsewhere.example', { liveMinutes: 9 });
  const { readAttendees } = it.parts.on24;
  let lists = 0;
  it.parts.on24.readAttendees = (...given) => {
    lists += 1;
    const attendees = readAttendees(...given);
    if (lists === 1) {
      // The list is read; Ada's minutes reach ON24 a moment later, and so does the end of the three hours.
      const first = attendees[Symbol.asyncIterator].bind(attendees);
      return Object.assign(attendees, {
        async *[Symbol.asyncIterator]() {
          yield* { [Symbol.asyncIterator]: first };
          it.sandbox.watch(eventId, 'ada@acme-corp.example', { liveMinutes: 42 });
          it.clock.advance(2 * minute);
        },
      });
    }
    return attendees;
  };
  const { isFinal } = await it.refresh();
  expect(isFinal).toBe(true);
  expect([await it.status(1), await it.status(2)]).toEqual(['attended', 'no_show']);
});

test('no time is sent to ON24, so that no hour of the spring change can be wrong', async () => {
  const it = await watched();
  it.endedHoursAgo(5);
  await it.watch();
  await it.run();
  const asked = it.sandbox.calls.map(({ path, query }) => ({ path, names: Object.keys(query ?? {}) }));
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.flatMap(({ names }) => names)).toEqual(['excludeanonymous']);
});
