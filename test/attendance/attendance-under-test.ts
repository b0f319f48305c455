/** Attendance against a real database and the ON24 simulator, one job at a time and without a worker. */
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { startOn24Sandbox } from '../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { refreshAttendance } from '../../src/attendance/refresh-attendance.job.ts';
import { type RefreshWish, requestRefresh } from '../../src/attendance/request-refresh.ts';
import type { KnownWait } from '../../src/jobs/handlers.ts';
import { transact } from '../../src/jobs/transact.ts';
import { createOn24Client } from '../../src/outside/on24/on24-client.ts';
import { findRefresh } from '../../src/store/attendance-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Refresh } from '../../src/store/schema/attendance.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

export const eventId = world.on24.event.id;
export const hour = 60 * 60 * 1000;

export type AttendanceUnderTest = Awaited<ReturnType<typeof attendanceForThisTest>>;

/** Ends with the test. */
export async function attendanceForThisTest(given: Parameters<typeof addWebinar>[1] = {}) {
  const clock = new SandboxClock();
  const [sandbox, own] = await Promise.all([startOn24Sandbox({ clock }), createTestDatabase()]);
  const database = openDatabase(own.url, { name: 'attendance' });
  const pool = new pg.Pool({ connectionString: own.url, max: 2 });
  const { tokenKey, tokenSecret, clientId } = world.on24;
  const on24 = createOn24Client({ url: sandbox.url, tokenKey, tokenSecret, timeoutMs: 2_000 });
  onTestFinished(async () => {
    await on24.close();
    await Promise.all([sandbox.close(), database.close(), pool.end()]);
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db, given);
  const parts = { db, pool, on24, now: () => clock.now() };

  return {
    db,
    clock,
    sandbox,
    webinar,
    parts,
    /** A row, registered here unless told otherwise; ON24 does not know of it. */
    person: (given: Partial<Registrant> & { leadId: number }): Promise<Registrant> =>
      addRegistrant(db, webinar, { status: 'registered', ...given }),
    /** Somebody is registered at ON24; answers with ON24's user id. */
    registerAtOn24: async (email: string, registrantCode?: string): Promise<number> => {
      const names = { firstName: 'Ada', lastName: 'Lovelace', company: null, title: null };
      const person = { email, ...names, ...(registrantCode ? { registrantCode } : {}) };
      return (await on24.registerPerson(clientId, eventId, person)).on24UserId;
    },
    /** ON24 answers the next question for its attendees with exactly these records. */
    attendeesAre: (records: readonly object[], total = records.length): void => {
      const body = JSON.stringify({ eventid: eventId, totalattendees: total, attendees: records });
      sandbox.fail({
        path: /\/attendee$/,
        effect: { kind: 'answer', status: 200, body, contentType: 'application/json' },
      });
    },
    /** The event is over since so many hours: after four, ON24's data is final. */
    endedHoursAgo: (hours: number): void => {
      sandbox.endEvent(eventId);
      clock.advance(hours * hour);
    },
    refresh: (wish: RefreshWish = { cause: 'slack', askedBy: 'U0MARA' }) => refreshOnce(parts, webinar, wish),
    status: async (leadId: number) => (await rowOf(db, leadId))?.status,
  };
}

/** One run of the job, from the wish to its answer. */
export async function refreshOnce(
  parts: Parameters<typeof refreshAttendance>[0],
  webinar: Parameters<typeof requestRefresh>[1],
  wish: RefreshWish,
): Promise<Refresh & { answer: KnownWait | undefined }> {
  const { refresh } = await transact(parts.db, (tx) => requestRefresh(tx, webinar, wish));
  const answer = await refreshAttendance(parts)({ refreshId: refresh.id });
  const after = await findRefresh(parts.db, refresh.id);
  if (!after) throw new Error('the refresh is gone');
  return { ...after, answer };
}
