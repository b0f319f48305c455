import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type On24Sandbox, startOn24Sandbox } from '../../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { createOn24Client, type On24Client } from '../../../src/outside/on24/on24-client.ts';
import { caughtFailure } from '../caught-failure.ts';

const account = world.on24.clientId;
const event = world.on24.event.id;
const person = {
  email: 'Zoë+web@büro.test',
  firstName: 'Zoë',
  lastName: 'O’Neil & Söhne',
  company: 'R&D = Co',
  title: 'Manager',
  registrantCode: 'usher-7',
};

let on24: On24Sandbox;
let client: On24Client;

beforeEach(async () => {
  on24 = await startOn24Sandbox({ clock: new SandboxClock() });
  client = createOn24Client({
    url: on24.url,
    tokenKey: world.on24.tokenKey,
    tokenSecret: world.on24.tokenSecret,
    timeoutMs: 2_000,
  });
});

afterEach(async () => {
  await client.close();
  await on24.close();
});

const register = () => client.registerPerson(account, event, person);

describe('the ON24 client', () => {
  it('registers a person exactly as Marketo knows them', async () => {
    const registration = await register();
    const [registrant] = on24.registrants(event);
    expect(registration).toEqual({ on24UserId: registrant?.eventUserId, isBlocked: false });
    expect(registrant?.email).toBe(person.email);
    expect(registrant?.fields).toMatchObject({
      firstname: person.firstName,
      lastname: person.lastName,
      company: person.company,
      jobtitle: person.title,
      exteventusercd: person.registrantCode,
      eventemail: 'N',
    });
  });

  it('may repeat a registration: it stays one registration', async () => {
    expect(await register()).toEqual(await register());
    expect(on24.registrants(event)).toHaveLength(1);
  });

  it('brings back a person whose registration was cancelled', async () => {
    const first = await register();
    expect(await client.cancelPerson(account, event, person)).toEqual(first);
    expect(on24.registrants(event)[0]?.isDeleted).toBe(true);
    expect(await register()).toEqual(first);
    expect(on24.registrants(event)[0]?.isDeleted).toBe(false);
  });

  it('cannot cancel who is unknown, nor after the start', async () => {
    const stranger = await caughtFailure(client.cancelPerson(account, event, { email: 'sam@acme.test' }));
    expect(stranger).toMatchObject({ kind: 'refused', cause: 'unknown-person' });
    await register();
    on24.endEvent(event);
    expect(await caughtFailure(client.cancelPerson(account, event, person))).toMatchObject({
      kind: 'refused',
      scope: 'person',
    });
  });

  it.each(['400', '403', '412', '200-without-id'] as const)(
    'takes a refused person for refused, in ON24’s words: %s',
    async (reply) => {
      on24.switches.validationReply = reply;
      const failure = await caughtFailure(
        client.registerPerson(account, event, { ...person, lastName: null }),
      );
      expect(failure).toMatchObject({
        kind: 'refused',
        scope: 'person',
        cause: 'declined',
        words: "The field 'lastname' is required.",
      });
    },
  );

  it('leaves required fields to the webinar’s choice', async () => {
    const options = { honorRequired: false };
    const unnamed = { ...person, firstName: null, lastName: null };
    await client.registerPerson(account, event, unnamed, options);
    expect(on24.registrants(event)).toHaveLength(1);
  });

  it('says that a person is blocked', async () => {
    on24.switches.newRegistrants = 'blocked';
    expect((await register()).isBlocked).toBe(true);
  });

  it.each(['json', 'text', 'xml'] as const)(
    'sorts what concerns everybody, from %s bodies',
    async (bodies) => {
      on24.switches.errorBodies = bodies;
      on24.mode = 'throttled';
      expect(await caughtFailure(register())).toMatchObject({ kind: 'unavailable', cause: 'throttled' });
      on24.mode = 'bad-credentials';
      expect(await caughtFailure(register())).toMatchObject({
        kind: 'misconfigured',
        scope: 'system',
        cause: 'credentials',
      });
      on24.mode = 'inactive-event';
      expect(await caughtFailure(register())).toMatchObject({
        kind: 'misconfigured',
        scope: 'event',
        cause: 'event-closed',
      });
      on24.mode = 'down';
      expect(await caughtFailure(register())).toMatchObject({
        kind: 'unavailable',
        cause: 'outage',
        outcomeKnown: false,
      });
      on24.mode = 'fine';
      on24.switches.missingAccess = ['registration'];
      expect(await caughtFailure(register())).toMatchObject({
        kind: 'misconfigured',
        scope: 'system',
        cause: 'permission',
      });
    },
  );

  it.each(['403', '429', '429-retry-after'] as const)('knows throttling by %s', async (reply) => {
    on24.mode = 'throttled';
    on24.switches.throttleReply = reply;
    const failure = await caughtFailure(register());
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'throttled', outcomeKnown: true });
    expect(failure.retryAfterMs).toBeGreaterThan(0);
  });

  it('that gets no answer does not claim to know what became of the person', async () => {
    on24.mode = 'no-answer';
    const hasty = createOn24Client({
      url: on24.url,
      tokenKey: world.on24.tokenKey,
      tokenSecret: world.on24.tokenSecret,
      timeoutMs: 200,
    });
    try {
      expect(await caughtFailure(hasty.registerPerson(account, event, person))).toMatchObject({
        kind: 'unavailable',
        cause: 'timeout',
        outcomeKnown: false,
      });
    } finally {
      await hasty.close();
    }
  });

  it.each([
    [{ kind: 'reply-lost' }, 'cut-off', 1],
    [{ kind: 'call-lost' }, 'cut-off', 0],
    [{ kind: 'foreign', shape: 'html' }, 'unreadable', 1],
    [{ kind: 'foreign', shape: 'truncated-json' }, 'unreadable', 1],
    [{ kind: 'foreign', shape: 'wrong-shape' }, 'unreadable', 1],
    [{ kind: 'foreign', shape: 'empty' }, 'unreadable', 1],
    [{ kind: 'answer', status: 502 }, 'outage', 0],
  ] as const)(
    'leaves the outcome open when an answer is lost or odd: %o',
    async (effect, cause, registered) => {
      on24.fail({ path: /registrant$/, effect });
      expect(await caughtFailure(register())).toMatchObject({
        kind: 'unavailable',
        cause,
        outcomeKnown: false,
      });
      expect(on24.registrants(event)).toHaveLength(registered);
    },
  );

  it('tells an unknown event from an unknown account', async () => {
    expect(await caughtFailure(client.readEvent(account, 1))).toMatchObject({
      scope: 'event',
      cause: 'event-gone',
    });
    for (const reply of ['404', '400'] as const) {
      on24.switches.unknownClient = reply;
      expect(await caughtFailure(client.readEvent(1, event))).toMatchObject({
        scope: 'event',
        cause: 'wrong-account',
      });
    }
  });

  it.each(['booleans', 'letters', 'polluted'] as const)(
    'reads an event whose flags are %s',
    async (booleans) => {
      on24.switches.eventBooleans = booleans;
      const known = on24.event(event);
      expect(await client.readEvent(account, event)).toEqual({
        eventId: event,
        title: world.on24.event.title,
        startsAt: known?.startsAt,
        liveEndsAt: known?.endsAt,
        archiveEndsAt: known?.archiveEndsAt,
        isActive: true,
        audienceUrl: `https://event.on24.com/wcc/r/${event}/${known?.audienceKey}`,
        isTest: false,
      });
      on24.updateEvent(event, { isActive: false });
      expect((await client.readEvent(account, event)).isActive).toBe(false);
    },
  );

  it('lists the events of a period, over more than one page', async () => {
    for (let id = 1; id <= 120; id += 1) on24.addEvent({ id });
    const now = Date.now();
    const period = { from: new Date(now), to: new Date(now + 30 * 86_400_000) };
    expect(await client.listEvents(account, period)).toHaveLength(121);
    expect(await client.listEvents(account, { from: new Date(now - 86_400_000), to: new Date(now) })).toEqual(
      [],
    );
  });

  it('reads what the registration page requires, where the contract shows it', async () => {
    const fields = await client.readRegistrationFields(account, event);
    expect(fields?.filter((field) => field.isRequired).map((field) => field.name)).toEqual([
      'firstname',
      'lastname',
      'email',
    ]);
    expect(fields?.find((field) => field.name === 'country')?.options).toContain('Norway');
    on24.switches.elite = false;
    expect(await client.readRegistrationFields(account, event)).toBeUndefined();
  });
});
