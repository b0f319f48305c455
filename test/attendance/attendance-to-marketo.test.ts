import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startOn24Sandbox } from '../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { followMembers } from '../../src/intake/follow-members.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import { createOn24Client } from '../../src/outside/on24/on24-client.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { eventId, hour, refreshOnce } from './attendance-under-test.ts';

const written = z.object({
  statusName: z.string(),
  input: z.array(z.object({ leadId: z.number() })),
});

/** Registered people here and in Marketo, found there when the webinar was connected, and the ON24 that they attend. */
async function registeredPeople(count: number) {
  const it = await intakeForThisTest({ sweptAt: null });
  const on24 = await startOn24Sandbox({ clock: it.clock });
  const { tokenKey, tokenSecret } = world.on24;
  const client = createOn24Client({ url: on24.url, tokenKey, tokenSecret });
  const pool = new pg.Pool({ connectionString: it.databaseUrl, max: 2 });
  onTestFinished(async () => {
    await pool.end();
    await client.close();
    await on24.close();
  });
  const leadIds = Array.from({ length: count }, (_, index) => {
    const leadId = it.sandbox.fillForm(programId, { email: `guest${index}@visitors.example` });
    it.sandbox.setStatusByHand(programId, leadId, 'Registered');
    return leadId;
  });
  await followMembers(it.parts, it.webinar, leadIds);
  const parts = { db: it.db, pool, on24: client, now: () => it.clock.now() };
  return {
    ...it,
    on24,
    leadIds,
    refresh: () => refreshOnce(parts, it.webinar, { cause: 'night' }),
    /** Runs the job that was promised until it has nothing left; answers with how many people each call wrote. */
    write: async () => {
      const before = it.writes().length;
      const job = writeMarketo(it.parts);
      while ((await job({ webinarId: it.webinar.id })) !== undefined);
      return it
        .writes()
        .slice(before)
        .map(({ body }) => written.parse(body))
        .map(({ statusName, input }) => [statusName, input.length]);
    },
  };
}

test('attendance is written to Marketo in batches of up to 300, and of those only who has moved', async () => {
  const it = await registeredPeople(720);
  const came = it.leadIds.slice(0, 650);
  for (const [index] of came.entries())
    it.on24.watch(eventId, `guest${index}@visitors.example`, { liveMinutes: 42 });
  it.on24.endEvent(eventId);
  it.clock.advance(hour);
  const { counts } = await it.refresh();
  expect(counts).toMatchObject({ attended: 650, registered: 70, changedToAttended: 650 });
  expect((await waitingJobs(it.db)).filter(({ name }) => name === 'write-marketo')).toHaveLength(1);

  const before = it.sandbox.calls.length;
  expect(await it.write()).toEqual([
    ['Attended', 300],
    ['Attended', 300],
    ['Attended', 50],
  ]);
  // For each batch its members and their names are read once, and then it is written.
  const asked = it.sandbox.calls.slice(before);
  expect(asked.filter(({ path }) => path.endsWith('/leads.json'))).toHaveLength(3);
  expect(asked.filter(({ path }) => path.startsWith('/rest/')).length).toBeLessThanOrEqual(10);
  for (const [index, leadId] of it.leadIds.entries())
    expect(it.statusOf(leadId)).toBe(index < 650 ? 'Attended' : 'Registered');

  it.clock.advance(3 * hour);
  const last = await it.refresh();
  expect(last.counts).toMatchObject({ changedToAttended: 0, changedToNoShow: 70 });
  expect(await it.write()).toEqual([['No Show', 70]]);

  const again = await it.refresh();
  expect(again.counts).toMatchObject({ changedToAttended: 0, changedToNoShow: 0 });
  expect(await it.write()).toEqual([]);
}, 60_000);

test('what somebody has set further ahead in Marketo is not written back by a refresh', async () => {
  const it = await registeredPeople(2);
  const [first = 0, second = 0] = it.leadIds;
  it.sandbox.setStatusByHand(programId, first, 'Attended On-demand');
  for (const index of [0, 1]) it.on24.watch(eventId, `guest${index}@visitors.example`, { liveMinutes: 42 });
  it.on24.endEvent(eventId);
  it.clock.advance(hour);
  await it.refresh();
  expect(await it.write()).toEqual([['Attended', 1]]);
  expect(it.statusOf(first)).toBe('Attended On-demand');
  expect(it.statusOf(second)).toBe('Attended');
  const left = await it.db
    .select({ leadId: registrants.leadId })
    .from(registrants)
    .where(
      and(
        registrants.marketoIsDue,
        isNull(registrants.marketoRefused),
        lte(registrants.statusAt, sql`now()`),
      ),
    );
  expect(left).toEqual([]);
  const [row] = await it.db.select().from(registrants).where(eq(registrants.leadId, first));
  expect(row?.marketoBase).toBe('Attended On-demand');
});
