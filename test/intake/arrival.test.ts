/** Three ways by which people arrive, and that nothing is missed, whatever happened in between. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { pollActivities } from '../../src/intake/poll-activities.job.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { sweepWebinar } from '../../src/intake/sweep-webinar.job.ts';
import { transact } from '../../src/jobs/transact.ts';
import { addHints, moveCursor, oldestHints } from '../../src/store/hint-store.ts';
import { history } from '../../src/store/schema/history.ts';
import { memberHints } from '../../src/store/schema/marketo-feed.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const everyMs = 60_000;
const poll = (it: IntakeUnderTest) => pollActivities({ ...it.parts, pollSeconds: everyMs / 1000 })({});
const sweep = (it: IntakeUnderTest) => sweepWebinar(it.parts)({ webinarId: it.webinar.id });
const follow = (it: IntakeUnderTest) => readHinted(it.parts)({ webinarId: it.webinar.id });

/** Many people fill in the form; answers once all of them are Pending Approval. */
async function crowd(it: IntakeUnderTest, count: number): Promise<number[]> {
  it.sandbox.switches.callsPer20Seconds = 10_000;
  const leadIds = Array.from({ length: count }, (_, index) =>
    it.sandbox.fillForm(programId, { email: `crowd-${index}@visitors.example` }),
  );
  await it.sandbox.until(
    'the whole crowd is pending',
    () => leadIds.every((leadId) => it.statusOf(leadId) === 'Pending Approval'),
    30_000,
  );
  return leadIds;
}

async function readToTheEnd(it: IntakeUnderTest): Promise<number> {
  for (let runs = 1; ; runs++) if ((await poll(it))?.againInMs === everyMs) return runs;
}

test('after a day without the bot the feed is read from where it was left to its end, and nobody is missed', async () => {
  const it = await intakeForThisTest();
  const left = await it.fillForm();
  await poll(it);
  await follow(it);
  it.clock.advance(24 * 60 * 60 * 1000);
  const came = await crowd(it, 2_200);
  it.sandbox.removeFromProgram(programId, left);
  const before = it.sandbox.calls.length;
  // More than one run reads at a time, so that other work has its turn.
  expect(await readToTheEnd(it)).toBe(2);
  const calls = it.sandbox.calls
    .slice(before)
    .filter(({ path, codes }) => path.endsWith('activities.json') && !codes.includes('602'));
  // Each person left three activities: the form, Invited and Pending Approval; 300 fit into one page.
  expect(calls.length).toBe(Math.ceil((2_200 * 3 + 1) / 300));
  const hinted = (await oldestHints(it.db, it.webinar.id, 10_000)).map(({ leadId }) => leadId);
  expect(hinted.sort((a, b) => a - b)).toEqual([left, ...came]);
  while (await follow(it));
  expect(await it.db.$count(registrants, eq(registrants.status, 'pending_approval'))).toBe(2_200);
  expect((await rowOf(it.db, left))?.status).toBe('not_in_program');
});

test('after a day whose feed has been purged everybody is found by reading the webinar through', async () => {
  const it = await intakeForThisTest();
  const [stays, leaves] = [await it.fillForm(), await it.fillForm()];
  await poll(it);
  await follow(it);
  it.clock.advance(24 * 60 * 60 * 1000);
  const came = await crowd(it, 400);
  it.sandbox.removeFromProgram(programId, leaves);
  it.sandbox.setStatusByHand(programId, stays, 'Rejected');
  it.clock.advance(60 * 60 * 1000);
  it.sandbox.purgeActivities(it.clock.now());
  await it.db.transaction((tx) => moveCursor(tx, 'marketo-activities', 'purged'));
  await poll(it);
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('sweep-webinar');
  await sweep(it);
  while (await follow(it));
  expect(await it.db.$count(registrants, eq(registrants.status, 'pending_approval'))).toBe(came.length);
  expect((await rowOf(it.db, stays))?.status).toBe('rejected');
  expect((await rowOf(it.db, leaves))?.status).toBe('not_in_program');
});

test('people of whom webhook, poll and sweep tell at the same moment are one registrant each, who arrived once', async () => {
  const it = await intakeForThisTest();
  const leadIds = await crowd(it, 60);
  await transact(it.db, async (tx) => addHints(tx, it.webinar.id, leadIds));
  await Promise.all([
    follow(it),
    sweep(it),
    poll(it),
    sweep(it),
    followMembers(it.parts, it.webinar, leadIds),
    follow(it),
  ]);
  while (await follow(it));
  const rows = await it.db.select().from(registrants);
  expect(rows.map(({ leadId }) => leadId).sort((a, b) => a - b)).toEqual(leadIds);
  expect(rows.filter(({ status, episode }) => status !== 'pending_approval' || episode !== 1)).toEqual([]);
  expect(await it.db.$count(history, eq(history.event, 'moved'))).toBe(leadIds.length);
  expect(await it.db.$count(memberHints)).toBe(0);
});

test('somebody who is Invited for a moment is not shown, and is pending once Marketo says so', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.formFlowDelayMs = 60_000;
  const leadId = it.sandbox.fillForm(programId, { email: 'moment@acme-corp.example' });
  await poll(it);
  await follow(it);
  expect((await rowOf(it.db, leadId))?.status).toBe('invited');
  expect((await waitingJobs(it.db)).map(({ name }) => name)).not.toContain('gather-arrivals');
  it.clock.advance(61_000);
  await it.sandbox.until('the form has been followed', () => it.statusOf(leadId) === 'Pending Approval');
  await poll(it);
  await follow(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'pending_approval', episode: 1 });
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('gather-arrivals');
});
