import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type On24Sandbox, startOn24Sandbox } from '../../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { eventId, eventPath, get } from './on24-caller.ts';

let clock: SandboxClock;
let sandbox: On24Sandbox;

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startOn24Sandbox({ clock });
});
afterEach(() => sandbox.close());

const day = (offset: number) =>
  new Date(clock.now().getTime() + offset * 86_400_000).toISOString().slice(0, 10);

test("the world's event starts next week and carries the address for its audience", async () => {
  const { body } = await get(sandbox, eventPath);
  expect(body).toMatchObject({ eventid: eventId, description: world.on24.event.title, isactive: true });
  expect(body.audienceurl).toMatch(/^https:\/\/event\.on24\.com\/wcc\/r\/\d+\/\w+$/);
  expect(Date.parse(String(body.goodafter))).toBeGreaterThan(clock.now().getTime() + 6 * 86_400_000);
  expect(Date.parse(String(body.goodafter)) - Date.parse(String(body.livestart))).toBe(15 * 60_000);
});

test('times are Pacific with the offset of their own season', async () => {
  sandbox.updateEvent(eventId, { startsAt: new Date('2026-12-10T18:00:00Z') });
  expect((await get(sandbox, eventPath)).body.goodafter).toBe('2026-12-10T10:00:00-08:00');
  sandbox.updateEvent(eventId, { startsAt: new Date('2027-07-10T18:00:00Z') });
  expect((await get(sandbox, eventPath)).body).toMatchObject({
    goodafter: '2027-07-10T11:00:00-07:00',
    liveend: '2027-07-10T12:00:00-07:00',
  });
});

test('booleans of an event may be letters or polluted text', async () => {
  sandbox.switches.eventBooleans = 'letters';
  expect((await get(sandbox, eventPath)).body.isactive).toBe('Y');
  sandbox.switches.eventBooleans = 'polluted';
  expect((await get(sandbox, eventPath)).body.istestevent).toMatch(/^false\s/);
});

test('the list covers the last three months unless told otherwise, and never more than six', async () => {
  expect((await get(sandbox, '/event')).body).toMatchObject({ totalevents: 0, events: [] });
  const ahead = await get(sandbox, `/event?startDate=${day(0)}&endDate=${day(30)}`);
  expect(ahead.body.events).toMatchObject([{ eventid: eventId }]);
  expect(ahead.body.events).not.toMatchObject([{ eventname: expect.anything() }]);
  expect((await get(sandbox, `/event?startdate=${day(-200)}&enddate=${day(0)}`)).status).toBe(400);
});

test('the list is paged and shows inactive events and sub-accounts only when asked', async () => {
  for (let id = 1; id <= 3; id += 1) sandbox.addEvent({ id, isActive: id !== 3 });
  sandbox.addEvent({ id: 4, clientId: 30212 });
  const list = async (further: string) =>
    (await get(sandbox, `/event?startdate=${day(0)}&enddate=${day(30)}${further}`)).body;
  expect(await list('')).toMatchObject({ totalevents: 3 });
  expect(await list('&includeInactive=Y')).toMatchObject({ totalevents: 4 });
  expect(await list('&includesubaccounts=Y&itemsperpage=3&pageoffset=1')).toMatchObject({
    totalevents: 4,
    pagecount: 2,
    currentpage: 1,
    events: [{ eventid: 4, clientid: 30212 }],
  });
  expect((await list('&pageoffset=9')).message).toContain(
    'Invalid pageOffset, range must be between 0 and 0',
  );
});

test('the registration page tells its fields in snake case, for Elite accounts only', async () => {
  const { body } = await get(sandbox, `${eventPath}/regfield`);
  expect(body.registrationfields).toContainEqual(
    expect.objectContaining({ fieldid: 'email', required: 'Y' }),
  );
  expect(body.registrationfields).toContainEqual(
    expect.objectContaining({ fieldid: 'job_title', required: 'N' }),
  );
  expect(body.registrationfields).toContainEqual(
    expect.objectContaining({
      fieldid: 'country',
      fieldtype: 'listbox',
      options: expect.arrayContaining(['Norway']),
    }),
  );
  sandbox.switches.elite = false;
  expect((await get(sandbox, `${eventPath}/regfield`)).status).toBe(403);
});

test('a wall-clock hour that does not exist, other formats and mixed ranges are refused', async () => {
  const status = async (query: string) => (await get(sandbox, `${eventPath}/registrant?${query}`)).status;
  expect(await status('startdate=2027-03-14T02:30:00')).toBe(400);
  expect(await status('startdate=14.03.2027')).toBe(400);
  expect(await status('dateInterval=7&startdate=2026-01-01')).toBe(400);
  expect(await status('dateInterval=181')).toBe(400);
  expect(await status('dateInterval=7&dateIntervalTimezone=Moon/Crater')).toBe(400);
  expect(await status('dateInterval=7')).toBe(200);
});
