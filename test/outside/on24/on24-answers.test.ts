import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caughtFailure } from '../caught-failure.ts';
import { json } from '../scripted-server.ts';
import { type ScriptedOn24, startScriptedOn24 } from './scripted-on24.ts';

let on24: ScriptedOn24;

beforeEach(async () => {
  on24 = await startScriptedOn24();
});

afterEach(() => on24.close());

const person = {
  email: 'mira+web@acme.test',
  firstName: 'Zoë',
  lastName: 'O’Neil',
  company: 'R&D = Co',
  title: null,
};
const formOf = (index: number) => Object.fromEntries(new URLSearchParams(on24.requests[index]?.body));

describe('a registration', () => {
  it('is a form with both token headers; what is empty is left out', async () => {
    expect(await on24.client.registerPerson(30211, 4410123, { ...person, registrantCode: 'reg_7' })).toEqual({
      on24UserId: 612345678,
      isBlocked: false,
    });
    const [request] = on24.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v2/client/30211/event/4410123/registrant' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      accesstokenkey: 'key-of-the-test',
      accesstokensecret: 'secret-of-the-test',
    });
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ honorrequired: 'Y', honorvalidation: 'Y' });
    expect(formOf(0)).toEqual({
      email: 'mira+web@acme.test',
      firstname: 'Zoë',
      lastname: 'O’Neil',
      company: 'R&D = Co',
      exteventusercd: 'reg_7',
      eventemail: 'N',
      isDeleted: 'N',
    });
    expect(request?.body).toContain('mira%2Bweb%40acme.test');
    expect(request?.body).toContain('R%26D%20%3D%20Co');
  });

  it('follows the options of the webinar', async () => {
    await on24.client.registerPerson(30211, 4410123, person, {
      honorRequired: false,
      honorValidation: false,
      eventEmail: true,
    });
    expect(Object.fromEntries(on24.requests[0]?.query ?? [])).toEqual({
      honorrequired: 'N',
      honorvalidation: 'N',
    });
    expect(formOf(0)).toMatchObject({ eventemail: 'Y' });
  });

  it('cuts values to the lengths of ON24, never through a character', async () => {
    const long = { ...person, firstName: `${'a'.repeat(49)}😀`, company: 'c'.repeat(150) };
    await on24.client.registerPerson(30211, 4410123, long);
    expect(formOf(0)).toMatchObject({ firstname: 'a'.repeat(49), company: 'c'.repeat(100) });
  });

  it.each([
    ['', 'There is no e-mail address.'],
    [`${'m'.repeat(100)}@acme.test`, 'The e-mail address is longer than the 100 characters that ON24 takes.'],
  ])(
    'with the address "%s" is refused here, because a cut address is another person’s',
    async (email, words) => {
      const failure = await caughtFailure(on24.client.registerPerson(30211, 4410123, { ...person, email }));
      expect(failure).toMatchObject({ kind: 'refused', scope: 'person', words });
      expect(on24.requests).toEqual([]);
    },
  );

  it('may come back blocked, with a quoted id, camel case, or a link that is not used', async () => {
    on24.answer = (_request, response) =>
      json(response, { eventUserId: '612345679', isBlocked: 'Y', joinurl: 'https://event.test/x' });
    expect(await on24.client.registerPerson(30211, 4410123, person)).toEqual({
      on24UserId: 612345679,
      isBlocked: true,
    });
  });

  it('is cancelled by the address alone, whatever the page requires', async () => {
    await on24.client.cancelPerson(30211, 4410123, { email: person.email });
    expect(formOf(0)).toEqual({ email: person.email, isDeleted: 'Y' });
    expect(on24.requests[0]?.query.get('honorrequired')).toBe('N');
  });

  it('takes from the budget of its endpoint before it calls', async () => {
    const taken: unknown[] = [];
    const limited = await startScriptedOn24({
      fetchLimit: async (calls, endpoint) => {
        taken.push([calls, endpoint, limited.requests.length]);
      },
    });
    try {
      await limited.client.registerPerson(30211, 4410123, person);
      expect(taken).toEqual([[1, 'registrant-write', 0]]);
    } finally {
      await limited.close();
    }
  });
});

describe('an event', () => {
  it('has its title in the description, and its start where ON24 says goodafter', async () => {
    on24.answer = (_request, response) =>
      json(response, {
        eventid: 4410123,
        description: 'Zero-trust in practice',
        eventname: 'An abstract',
        goodafter: '2026-11-18T10:00:00-08:00',
        livestart: '2026-11-18T09:45:00-08:00',
        liveend: '2026-11-18T11:00:00-08:00',
        archiveend: '2027-07-18T12:30:00-07:00',
        isactive: 'Y',
        istestevent: 'false;jsessionid=1',
        audienceurl: 'https://event.on24.test/wcc/r/4410123/KEY',
        reporturl: 'https://internal.on24.test/?key=hushhush',
      });
    expect(await on24.client.readEvent(30211, 4410123)).toEqual({
      eventId: 4410123,
      title: 'Zero-trust in practice',
      startsAt: new Date('2026-11-18T18:00:00Z'),
      liveEndsAt: new Date('2026-11-18T19:00:00Z'),
      archiveEndsAt: new Date('2027-07-18T19:30:00Z'),
      isActive: true,
      audienceUrl: 'https://event.on24.test/wcc/r/4410123/KEY',
      isTest: false,
    });
  });

  it('that is no webcast may lack nearly everything', async () => {
    on24.answer = (_request, response) => json(response, { eventid: 7 });
    expect(await on24.client.readEvent(30211, 7)).toEqual({
      eventId: 7,
      title: 'Event 7',
      startsAt: null,
      liveEndsAt: null,
      archiveEndsAt: null,
      isActive: true,
      audienceUrl: null,
      isTest: false,
    });
  });
});

describe('the list of events', () => {
  const row = (eventid: number) => ({ eventid, description: `Event ${eventid}` });
  const rows = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => row(first + index));

  it('is followed page by page to the total', async () => {
    on24.answer = (request, response) => {
      const offset = Number(request.query.get('pageoffset'));
      json(response, { totalevents: 230, events: rows(offset * 100, offset === 2 ? 30 : 100) });
    };
    expect(await on24.client.listEvents(30211)).toHaveLength(230);
    expect(on24.requests).toHaveLength(3);
  });

  it('ends where a page repeats, or where ON24 counts no further page', async () => {
    on24.answer = (_request, response) => json(response, { totalevents: 900, events: rows(1, 100) });
    expect(await on24.client.listEvents(30211)).toHaveLength(100);
    on24.answer = (_request, response) =>
      json(response, { totalevents: 900, pagecount: 1, events: rows(1, 100) });
    on24.requests.length = 0;
    expect(await on24.client.listEvents(30211)).toHaveLength(100);
    expect(on24.requests).toHaveLength(1);
  });

  it('may be empty in two ways', async () => {
    on24.answer = (_request, response) => json(response, { totalevents: 0 });
    expect(await on24.client.listEvents(30211)).toEqual([]);
    on24.answer = (_request, response) => json(response, { message: 'No events were found.' }, 404);
    expect(await on24.client.listEvents(30211)).toEqual([]);
  });

  it('asks for a period with the zone written out', async () => {
    on24.answer = (_request, response) => json(response, { totalevents: 0, events: [] });
    await on24.client.listEvents(30211, {
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-12-01T00:00:00Z'),
    });
    const query = on24.requests[0]?.query;
    expect(query?.get('startdate')).toBe('2026-11-01T00:00:00+00:00');
    expect(query?.get('enddate')).toBe('2026-12-01T00:00:00+00:00');
    expect(query?.get('datefiltermode')).toBe('goodafter');
  });
});

describe('the registration page', () => {
  it('names its fields as the registration call does', async () => {
    on24.answer = (_request, response) =>
      json(response, {
        registrationfields: [
          {
            fieldid: 'job_title',
            fieldcaption: 'Role',
            fieldtype: 'listbox',
            required: 'Y',
            options: ['Engineer'],
          },
          { fieldid: 'email', required: 'Y' },
        ],
      });
    expect(await on24.client.readRegistrationFields(30211, 4410123)).toEqual([
      { name: 'jobtitle', caption: 'Role', isRequired: true, options: ['Engineer'] },
      { name: 'email', caption: 'email', isRequired: true, options: null },
    ]);
  });

  it('is hidden from accounts without Elite; a missing permission is another matter', async () => {
    on24.answer = (_request, response) => json(response, { message: 'You are not an Elite user.' }, 403);
    expect(await on24.client.readRegistrationFields(30211, 4410123)).toBeUndefined();
    on24.answer = (_request, response) => json(response, { message: 'You do not have permission.' }, 403);
    const failure = await caughtFailure(on24.client.readRegistrationFields(30211, 4410123));
    expect(failure).toMatchObject({ kind: 'misconfigured', cause: 'permission' });
  });
});
