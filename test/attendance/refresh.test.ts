import { expect, test } from 'vitest';
import { attendance } from '../../src/store/schema/attendance.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type AttendanceUnderTest, attendanceForThisTest, eventId } from './attendance-under-test.ts';

const live = { liveminutes: 42, liveviewed: 1 };
const onDemand = { archiveminutes: 12, archiveviewed: 1 };

/** Somebody else came live, so that who did not come may be set to No Show. */
const somebodyLive = { eventuserid: 999, email: 'visitor@elsewhere.example', ...live };

async function statuses(it: AttendanceUnderTest, ...leadIds: number[]) {
  return Promise.all(leadIds.map((leadId) => it.status(leadId)));
}

test('people are found by ON24’s user id, by our own id that ON24 gives back, and by e-mail without case', async () => {
  const it = await attendanceForThisTest();
  const userId = await it.registerAtOn24('renamed@elsewhere.example');
  await it.person({ leadId: 1, on24UserId: userId });
  const second = await it.person({ leadId: 2 });
  await it.registerAtOn24('another@elsewhere.example', String(second.id));
  await it.person({ leadId: 3, email: 'Third@Acme-Corp.example' });
  await it.person({ leadId: 4 });
  for (const email of ['renamed@elsewhere.example', 'another@elsewhere.example', 'tHIRD@acme-corp.EXAMPLE'])
    it.sandbox.watch(eventId, email, { liveMinutes: 42 });
  it.endedHoursAgo(4);
  const { counts } = await it.refresh();
  expect(await statuses(it, 1, 2, 3, 4)).toEqual(['attended', 'attended', 'attended', 'no_show']);
  expect(counts).toMatchObject({ attended: 3, noShow: 1, unknownPeople: 0, changedToAttended: 3 });
});

test('a record with one person’s user id and another’s address is about the first of them only', async () => {
  const it = await attendanceForThisTest();
  await it.person({ leadId: 1, on24UserId: 501 });
  await it.person({ leadId: 2, on24UserId: 502, email: 'shared@acme-corp.example' });
  it.attendeesAre([{ eventuserid: 501, email: 'shared@acme-corp.example', ...live }]);
  it.endedHoursAgo(1);
  await it.refresh();
  expect(await statuses(it, 1, 2)).toEqual(['attended', 'registered']);
});

test('a record that carries our id for one person and another’s address is about the first of them only', async () => {
  const it = await attendanceForThisTest();
  const { id } = await it.person({ leadId: 1 });
  await it.person({ leadId: 2, email: 'shared@acme-corp.example' });
  it.attendeesAre([
    { eventuserid: 501, exteventusercd: String(id), email: 'shared@acme-corp.example', ...live },
  ]);
  it.endedHoursAgo(1);
  await it.refresh();
  expect(await statuses(it, 1, 2)).toEqual(['attended', 'registered']);
});

test('a person who stands in the list several times is one person, who saw what either record saw', async () => {
  const it = await attendanceForThisTest();
  await it.person({ leadId: 1, on24UserId: 501 });
  await it.person({ leadId: 2, on24UserId: 502 });
  const crowd = Array.from({ length: 700 }, (_, index) => ({
    eventuserid: 10_000 + index,
    email: `guest${index}@visitors.example`,
    ...live,
  }));
  it.attendeesAre([
    { eventuserid: 501, ...onDemand },
    { eventuserid: 502, ...onDemand },
    { eventuserid: 502 },
    ...crowd,
    { eventuserid: 501, ...live },
  ]);
  it.endedHoursAgo(4);
  const { counts } = await it.refresh();
  expect(await statuses(it, 1, 2)).toEqual(['attended', 'attended_on_demand']);
  expect(counts).toMatchObject({ attended: 1, attendedOnDemand: 1, unknownPeople: 700 });
  expect(await it.db.$count(attendance)).toBe(702);
});

test('an ON24 that doubles every record changes nothing in the outcome', async () => {
  const it = await attendanceForThisTest();
  it.sandbox.switches.attendeeRows = 'duplicated';
  await it.person({ leadId: 1, email: 'ada@acme-corp.example' });
  await it.person({ leadId: 2 });
  it.sandbox.watch(eventId, 'ada@acme-corp.example', { liveMinutes: 42 });
  it.endedHoursAgo(4);
  const { counts } = await it.refresh();
  expect(await statuses(it, 1, 2)).toEqual(['attended', 'no_show']);
  expect(counts).toMatchObject({ attended: 1, noShow: 1, noShowWithheld: null });
});

test('who is blocked, cancelled or forgotten at ON24 has not attended, and is no unknown person either', async () => {
  const it = await attendanceForThisTest();
  for (const leadId of [1, 2, 3]) await it.person({ leadId, on24UserId: 500 + leadId });
  it.attendeesAre([
    { eventuserid: 501, email: 'ada-1@acme-corp.example', isblocked: 'Y', ...live },
    { eventuserid: 502, email: 'ada-2@acme-corp.example', userstatus: 'deleted', ...live },
    { eventuserid: 503, email: '503-deleted', userstatus: 'forgotten', ...live },
    { eventuserid: 504, email: '504-deleted', userstatus: 'forgotten', ...live },
  ]);
  it.endedHoursAgo(1);
  const { counts } = await it.refresh();
  expect(await statuses(it, 1, 2, 3)).toEqual(['registered', 'registered', 'registered']);
  expect(counts).toMatchObject({ attended: 0, unknownPeople: 0 });
});

test('an anonymous viewer shows that somebody came live, and is nobody who could be named', async () => {
  const it = await attendanceForThisTest();
  await it.person({ leadId: 1 });
  it.sandbox.watch(eventId, 'anonymous-7@on24.example', { liveMinutes: 42 });
  it.endedHoursAgo(4);
  const { counts } = await it.refresh();
  expect(await it.status(1)).toBe('no_show');
  expect(counts).toMatchObject({ unknownPeople: 0, noShow: 1, noShowWithheld: null });
  expect(await it.db.select({ email: attendance.email }).from(attendance)).toEqual([{ email: null }]);
});

test.each(['200', '404'] as const)(
  'an empty list, told as %s, sets nobody to No Show however late it is',
  async (reply) => {
    const it = await attendanceForThisTest();
    it.sandbox.switches.emptyList = reply;
    await it.person({ leadId: 1 });
    it.endedHoursAgo(48);
    const { counts, isFinal, stage } = await it.refresh();
    expect(await it.status(1)).toBe('registered');
    expect({ isFinal, stage }).toEqual({ isFinal: true, stage: 'done' });
    expect(counts).toMatchObject({ attended: 0, noShow: 0, noShowWithheld: 'nobody_came_live' });
  },
);

test('when nobody came live, viewers of the recording are set, and nobody is set to No Show', async () => {
  const it = await attendanceForThisTest();
  for (const leadId of [1, 2]) await it.person({ leadId, on24UserId: 500 + leadId });
  it.attendeesAre([{ eventuserid: 501, ...onDemand }]);
  it.endedHoursAgo(4);
  const { counts } = await it.refresh();
  expect(await statuses(it, 1, 2)).toEqual(['attended_on_demand', 'registered']);
  expect(counts).toMatchObject({ noShowWithheld: 'nobody_came_live' });
});

test.each(['html', 'truncated-json', 'wrong-shape', 'empty'] as const)(
  'an answer that is no whole list (%s) decides nothing, and is asked for again',
  async (shape) => {
    const it = await attendanceForThisTest();
    await it.person({ leadId: 1, email: 'ada@acme-corp.example' });
    await it.person({ leadId: 2 });
    for (const email of ['ada@acme-corp.example', 'b@visitors.example', 'c@visitors.example'])
      it.sandbox.watch(eventId, email, { liveMinutes: 42 });
    it.endedHoursAgo(4);
    it.sandbox.fail({ path: /\/attendee$/, effect: { kind: 'foreign', shape } });
    const broken = await it.refresh();
    expect(broken.answer).toEqual({ againInMs: expect.any(Number) });
    expect(broken).toMatchObject({ finishedAt: null, counts: null });
    expect(await statuses(it, 1, 2)).toEqual(['registered', 'registered']);
    expect((await it.refresh()).stage).toBe('done');
    expect(await statuses(it, 1, 2)).toEqual(['attended', 'no_show']);
  },
);

test('a list shorter than ON24 counts sets who is in it, and withholds No Show until a whole one comes', async () => {
  const it = await attendanceForThisTest();
  for (const leadId of [1, 2, 3]) await it.person({ leadId, email: `p${leadId}@acme-corp.example` });
  for (const leadId of [1, 2]) it.sandbox.watch(eventId, `p${leadId}@acme-corp.example`, { liveMinutes: 42 });
  it.endedHoursAgo(4);
  Object.assign(it.sandbox.switches, { eventLists: 'capped', listCap: 1 });
  const short = await it.refresh();
  expect(await statuses(it, 1, 2, 3)).toEqual(['attended', 'registered', 'registered']);
  expect(short.counts).toMatchObject({ noShow: 0, noShowWithheld: 'list_incomplete' });
  it.sandbox.switches.eventLists = 'unpaged';
  const whole = await it.refresh();
  expect(await statuses(it, 1, 2, 3)).toEqual(['attended', 'attended', 'no_show']);
  expect(whole.counts).toMatchObject({ noShow: 1, noShowWithheld: null });
});

test('records that do not say whom they are about withhold No Show', async () => {
  const it = await attendanceForThisTest();
  await it.person({ leadId: 1 });
  it.attendeesAre([somebodyLive, { userid: 501, ...live }]);
  it.endedHoursAgo(4);
  const { counts } = await it.refresh();
  expect(await it.status(1)).toBe('registered');
  expect(counts).toMatchObject({ noShowWithheld: 'list_incomplete' });
});

test('rows move forward only: who has attended is never moved back, and who is not in the program not at all', async () => {
  const it = await attendanceForThisTest();
  const before = ['attended', 'attended_on_demand', 'no_show', 'not_in_program', 'no_show'] as const;
  for (const [index, status] of before.entries())
    await it.person({ leadId: index + 1, on24UserId: 501 + index, status });
  it.attendeesAre([
    { eventuserid: 501, ...onDemand },
    { eventuserid: 504, ...live },
    { eventuserid: 505, ...onDemand },
    somebodyLive,
  ]);
  it.endedHoursAgo(4);
  await it.refresh();
  expect(await statuses(it, 1, 2, 3, 4, 5)).toEqual([
    'attended',
    'attended_on_demand',
    'no_show',
    'not_in_program',
    'attended_on_demand',
  ]);
  it.attendeesAre([somebodyLive]);
  const { counts } = await it.refresh();
  expect(await statuses(it, 1, 5)).toEqual(['attended', 'attended_on_demand']);
  expect(counts).toMatchObject({ changedToAttended: 0, changedToOnDemand: 0, changedToNoShow: 0 });
});

test('who came without ever being registered has attended too, and who did not come is left where they stand', async () => {
  const it = await attendanceForThisTest();
  const open = ['invited', 'pending_approval', 'waitlisted', 'rejected', 'registration_error'] as const;
  for (const [index, status] of open.entries()) {
    await it.person({ leadId: index + 1, on24UserId: 501 + index, status });
    await it.person({ leadId: index + 11, on24UserId: 511 + index, status });
  }
  it.attendeesAre(open.map((_, index) => ({ eventuserid: 501 + index, ...live })));
  it.endedHoursAgo(4);
  await it.refresh();
  expect(await statuses(it, 1, 2, 3, 4, 5)).toEqual(open.map(() => 'attended'));
  expect(await statuses(it, 11, 12, 13, 14, 15)).toEqual([...open]);
});

test('a night that changes nothing posts nothing and promises Marketo nothing; a person who asks is answered', async () => {
  const it = await attendanceForThisTest();
  await it.person({ leadId: 1, status: 'attended', email: 'ada@acme-corp.example' });
  it.sandbox.watch(eventId, 'ada@acme-corp.example', { liveMinutes: 42 });
  it.endedHoursAgo(4);
  const { counts } = await it.refresh({ cause: 'night' });
  expect(counts).toMatchObject({ attended: 1, changedToAttended: 0 });
  expect(await it.db.select().from(messages)).toEqual([]);
  const promised = (await waitingJobs(it.db)).map(({ name }) => name);
  expect(promised.filter((name) => name !== 'refresh-attendance')).toEqual([]);
  await it.refresh();
  expect(await it.db.select().from(messages)).toMatchObject([{ kind: 'report' }]);
});
