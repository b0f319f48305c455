import { eq, lte } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { waitingForMarketo } from '../../src/intake/waiting.ts';
import { OutsideFailure } from '../../src/outside/failure.ts';
import { confirmMembers, type FollowMembers } from '../../src/registration/confirm-members.job.ts';
import { askForCheck } from '../../src/registration/member-check.ts';
import { openDatabase } from '../../src/store/database.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

async function begin(follow: FollowMembers) {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'confirm members' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db);
  return {
    db,
    webinar,
    // As the job runs: whatever calls Marketo waits for it.
    confirm: () =>
      waitingForMarketo({ db, now: () => new Date() }, () =>
        confirmMembers({ db, followMembers: follow })({ webinarId: webinar.id }),
      ),
  };
}

const pushesOf = async (db: Parameters<typeof waitingJobs>[0]) =>
  (await waitingJobs(db)).filter(({ name }) => name === 'register-registrant').map(({ key }) => key);

test('people who are registering are read again in Marketo by one call, and then pushed', async () => {
  const asked: (readonly number[])[] = [];
  const { db, webinar, confirm } = await begin(async (_webinar, leadIds) => {
    asked.push(leadIds);
    return [];
  });
  const ids: number[] = [];
  for (const leadId of [1, 2, 3]) {
    ids.push((await addRegistrant(db, webinar, { leadId, status: 'registering' })).id);
  }
  await addRegistrant(db, webinar, { leadId: 4, status: 'pending_approval' });
  expect(await confirm()).toBeUndefined();
  expect(asked).toEqual([[1, 2, 3]]);
  expect(await pushesOf(db)).toEqual(ids.map((id) => `register:${id}`));
});

test('who is found to have left is not pushed', async () => {
  const { db, webinar, confirm } = await begin(async () => {
    await db.update(registrants).set({ status: 'not_in_program' }).where(eq(registrants.leadId, 1));
    return [];
  });
  await addRegistrant(db, webinar, { leadId: 1, status: 'registering' });
  const stays = await addRegistrant(db, webinar, { leadId: 2, status: 'registering' });
  await confirm();
  expect(await pushesOf(db)).toEqual([`register:${stays.id}`]);
});

test('whose reading did not count is read again soon, and not pushed before', async () => {
  const { db, webinar, confirm } = await begin(async () => [1]);
  await addRegistrant(db, webinar, { leadId: 1, status: 'registering' });
  expect(await confirm()).toEqual({ againInMs: expect.closeTo(200, -3) });
  expect(await pushesOf(db)).toEqual([]);
  expect((await rowOf(db, 1))?.memberCheckedAt).toBeNull();
});

test('while Marketo does not answer, nobody is pushed and no attempt is burnt', async () => {
  const { db, webinar, confirm } = await begin(async () => {
    throw new OutsideFailure({
      system: 'marketo',
      kind: 'unavailable',
      scope: 'system',
      cause: 'outage',
      operation: 'read members',
      words: 'HTTP 502',
    });
  });
  await addRegistrant(db, webinar, { leadId: 1, status: 'registering' });
  expect(await confirm()).toEqual({ againInMs: expect.any(Number) });
  expect(await pushesOf(db)).toEqual([]);
});

test('who stands in line is not asked about twice in a row, and again after a quarter of an hour', async () => {
  let calls = 0;
  const { db, webinar, confirm } = await begin(async () => {
    calls += 1;
    return [];
  });
  await addRegistrant(db, webinar, { leadId: 1, status: 'registering' });
  await confirm();
  await confirm();
  expect(calls).toBe(1);
  const longAgo = new Date(Date.now() - 16 * 60_000);
  await db.update(registrants).set({ memberCheckedAt: longAgo });
  await confirm();
  expect(calls).toBe(2);
});

test('no more are asked about than ON24 takes soon; the others follow when it has answered', async () => {
  const asked: number[] = [];
  const { db, webinar, confirm } = await begin(async (_webinar, leadIds) => {
    asked.push(leadIds.length);
    return [];
  });
  await db.insert(registrants).values(
    Array.from({ length: 1_000 }, (_, index) => ({
      webinarId: webinar.id,
      leadId: index + 1,
      status: 'registering' as const,
    })),
  );
  expect(await confirm()).toEqual({ againInMs: 0 });
  expect(await confirm()).toEqual({ againInMs: 0 });
  // However long ON24 is away, Marketo is not asked meanwhile.
  for (const _ of [1, 2, 3]) expect(await confirm()).toEqual({ againInMs: expect.any(Number) });
  expect(asked).toEqual([300, 300]);
  expect(await pushesOf(db)).toHaveLength(600);

  await db.update(registrants).set({ status: 'registered' }).where(lte(registrants.leadId, 350));
  await confirm();
  await confirm();
  expect(asked).toEqual([300, 300, 300, 50]);
  expect(await pushesOf(db)).toHaveLength(950);
});

test('whose confirmation has grown old when their turn comes is asked about again, and keeps nobody from it', async () => {
  const asked: (readonly number[])[] = [];
  const { db, webinar, confirm } = await begin(async (_webinar, leadIds) => {
    asked.push(leadIds);
    return [];
  });
  const old = new Date(Date.now() - 3 * 60_000);
  const [first, second] = [1, 2].map((leadId) => ({
    leadId,
    status: 'registering' as const,
    memberCheckedAt: old,
  }));
  if (!first || !second) throw new Error('nobody');
  const row = await addRegistrant(db, webinar, first);
  await addRegistrant(db, webinar, second);
  await askForCheck(db, row);
  expect((await waitingJobs(db)).map(({ name }) => name)).toEqual(['confirm-members']);
  await confirm();
  expect(asked).toEqual([[1]]);
  expect(await pushesOf(db)).toEqual([`register:${row.id}`]);
});
