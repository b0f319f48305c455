/** One size of the attendance benchmark, in a process of its own: prints what it measured as JSON. */
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { request } from 'undici';
import { world } from '../sandbox/world.ts';
import { refreshAttendance } from '../src/attendance/refresh-attendance.job.ts';
import { requestRefresh } from '../src/attendance/request-refresh.ts';
import { transact } from '../src/jobs/transact.ts';
import { createOn24Client } from '../src/outside/on24/on24-client.ts';
import { findRefresh } from '../src/store/attendance-store.ts';
import { openDatabase } from '../src/store/database.ts';
import { stageFacts } from '../src/store/staged-attendance-store.ts';
import { addWebinar } from '../test/support/made-rows.ts';

const [databaseUrl = '', on24Url = '', size = '', at = ''] = process.argv.slice(2);
const people = Number(size);
const database = openDatabase(databaseUrl, { name: 'bench' });
const { db } = database;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
const { tokenKey, tokenSecret } = world.on24;
const on24 = createOn24Client({ url: on24Url, tokenKey, tokenSecret });
const parts = { db, pool, on24, now: () => new Date(at) };

const webinar = await addWebinar(db);
await db.execute(sql`
  insert into registrants (webinar_id, lead_id, status, email, marketo_base)
  select ${webinar.id}, n, 'registered', 'Guest' || n || '@Visitors.example', 'Registered'
  from generate_series(1, ${people}) n where n % 100 <> 1`);

const seconds = await timed(refresh);
const again = await timed(refresh);
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
const readAlone = await timed(readDocument);
const copyAlone = await timed(copyRows);
console.log(JSON.stringify({ seconds, again, readAlone, copyAlone, peakMegabytes }));
await on24.close();
await pool.end();
await database.close();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

async function refresh(): Promise<void> {
  const wish = await transact(db, (tx) => requestRefresh(tx, webinar, { cause: 'night' }));
  await refreshAttendance(parts)({ refreshId: wish.refresh.id });
  const done = await findRefresh(db, wish.refresh.id);
  if (done?.stage !== 'done' || done.pulled !== people)
    throw new Error(`it ended as ${JSON.stringify(done)}`);
}

/** The floor of the reading: the same document, and nothing made of it. */
async function readDocument(): Promise<void> {
  const path = `/v2/client/${world.on24.clientId}/event/${world.on24.event.id}/attendee`;
  const headers = { accessTokenKey: tokenKey, accessTokenSecret: tokenSecret };
  const { body, statusCode } = await request(`${on24Url}${path}`, { headers });
  let bytes = 0;
  for await (const chunk of body) bytes += (chunk as Buffer).length;
  if (statusCode !== 200 || bytes < people * 50)
    throw new Error(`ON24 answered ${statusCode}, ${bytes} bytes`);
}

/** The floor of the writing: the same rows, copied at once and nothing made of them. */
async function copyRows(): Promise<void> {
  const fact = { refreshId: 0, cameLive: true, cameOnDemand: false, liveMinutes: 38, onDemandMinutes: 0 };
  for (let from = 0; from < people; from += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, people - from) }, (_, index) => ({
      ...fact,
      on24UserId: from + index,
      email: `guest${from + index}@visitors.example`,
      isAdmitted: true,
    }));
    await stageFacts(pool, rows);
  }
}
