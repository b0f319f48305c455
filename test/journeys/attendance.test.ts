import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { refreshes } from '../../src/store/schema/attendance.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { clickFor, messagesWith, messageWith, textOf, told } from '../support/channel-reading.ts';
import { eventually, hurryJobs } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, grace, nameOf } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  mara,
  programId,
  sam,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const hour = 60 * 60 * 1000;

/** Ada comes live, Charles watches the recording, Grace does not come. */
async function theWebinarEnds(it: UsherUnderTest): Promise<number[]> {
  const leadIds = await ask(it, ada, charles, grace);
  for (const person of [ada, charles, grace]) await clickFor(it.slack, mara, nameOf(person), 'approve');
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registered');
  for (const leadId of leadIds) {
    await it.marketo.until(
      'Marketo shows Registered',
      () => it.marketo.member(programId, leadId)?.statusName === 'Registered',
      15_000,
    );
  }
  it.on24.watch(eventId, ada.email, { liveMinutes: 42 });
  it.on24.endEvent(eventId);
  return leadIds;
}

async function refresh(it: UsherUnderTest): Promise<string> {
  const answer = await it.slack.as(mara).command(channelId, '/webinar', 'refresh');
  expect(answer).toMatchObject({ ok: true });
  return JSON.stringify(answer);
}

const inMarketo = (it: UsherUnderTest, leadId: number, statusName: string) =>
  it.marketo.until(
    `${leadId} is ${statusName}`,
    () => it.marketo.member(programId, leadId)?.statusName === statusName,
    15_000,
  );

test('a refresh moves people forward only: live ones while it is provisional, the others once ON24’s data is final', async () => {
  const it = await usherForThisTest();
  const [adaLead = 0, charlesLead = 0, graceLead = 0] = await theWebinarEnds(it);
  it.clock.advance(hour);
  expect(await refresh(it)).toContain('Bringing in the attendance');
  const provisional = await messageWith(it.slack, 'Attendance of', 'provisional');
  expect(textOf(provisional)).toContain('ON24 is final at');
  await expectStatus(it, adaLead, 'attended');
  await expectStatus(it, graceLead, 'registered');
  await inMarketo(it, adaLead, 'Attended');

  it.on24.watch(eventId, charles.email, { archiveMinutes: 17 });
  it.clock.advance(13 * hour);
  await refresh(it);
  await messageWith(it.slack, 'Attendance of', 'final', 'now on demand', 'now no show');
  await expectStatus(it, charlesLead, 'attended_on_demand');
  await expectStatus(it, graceLead, 'no_show');
  await inMarketo(it, charlesLead, 'Attended On-demand');
  await inMarketo(it, graceLead, 'No Show');

  it.on24.watch(eventId, grace.email, { archiveMinutes: 5 });
  it.clock.advance(13 * hour);
  await refresh(it);
  await expectStatus(it, graceLead, 'attended_on_demand');
  await inMarketo(it, graceLead, 'Attended On-demand');
});

test('nobody is set to No Show when nobody came live', async () => {
  const it = await usherForThisTest();
  const leadIds = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registered');
  it.on24.endEvent(eventId);
  it.clock.advance(24 * hour);
  await refresh(it);
  await messageWith(it.slack, 'final', 'Nobody came live, so No Show is not set');
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registered');
});

test('at 23:00 Pacific every ended webinar is refreshed once, however many replicas there are', async () => {
  const it = await usherForThisTest({ replicas: 3 });
  const [adaLead = 0] = await theWebinarEnds(it);
  it.clock.advance(26 * hour);
  await eventually('the night has been refreshed', async () => (await nights(it)) > 0, { timeoutMs: 25_000 });
  await expectStatus(it, adaLead, 'attended');
  await messageWith(it.slack, 'Attendance of', 'final');
  await hurryJobs(it.db);
  expect(await nights(it)).toBe(1);
});

test('a night that was missed is made up at the start, and one that changes nothing posts nothing', async () => {
  const it = await usherForThisTest();
  const [adaLead = 0] = await theWebinarEnds(it);
  it.clock.advance(30 * hour);
  await eventually('the night has been refreshed', async () => (await nights(it)) === 1, {
    timeoutMs: 25_000,
  });
  await expectStatus(it, adaLead, 'attended');
  await messageWith(it.slack, 'Attendance of', 'final');

  it.clock.advance(24 * hour);
  await it.startReplica();
  await eventually('the next night has been refreshed', async () => (await nights(it)) === 2, {
    timeoutMs: 25_000,
  });
  await eventually('that run is over', async () => (await unfinished(it)) === 0);
  expect(messagesWith(it.slack, 'Attendance of')).toHaveLength(1);
});

test('a list that breaks off decides nothing, and the run goes on until it has the whole list', async () => {
  const it = await usherForThisTest();
  const [adaLead = 0, , graceLead = 0] = await theWebinarEnds(it);
  it.clock.advance(24 * hour);
  it.on24.fail({ path: /\/attendee/, effect: { kind: 'foreign', shape: 'truncated-json' }, times: 2 });
  await refresh(it);
  await eventually(
    'the list was asked for three times',
    () => it.on24.calls.filter(({ path }) => path.endsWith('/attendee')).length >= 3,
    { hurrying: it.db, timeoutMs: 25_000 },
  );
  await expectStatus(it, adaLead, 'attended');
  await expectStatus(it, graceLead, 'no_show');
});

test('a second wish while a refresh runs joins it', async () => {
  const it = await usherForThisTest();
  await theWebinarEnds(it);
  it.clock.advance(24 * hour);
  it.on24.fail({ path: /\/attendee/, effect: { kind: 'slow', ms: 3_000 } });
  expect(await refresh(it)).toContain('Bringing in');
  expect(await refresh(it)).toContain('under way already');
  await messageWith(it.slack, 'Attendance of', 'final');
  const [{ runs } = { runs: 0 }] = await it.db.select({ runs: sql<number>`count(*)::int` }).from(refreshes);
  expect(runs).toBe(1);
});

test('a workspace that does not know charts is shown the report in words, and is not asked again', async () => {
  const it = await usherForThisTest();
  await theWebinarEnds(it);
  it.slack.switches.newBlockTypes = 'refused';
  it.clock.advance(24 * hour);
  await refresh(it);
  await messageWith(it.slack, 'Attendance of', 'final', 'Attended: 1', 'No Show: 2');
  await refresh(it);
  await eventually(
    'the second report is there too',
    () => messagesWith(it.slack, 'No Show: 2').length === 2,
    {
      hurrying: it.db,
    },
  );
  const refused = it.slack.calls.filter(({ ok, method }) => !ok && method.startsWith('chat.'));
  expect(refused).toHaveLength(2);
});

test('people who came without registering here are told of, and added to Marketo only when an approver wants that', async () => {
  const it = await usherForThisTest();
  await theWebinarEnds(it);
  it.on24.watch(eventId, 'passer-by@elsewhere.example', { liveMinutes: 12 });
  it.clock.advance(24 * hour);
  await refresh(it);
  const said = '1 person attended without registering here';
  const { ts } = await messageWith(it.slack, 'Attendance of', said);
  const click = (userId: string, actionId: string) =>
    it.slack.as(userId).click({ channelId, ts }, { actionId });
  await click(sam, 'add_unknown_people');
  await told(it.slack, sam, 'Only');
  expect(it.marketo.members(programId)).toHaveLength(3);
  await click(mara, 'add_unknown_people');
  await told(it.slack, mara, '1 person is being added to Marketo');
  await messageWith(it.slack, said, 'To Marketo, by', '1 added');
  const statusNames = () => it.marketo.members(programId).map(({ statusName }) => statusName);
  expect(statusNames().filter((name) => name === 'Attended')).toHaveLength(2);
  expect(messagesWith(it.slack, 'passer-by@')).toEqual([]);
  await eventually('the passer-by has a row', async () => {
    const rows = await it.db.select().from(registrants);
    return rows.find(({ email, status }) => email === 'passer-by@elsewhere.example' && status === 'attended');
  });
});

test('an approver has the list sent to themselves, and brings attendance in again, by the report’s buttons', async () => {
  const it = await usherForThisTest();
  await theWebinarEnds(it);
  it.on24.watch(eventId, 'passer-by@elsewhere.example', { liveMinutes: 12 });
  it.clock.advance(24 * hour);
  await refresh(it);
  const { ts } = await messageWith(it.slack, 'Attendance of', 'final');
  const click = (userId: string, actionId: string) =>
    it.slack.as(userId).click({ channelId, ts }, { actionId });
  await click(sam, 'send_attendance_list');
  await told(it.slack, sam, 'Only');
  await click(mara, 'send_attendance_list');
  await told(it.slack, mara, 'on its way to you');
  const file = await it.slack.until('the list has come', () => it.slack.files()[0]);
  const lines = file.content.toString('utf8').split('\r\n');
  expect(lines[0]).toContain('Name,Title,Company,E-mail,Status,Minutes live,Minutes on demand');
  expect(lines.filter((line) => line.includes(',Attended,'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes(',No Show,'))).toHaveLength(2);
  expect(lines.at(-2)).toBe(',,,passer-by@elsewhere.example,not registered here,12,0');
  expect(messagesWith(it.slack, 'passer-by@')).toEqual([]);

  await click(sam, 'refresh_again');
  await click(mara, 'refresh_again');
  await told(it.slack, mara, 'Bringing the attendance in again');
  await eventually('its report is there', () => messagesWith(it.slack, 'Nothing has changed').length === 1, {
    hurrying: it.db,
  });
});

async function nights(it: UsherUnderTest): Promise<number> {
  const [row] = await it.db
    .select({ runs: sql<number>`count(*)::int` })
    .from(refreshes)
    .where(sql`cause = 'night'`);
  return row?.runs ?? 0;
}

async function unfinished(it: UsherUnderTest): Promise<number> {
  const [row] = await it.db
    .select({ runs: sql<number>`count(*)::int` })
    .from(refreshes)
    .where(sql`finished_at is null`);
  return row?.runs ?? 0;
}
