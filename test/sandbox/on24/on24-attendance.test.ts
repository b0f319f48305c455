import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type On24Sandbox, startOn24Sandbox } from '../../../sandbox/on24/on24-sandbox.ts';
import { eventId, eventPath, get, ida, rawCall, register, send } from './on24-caller.ts';

const MINUTE_MS = 60_000;
let clock: SandboxClock;
let sandbox: On24Sandbox;

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startOn24Sandbox({ clock });
});
afterEach(() => sandbox.close());

const attendees = async (query = '') =>
  (await get(sandbox, `${eventPath}/attendee${query}`)).body.attendees ?? [];
const registrants = async (query = '') =>
  (await get(sandbox, `${eventPath}/registrant${query}`)).body.registrants ?? [];
const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@acme.example`);

test('a new registrant shows in lists after a quarter of an hour', async () => {
  await register(sandbox, { ...ida, exteventusercd: 'usher-7' });
  expect(await registrants()).toEqual([]);
  clock.advance(15 * MINUTE_MS);
  expect(await registrants()).toMatchObject([
    { email: ida.email, eventid: eventId, exteventusercd: 'usher-7', userstatus: 'active' },
  ]);
});

test('lists of registrants show cancelled and forgotten people, each with its own status (from documentation)', async () => {
  for (const email of people(3)) await register(sandbox, { ...ida, email });
  await register(sandbox, { email: 'p1@acme.example', isDeleted: 'Y' });
  await send(sandbox, 'POST', '/forget', { email: 'p2@acme.example' });
  clock.advance(15 * MINUTE_MS);
  const found = await registrants();
  expect(found.map((row) => row.userstatus)).toEqual(['active', 'deleted', 'forgotten']);
  expect(found[2]?.email).toMatch(/^\d+-deleted$/);
  expect(await registrants('?userStatus=deleted')).toHaveLength(1);
});

test('attendance shows half an hour after the end, in sparse records without names', async () => {
  await register(sandbox);
  sandbox.watch(eventId, ida.email, { liveMinutes: 38 });
  sandbox.endEvent(eventId);
  clock.advance(29 * MINUTE_MS);
  expect(await attendees()).toEqual([]);
  clock.advance(MINUTE_MS);
  const [row] = await attendees();
  expect(row).toMatchObject({ email: ida.email, liveminutes: 38, liveviewed: 1, userstatus: 'active' });
  expect(Object.keys(row ?? {}).filter((key) => /archive|name|company/.test(key))).toEqual([]);
});

test('on-demand viewing shows four hours later, with zero minutes too, beside a live part', async () => {
  sandbox.endEvent(eventId);
  sandbox.watch(eventId, 'late@acme.example', { archiveMinutes: 0 });
  sandbox.watch(eventId, 'both@acme.example', { liveMinutes: 0.4, archiveMinutes: 12 });
  clock.advance(30 * MINUTE_MS);
  expect((await attendees()).map((row) => [row.email, row.liveminutes])).toEqual([['both@acme.example', 1]]);
  clock.advance(210 * MINUTE_MS);
  const found = await attendees();
  expect(found.map((row) => [row.email, row.liveminutes, row.archiveminutes, row.archiveviewed])).toEqual([
    ['late@acme.example', undefined, 0, 1],
    ['both@acme.example', 1, 12, 1],
  ]);
});

test('an early feed may be partial, rows may come twice, and anonymous people can be left out', async () => {
  for (const email of people(4))
    sandbox.watch(eventId, email, { liveMinutes: 5, isAnonymous: email.startsWith('p0') });
  sandbox.endEvent(eventId);
  sandbox.switches.earlyAttendees = 'partial';
  expect(await attendees()).toHaveLength(2);
  expect(await attendees('?excludeAnonymous=Y')).toHaveLength(1);
  clock.advance(30 * MINUTE_MS);
  sandbox.switches.attendeeRows = 'duplicated';
  expect(await attendees()).toHaveLength(8);
});

test('noshow=Y leaves those who did not come', async () => {
  for (const email of people(2)) await register(sandbox, { ...ida, email });
  sandbox.watch(eventId, 'p0@acme.example', { liveMinutes: 5 });
  sandbox.endEvent(eventId);
  clock.advance(30 * MINUTE_MS);
  expect((await registrants('?noshow=Y')).map((row) => row.email)).toEqual(['p1@acme.example']);
});

test('lists of an event are whole whatever page is asked for, and a long one is still one document', async () => {
  for (const email of people(450)) sandbox.watch(eventId, email, { liveMinutes: 5 });
  sandbox.endEvent(eventId);
  clock.advance(30 * MINUTE_MS);
  const { body } = await get(sandbox, `${eventPath}/attendee?itemsPerPage=10&pageOffset=3`);
  expect(body).toMatchObject({ eventid: eventId, totalattendees: 450 });
  expect(new Set(body.attendees?.map((row) => row.eventuserid)).size).toBe(450);
});

test('lists of an event may be paged, repeat themselves or be cut, as the switch says', async () => {
  for (const email of people(3)) sandbox.watch(eventId, email, { liveMinutes: 5 });
  sandbox.endEvent(eventId);
  clock.advance(30 * MINUTE_MS);
  const page = async () => (await get(sandbox, `${eventPath}/attendee?itemsperpage=2&pageoffset=1`)).body;
  sandbox.switches.eventLists = 'paged';
  expect(await page()).toMatchObject({ pagecount: 2, currentpage: 1, totalattendees: 3, attendees: [{}] });
  sandbox.switches.eventLists = 'repeats';
  expect((await page()).attendees).toHaveLength(3);
  sandbox.switches.eventLists = 'capped';
  sandbox.switches.listCap = 2;
  expect(await page()).toMatchObject({ totalattendees: 3, attendees: [{}, {}] });
});

test('an empty list is 200, or 404 where the switch says so, and an inactive event has no list', async () => {
  expect(await get(sandbox, `${eventPath}/attendee`)).toMatchObject({
    status: 200,
    body: { totalattendees: 0 },
  });
  sandbox.switches.emptyList = '404';
  expect((await get(sandbox, `${eventPath}/attendee`)).status).toBe(404);
  sandbox.updateEvent(eventId, { isActive: false });
  expect((await get(sandbox, `${eventPath}/attendee`)).body.message).toBe(
    `The event ${eventId} is inactive.`,
  );
});

test('lists of the client are paged by a hundred and a day late for attendance', async () => {
  for (const email of people(130)) sandbox.watch(eventId, email, { liveMinutes: 5 });
  sandbox.endEvent(eventId);
  clock.advance(30 * MINUTE_MS);
  const list = async (kind: string, page: number) => (await get(sandbox, `/${kind}?pageoffset=${page}`)).body;
  expect(await list('attendee', 0)).toMatchObject({ totalattendees: 0 });
  expect(await list('registrant', 1)).toMatchObject({ totalregistrants: 130, pagecount: 2, currentpage: 1 });
  clock.advance(1_440 * MINUTE_MS);
  expect((await list('attendee', 0)).attendees).toHaveLength(100);
  expect((await list('attendee', 1)).attendees).toHaveLength(30);
  expect((await get(sandbox, '/registrant/p7%40acme.example')).body.registrant).toMatchObject({
    email: 'p7@acme.example',
  });
});

test('viewing sessions split live from on demand', async () => {
  sandbox.endEvent(eventId);
  sandbox.watch(eventId, 'both@acme.example', { liveMinutes: 30, archiveMinutes: 12 });
  clock.advance(240 * MINUTE_MS);
  const sessions = async (type: string) =>
    (await get(sandbox, `${eventPath}/attendeesession?sessiontype=${type}`)).body.attendeesession;
  expect(await sessions('all')).toMatchObject([
    { usage: 'Live', duration: '00:30:00' },
    { usage: 'Archived' },
  ]);
  expect(await sessions('live')).toHaveLength(1);
  expect(await sessions('ondemand')).toMatchObject([{ usage: 'Archived', duration: '00:12:00' }]);
});

test('the end of an event is now, and its metadata count who came', async () => {
  await register(sandbox);
  sandbox.watch(eventId, ida.email, { liveMinutes: 5 });
  sandbox.endEvent(eventId);
  expect(sandbox.event(eventId)?.endsAt.getTime()).toBeLessThanOrEqual(clock.now().getTime());
  expect(await (await rawCall(sandbox, 'GET', eventPath)).json()).toMatchObject({
    eventanalytics: { totalregistrants: 1, liveattendees: 1, noshowcount: 0 },
  });
});
