import { expect, test } from 'vitest';
import { pollActivities } from '../../src/intake/poll-activities.job.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { moveCursor, oldestHints, readCursor } from '../../src/store/hint-store.ts';
import { memberHints } from '../../src/store/schema/marketo-feed.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { addWebinar, rowOf } from '../support/made-rows.ts';

const everyMs = 60_000;
const poll = (it: IntakeUnderTest) => pollActivities({ ...it.parts, pollSeconds: everyMs / 1000 })({});
const hinted = async ({ db, webinar }: IntakeUnderTest) =>
  (await oldestHints(db, webinar.id, 300)).map(({ leadId }) => leadId).sort();
const promised = async ({ db }: IntakeUnderTest) => (await waitingJobs(db)).map(({ key }) => key);
const cursor = ({ db }: IntakeUnderTest) => readCursor(db, 'marketo-activities');

test('who changed is hinted at once, however many changes there were, and read when the hint is followed', async () => {
  const it = await intakeForThisTest();
  const [first, second] = [await it.fillForm(), await it.fillForm()];
  expect(await poll(it)).toEqual({ againInMs: everyMs });
  expect(await hinted(it)).toEqual([first, second]);
  expect(await promised(it)).toEqual([`read-hinted:${it.webinar.id}`]);
  await readHinted(it.parts)({ webinarId: it.webinar.id });
  expect(await hinted(it)).toEqual([]);
  expect((await rowOf(it.db, second))?.status).toBe('pending_approval');
});

test('a poll goes on from where the last one was left', async () => {
  const it = await intakeForThisTest();
  await it.fillForm();
  await poll(it);
  await readHinted(it.parts)({ webinarId: it.webinar.id });
  const place = await cursor(it);
  await poll(it);
  expect(await hinted(it)).toEqual([]);
  expect(await cursor(it)).toBe(place);
  const later = await it.fillForm();
  await poll(it);
  expect(await hinted(it)).toEqual([later]);
});

test('a feed of several pages is read to its end in one run', async () => {
  const it = await intakeForThisTest();
  const leadIds = Array.from({ length: 400 }, (_, index) =>
    it.sandbox.fillForm(programId, { email: `guest-${index}@visitors.example` }),
  );
  await it.sandbox.until(
    'all of them are pending',
    () => it.sandbox.members(programId).filter((m) => m.statusName === 'Pending Approval').length === 400,
  );
  expect(await poll(it)).toEqual({ againInMs: everyMs });
  expect(await it.db.$count(memberHints)).toBe(leadIds.length);
});

test('changes of two webinars are told by one call, each to its own', async () => {
  const it = await intakeForThisTest();
  it.sandbox.addProgram({ id: 2208, name: 'Second webinar' });
  const second = await addWebinar(it.db, { programId: 2208, on24EventId: 4410124 });
  const here = await it.fillForm();
  const there = it.sandbox.fillForm(2208, { email: 'there@acme-corp.example' });
  await poll(it);
  expect(await hinted(it)).toEqual([here]);
  expect((await oldestHints(it.db, second.id, 300)).map(({ leadId }) => leadId)).toEqual([there]);
  expect(it.sandbox.calls.filter(({ path }) => path.endsWith('activities.json'))).toHaveLength(1);
});

test('a place that Marketo no longer knows is replaced, and every webinar is read through, once', async () => {
  const it = await intakeForThisTest();
  await it.db.transaction((tx) => moveCursor(tx, 'marketo-activities', 'purged'));
  expect(await poll(it)).toEqual({ againInMs: everyMs });
  expect(await cursor(it)).not.toBe('purged');
  expect(await promised(it)).toEqual([`sweep:${it.webinar.id}`]);
  await poll(it);
  expect(await promised(it)).toEqual([`sweep:${it.webinar.id}`]);
});

test('the place is kept while Marketo does not answer, so that nothing is missed', async () => {
  const it = await intakeForThisTest();
  await poll(it);
  const place = await cursor(it);
  const leadId = await it.fillForm();
  it.sandbox.fail({ path: /activities\.json$/, effect: { kind: 'foreign', shape: 'truncated-json' } });
  const wait = await poll(it);
  expect(wait?.againInMs).toBeLessThan(everyMs);
  expect(await cursor(it)).toBe(place);
  expect(await hinted(it)).toEqual([]);
  await poll(it);
  expect(await hinted(it)).toEqual([leadId]);
});

test.each([
  ['as strings', { activityValues: 'strings' }],
  ['without a numeric id', { activityIds: 'absent' }],
  ['without a result where nothing happened', { emptyActivityResult: 'absent' }],
] as const)('a feed with its values %s is understood', async (_title, switches) => {
  const it = await intakeForThisTest();
  Object.assign(it.sandbox.switches, switches);
  await poll(it);
  const leadId = await it.fillForm();
  await poll(it);
  expect(await hinted(it)).toEqual([leadId]);
});

test('without a connected webinar Marketo is not called', async () => {
  const it = await intakeForThisTest();
  await it.db.delete(webinars);
  expect(await poll(it)).toEqual({ againInMs: everyMs });
  expect(it.sandbox.calls).toEqual([]);
});
