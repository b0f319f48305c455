/** How long a refresh takes and how much memory it needs, from 100 to 100,000 attendees, each beside its floor: `npx tsx bench/attendance.ts [people...]`. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { z } from 'zod';
import { SandboxClock } from '../sandbox/clock.ts';
import { startOn24Sandbox } from '../sandbox/on24/on24-sandbox.ts';
import { world } from '../sandbox/world.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { migrate } from '../src/store/migrate.ts';

const measured = z.object({
  seconds: z.number(),
  again: z.number(),
  readAlone: z.number(),
  copyAlone: z.number(),
  peakMegabytes: z.number(),
});

const sizes = process.argv.slice(2).map(Number);
const dataDir = await mkdtemp(join(tmpdir(), 'usher-bench-'));
const server = await startEmbeddedPostgres({ dataDir });
const clock = new SandboxClock();
const on24 = await startOn24Sandbox({ clock });
try {
  console.log('  people   refresh  nothing new   read alone   COPY alone   peak memory');
  for (const people of sizes.length > 0 ? sizes : [100, 10_000, 100_000]) console.log(await measure(people));
} finally {
  await on24.close();
  await removeEmbeddedPostgres({ dataDir });
}

/** In a process of its own, so that the memory is the refresh's alone. */
async function measure(people: number): Promise<string> {
  const name = `bench_${people}`;
  const admin = postgres(server.url, { max: 1 });
  await admin`create database ${admin(name)}`;
  await admin.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await migrate(url.href);
  on24.clearFaults();
  on24.endEvent(world.on24.event.id);
  clock.advance(4 * 60 * 60 * 1000);
  const answer = { status: 200, body: attendeeList(people), contentType: 'application/json' };
  on24.fail({ path: /\/attendee$/, effect: { kind: 'answer', ...answer }, times: 3 });
  const script = new URL('attendance-run.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    script,
    url.href,
    on24.url,
    String(people),
    clock.now().toISOString(),
  ]);
  const { seconds, again, readAlone, copyAlone, peakMegabytes } = measured.parse(JSON.parse(stdout));
  const cell = (value: number, unit: string, width: number) => `${value.toFixed(1)} ${unit}`.padStart(width);
  return [
    people.toLocaleString('en').padStart(8),
    cell(seconds, 's', 9),
    cell(again, 's', 12),
    cell(readAlone, 's', 12),
    cell(copyAlone, 's', 12),
    cell(peakMegabytes, 'MB', 13),
  ].join(' ');
}

/** Nine in ten come live, one in a hundred was never registered here. */
function attendeeList(people: number): string {
  const records = Array.from({ length: people }, (_, index) => ({
    email: `guest${index + 1}@visitors.example`,
    eventuserid: (index % 100 === 0 ? 900_000_000 : 600_000_000) + index + 1,
    userstatus: 'active',
    isblocked: 'N',
    engagementscore: 6.5,
    ...(index % 10 === 0
      ? { archiveminutes: 12, archiveviewed: 1, firstarchiveactivity: '2026-11-19T08:00:00-08:00' }
      : { liveminutes: 38, liveviewed: 1, firstliveactivity: '2026-11-18T10:01:12-08:00' }),
    askedquestions: 1,
    attendeesessions: 1,
    launchmode: 'Watching remote',
  }));
  return JSON.stringify({ eventid: world.on24.event.id, totalattendees: people, attendees: records });
}
