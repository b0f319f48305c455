import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type On24Sandbox, startOn24Sandbox } from '../../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { createOn24Client, type On24Client } from '../../../src/outside/on24/on24-client.ts';
import { send } from '../../sandbox/on24/on24-caller.ts';
import { readToEnd } from './read-attendees.ts';

const account = world.on24.clientId;
const event = world.on24.event.id;
const hourMs = 3_600_000;

let clock: SandboxClock;
let on24: On24Sandbox;
let client: On24Client;
let taken: string[];

beforeEach(async () => {
  clock = new SandboxClock();
  on24 = await startOn24Sandbox({ clock });
  taken = [];
  client = createOn24Client({
    url: on24.url,
    tokenKey: world.on24.tokenKey,
    tokenSecret: world.on24.tokenSecret,
    fetchLimit: async (calls, endpoint) => void taken.push(`${calls} ${endpoint}`),
  });
});

afterEach(async () => {
  await client.close();
  await on24.close();
});

const read = (eventId: number = event) => readToEnd(client.readAttendees(account, eventId));

function everybodyCame(count: number): void {
  for (let index = 0; index < count; index += 1) {
    on24.watch(event, `person-${index}@acme.test`, { liveMinutes: 5 });
  }
}

function dataIsFinal(): void {
  on24.endEvent(event);
  clock.advance(12 * hourMs);
}

const register = (email: string, registrantCode: string) =>
  client.registerPerson(account, event, {
    email,
    firstName: 'Mira',
    lastName: 'Olsen',
    company: 'Acme',
    title: 'Manager',
    registrantCode,
  });

describe('the attendees of an event', () => {
  it('are told apart by how they came, with the code they were registered under', async () => {
    const { on24UserId } = await register('mira+web@acme.test', 'usher-7');
    on24.watch(event, 'mira+web@acme.test', { liveMinutes: 38.4 });
    on24.watch(event, 'late@acme.test', { archiveMinutes: 12 });
    on24.watch(event, 'both@acme.test', { liveMinutes: 0.4, archiveMinutes: 3 });
    dataIsFinal();
    const { people, tally } = await read();
    const shared = { registrantCode: null, isActive: true, isBlocked: false, isAnonymous: false };
    expect(people).toEqual([
      {
        ...shared,
        on24UserId,
        registrantCode: 'usher-7',
        email: 'mira+web@acme.test',
        cameLive: true,
        cameOnDemand: false,
        liveMinutes: 38,
        onDemandMinutes: 0,
      },
      {
        ...shared,
        on24UserId: on24UserId + 1,
        email: 'late@acme.test',
        cameLive: false,
        cameOnDemand: true,
        liveMinutes: 0,
        onDemandMinutes: 12,
      },
      {
        ...shared,
        on24UserId: on24UserId + 2,
        email: 'both@acme.test',
        cameLive: true,
        cameOnDemand: true,
        liveMinutes: 1,
        onDemandMinutes: 3,
      },
    ]);
    expect(tally).toMatchObject({ expected: 3, seen: 3, passedOver: 0, hasEnded: true });
  });

  it('came also when they opened the webinar without a counted minute', async () => {
    on24.watch(event, 'live@acme.test', { liveMinutes: 0 });
    on24.watch(event, 'late@acme.test', { archiveMinutes: 0 });
    dataIsFinal();
    const { people } = await read();
    expect(people.map((person) => [person.cameLive, person.liveMinutes])).toEqual([
      [true, 0],
      [false, 0],
    ]);
    expect(people.map((person) => person.cameOnDemand)).toEqual([false, true]);
  });

  it('that are blocked, cancelled or forgotten are marked, and a forgotten address is none', async () => {
    await register('gone@acme.test', 'usher-1');
    await register('forgotten@acme.test', 'usher-2');
    on24.switches.newRegistrants = 'blocked';
    await register('blocked@acme.test', 'usher-3');
    await client.cancelPerson(account, event, { email: 'gone@acme.test' });
    for (const name of ['gone', 'forgotten', 'blocked'])
      on24.watch(event, `${name}@acme.test`, { liveMinutes: 5 });
    await send(on24, 'POST', '/forget', { email: 'forgotten@acme.test' });
    dataIsFinal();
    expect((await read()).people).toMatchObject([
      { email: 'gone@acme.test', isActive: false, isBlocked: false },
      { email: null, isActive: false, isBlocked: false },
      { email: 'blocked@acme.test', isActive: true, isBlocked: true },
    ]);
  });

  it('do not include those who stayed anonymous', async () => {
    on24.watch(event, 'a81f@generated.test', { liveMinutes: 5, isAnonymous: true });
    everybodyCame(1);
    dataIsFinal();
    expect((await read()).people).toMatchObject([{ email: 'person-0@acme.test' }]);
    expect(on24.calls.at(-1)?.query).toEqual({ excludeanonymous: 'Y' });
  });

  it('come in batches of 500 from one call, each person once though every row comes twice', async () => {
    everybodyCame(1_100);
    dataIsFinal();
    expect(await read()).toMatchObject({
      batchSizes: [500, 500, 100],
      tally: { expected: 1_100, seen: 1_100 },
    });
    on24.switches.attendeeRows = 'duplicated';
    const { people, batchSizes, tally } = await read();
    expect(batchSizes).toEqual([250, 250, 250, 250, 100]);
    expect(new Set(people.map((person) => person.on24UserId)).size).toBe(1_100);
    expect(tally).toMatchObject({ expected: 2_200, seen: 2_200, passedOver: 0, hasEnded: true });
    expect(taken).toEqual(['1 attendee-list', '1 attendee-list']);
  });

  it('are followed over pages where ON24 pages, each page a call from the budget', async () => {
    on24.switches.eventLists = 'paged';
    everybodyCame(230);
    dataIsFinal();
    const { people, tally } = await read();
    expect(new Set(people.map((person) => person.email)).size).toBe(230);
    expect(tally).toMatchObject({ expected: 230, seen: 230, passedOver: 0, hasEnded: true });
    expect(on24.calls.map((call) => call.query.pageoffset)).toEqual([undefined, '1', '2']);
    expect(taken).toHaveLength(3);
  });

  it('are not read again and again where every page holds everybody', async () => {
    on24.switches.eventLists = 'repeats';
    everybodyCame(1_100);
    dataIsFinal();
    const { people, tally } = await read();
    expect(people).toHaveLength(1_100);
    expect(tally).toMatchObject({ expected: 1_100, seen: 1_100, passedOver: 0, hasEnded: true });
    expect(on24.calls).toHaveLength(2);
  });

  it('show by the tally that ON24 has capped their list', async () => {
    on24.switches.eventLists = 'capped';
    on24.switches.listCap = 50;
    everybodyCame(120);
    dataIsFinal();
    expect((await read()).tally).toMatchObject({ expected: 120, seen: 50, passedOver: 0, hasEnded: true });
  });

  it.each([
    ['200', 'json'],
    ['404', 'json'],
    ['404', 'text'],
    ['404', 'xml'],
  ] as const)('are nobody when ON24 tells an empty list by %s (%s)', async (emptyList, errorBodies) => {
    Object.assign(on24.switches, { emptyList, errorBodies });
    expect(await read()).toEqual({
      people: [],
      batchSizes: [],
      tally: { expected: 0, seen: 0, passedOver: 0, calls: 1, hasEnded: true },
      failure: undefined,
    });
  });
});

const unknown = { kind: 'misconfigured', scope: 'event' };
const cases: [string, (sandbox: On24Sandbox) => void, object][] = [
  ['a throttle told by 403', (sandbox) => (sandbox.mode = 'throttled'), { cause: 'throttled', status: 403 }],
  [
    'a throttle told by 429',
    (sandbox) => {
      sandbox.mode = 'throttled';
      sandbox.switches.throttleReply = '429-retry-after';
    },
    { cause: 'throttled', status: 429, retryAfterMs: 20_000 },
  ],
  [
    'bad credentials',
    (sandbox) => (sandbox.mode = 'bad-credentials'),
    { kind: 'misconfigured', scope: 'system', cause: 'credentials' },
  ],
  [
    'a token without the access level',
    (sandbox) => sandbox.switches.missingAccess.push('event-analytics'),
    { kind: 'misconfigured', scope: 'system', cause: 'permission' },
  ],
  [
    'an inactive event',
    (sandbox) => (sandbox.mode = 'inactive-event'),
    { ...unknown, cause: 'event-closed' },
  ],
  [
    'an event that is gone',
    (sandbox) => sandbox.updateEvent(event, { isDeleted: true }),
    { ...unknown, cause: 'event-gone' },
  ],
  ['an ON24 that is down', (sandbox) => (sandbox.mode = 'down'), { kind: 'unavailable', cause: 'outage' }],
  [
    'a gateway’s page',
    (sandbox) =>
      sandbox.fail({ path: /attendee/, effect: { kind: 'answer', status: 404, body: '<html>no</html>' } }),
    { kind: 'misconfigured', scope: 'system', cause: 'wrong-address' },
  ],
  [
    'a lost reply',
    (sandbox) => sandbox.fail({ path: /attendee/, effect: { kind: 'reply-lost' } }),
    { kind: 'unavailable', cause: 'cut-off' },
  ],
  ...(['html', 'truncated-json', 'wrong-shape', 'empty'] as const).map((shape): (typeof cases)[number] => [
    `a foreign answer: ${shape}`,
    (sandbox) => sandbox.fail({ path: /attendee/, effect: { kind: 'foreign', shape } }),
    { kind: 'unavailable', cause: 'unreadable', status: 200 },
  ]),
];

it.each(cases)(
  '%s ends the list of attendees, which is then known not to be whole',
  async (_, arrange, failure) => {
    everybodyCame(3);
    dataIsFinal();
    arrange(on24);
    const list = await read();
    expect(list.failure).toMatchObject(failure);
    expect(list.people).toEqual([]);
    expect(list.tally.hasEnded).toBe(false);
  },
);

it('a fault on a later page comes after the people of the earlier ones', async () => {
  on24.switches.eventLists = 'paged';
  everybodyCame(230);
  dataIsFinal();
  const people: unknown[] = [];
  const list = client.readAttendees(account, event);
  await expect(async () => {
    for await (const batch of list) {
      people.push(...batch);
      on24.mode = 'down';
    }
  }).rejects.toMatchObject({ kind: 'unavailable', cause: 'outage' });
  expect(people).toHaveLength(100);
  expect(list.tally).toMatchObject({ expected: 230, seen: 100, hasEnded: false });
});
