import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { attendance } from '../../src/store/schema/attendance.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { attendanceForThisTest } from './attendance-under-test.ts';

const live = { liveminutes: 42, liveviewed: 1 };
const onDemand = { archiveminutes: 12, archiveviewed: 1 };

interface Case {
  what: string;
  /** ON24's records of them, without the user id. */
  records: object[];
  given?: Partial<Registrant>;
  becomes: Registrant['status'];
}

/** Everybody is registered here unless told otherwise; the data is final, and somebody came live. */
const cases: Case[] = [
  { what: 'no record', records: [], becomes: 'no_show' },
  { what: 'neither live nor archive keys', records: [{}], becomes: 'no_show' },
  { what: 'zeroes everywhere', records: [{ liveminutes: 0, archiveminutes: 0 }], becomes: 'no_show' },
  { what: 'live minutes', records: [{ liveminutes: 1 }], becomes: 'attended' },
  { what: 'live minutes in quotes', records: [{ liveminutes: '7' }], becomes: 'attended' },
  { what: 'cumulative live minutes only', records: [{ cumulativeliveminutes: 7 }], becomes: 'attended' },
  {
    what: 'a launch of zero minutes',
    records: [{ liveminutes: 0, liveviewed: 1 }],
    becomes: 'attended',
  },
  {
    what: 'a first live activity only',
    records: [{ firstliveactivity: '2026-11-18T10:01:12-08:00' }],
    becomes: 'attended',
  },
  { what: 'the recording', records: [onDemand], becomes: 'attended_on_demand' },
  {
    what: 'a launch of the recording of zero minutes',
    records: [{ archiveminutes: 0, archiveviewed: 1 }],
    becomes: 'attended_on_demand',
  },
  { what: 'live and the recording', records: [{ ...live, ...onDemand }], becomes: 'attended' },
  { what: 'two records, live in one', records: [onDemand, live], becomes: 'attended' },
  { what: 'upper-case keys', records: [{ LiveMinutes: 3 }], becomes: 'attended' },
  { what: 'blocked', records: [{ ...live, isblocked: 'Y' }], becomes: 'no_show' },
  {
    what: 'blocked in one of two records',
    records: [live, { ...live, isblocked: 'Y' }],
    becomes: 'no_show',
  },
  { what: 'cancelled', records: [{ ...live, userstatus: 'deleted' }], becomes: 'no_show' },
  {
    what: 'no show before, the recording now',
    given: { status: 'no_show' },
    records: [onDemand],
    becomes: 'attended_on_demand',
  },
  {
    what: 'never decided, live',
    given: { status: 'pending_approval' },
    records: [live],
    becomes: 'attended',
  },
  {
    what: 'never decided, absent',
    given: { status: 'pending_approval' },
    records: [],
    becomes: 'pending_approval',
  },
  { what: 'rejected, and came', given: { status: 'rejected' }, records: [live], becomes: 'attended' },
  {
    what: 'out of the program',
    given: { status: 'not_in_program' },
    records: [live],
    becomes: 'not_in_program',
  },
  {
    what: 'attended before, the recording now',
    given: { status: 'attended' },
    records: [onDemand],
    becomes: 'attended',
  },
  {
    what: 'on demand before, live now',
    given: { status: 'attended_on_demand' },
    records: [live],
    becomes: 'attended_on_demand',
  },
  {
    what: 'forgotten here',
    given: { forgottenAt: new Date(), email: null },
    records: [{ ...live, email: 'forgotten@acme-corp.example' }],
    becomes: 'registered',
  },
  {
    what: 'registered under another address',
    records: [{ ...live, email: 'private@elsewhere.example' }],
    becomes: 'attended',
  },
];

test('what ON24’s records make of a registrant, case by case', async () => {
  const it = await attendanceForThisTest();
  const list: object[] = [{ eventuserid: 999, email: 'visitor@elsewhere.example', ...live }];
  for (const [index, { given, records }] of cases.entries()) {
    await it.person({ leadId: index + 1, on24UserId: index + 1, ...given });
    for (const record of records) list.push({ eventuserid: index + 1, ...record });
  }
  it.attendeesAre(list);
  it.endedHoursAgo(4);
  await it.refresh();
  const outcomes = await Promise.all(
    cases.map(async ({ what }, index) => [what, await it.status(index + 1)]),
  );
  expect(outcomes).toEqual(cases.map(({ what, becomes }) => [what, becomes]));
  const forgotten = cases.findIndex(({ what }) => what === 'forgotten here') + 1;
  const [fact] = await it.db.select().from(attendance).where(eq(attendance.on24UserId, forgotten));
  expect(fact?.email, 'the address of somebody forgotten is not learnt again').toBeNull();
});

test('somebody whom ON24 forgets later is nobody unknown any more, and their address is gone here too', async () => {
  const it = await attendanceForThisTest();
  it.attendeesAre([{ eventuserid: 501, email: 'passer-by@elsewhere.example', ...live }]);
  it.endedHoursAgo(4);
  expect((await it.refresh()).counts).toMatchObject({ unknownPeople: 1 });
  it.attendeesAre([{ eventuserid: 501, email: '501-deleted', userstatus: 'forgotten', ...live }]);
  expect((await it.refresh()).counts).toMatchObject({ unknownPeople: 0 });
  expect(await it.db.select().from(attendance)).toEqual([]);
});

test('a fact that is about somebody else now is matched anew, and one that stays the same is not written again', async () => {
  const it = await attendanceForThisTest();
  const list = [{ eventuserid: 501, email: 'shared@elsewhere.example', ...live }];
  it.attendeesAre(list);
  it.endedHoursAgo(1);
  await it.refresh();
  const version = async () => {
    const rows = await it.db.execute<{ version: string }>('select xmin::text as version from attendance');
    return rows[0]?.version;
  };
  const before = await version();
  it.attendeesAre(list);
  await it.refresh();
  expect(await version()).toBe(before);
  await it.person({ leadId: 1, email: 'Shared@elsewhere.example' });
  it.attendeesAre(list);
  expect((await it.refresh()).counts).toMatchObject({ unknownPeople: 0, changedToAttended: 1 });
  const [row] = await it.db.select().from(registrants);
  expect(row?.status).toBe('attended');
  expect(await version()).not.toBe(before);
});
