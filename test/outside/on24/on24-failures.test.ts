import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { on24Faults } from '../../../src/outside/on24/on24-fault-list.ts';
import { caughtFailure } from '../caught-failure.ts';
import { json, text } from '../scripted-server.ts';
import { type ScriptedOn24, startScriptedOn24, tokenKey, tokenSecret } from './scripted-on24.ts';

let on24: ScriptedOn24;

beforeEach(async () => {
  on24 = await startScriptedOn24();
});

afterEach(() => on24.close());

const person = { email: 'mira@acme.test', firstName: 'Mira', lastName: 'Voss', company: null, title: null };
const register = () => caughtFailure(on24.client.registerPerson(30211, 4410123, person));

const cases = on24Faults.flatMap((fault) => fault.statuses.map((status) => ({ ...fault, status })));

describe('a documented error of ON24', () => {
  it.each(cases)(
    '$status "$example" is $kind, scope $scope',
    async ({ status, example, kind, scope, cause }) => {
      on24.answer = (_request, response) => json(response, { message: example }, status);
      const failure = await register();
      expect(failure).toMatchObject({ system: 'on24', kind, scope, cause, status, outcomeKnown: true });
      expect(failure.words).toBe(example);
    },
  );

  it.each([
    ['plain text', 'The event id 4410123 is inactive.', 'text/plain'],
    ['XML', '<error><message>The event id 4410123 is inactive.</message></error>', 'application/xml'],
    ['JSON called text', '{"message":"The event id 4410123 is inactive."}', 'text/plain'],
  ])('is understood as %s too', async (_form, body, type) => {
    on24.answer = (_request, response) => text(response, body, 403, type);
    expect(await register()).toMatchObject({
      kind: 'misconfigured',
      scope: 'event',
      cause: 'event-closed',
      words: 'The event id 4410123 is inactive.',
    });
  });

  it('about throttling asks to wait within the minute, or as long as ON24 says', async () => {
    on24.answer = (_request, response) =>
      json(response, { message: 'You reached the MAXIMUM number of calls.' }, 403);
    const { retryAfterMs, cause } = await register();
    expect(cause).toBe('throttled');
    expect(retryAfterMs).toBeGreaterThanOrEqual(30_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    on24.answer = (_request, response) => {
      response.writeHead(429, { 'retry-after': '12' }).end();
    };
    expect((await register()).retryAfterMs).toBe(12_000);
  });
});

describe('an error of ON24 that no list places', () => {
  it.each([400, 403, 404, 409, 412, 422])(
    'with status %i is about the person, in ON24’s words',
    async (status) => {
      const words = "The country 'Narnia' of mira@acme.test is not in the list.";
      on24.answer = (_request, response) => json(response, { message: words }, status);
      expect(await register()).toMatchObject({
        kind: 'refused',
        scope: 'person',
        cause: 'declined',
        words: "The country 'Narnia' of m…@acme.test is not in the list.",
      });
    },
  );

  it('is about the event where no person is concerned', async () => {
    on24.answer = (_request, response) => json(response, { message: 'No, thank you.' }, 400);
    const failure = await caughtFailure(on24.client.readEvent(30211, 4410123));
    expect(failure).toMatchObject({ kind: 'misconfigured', scope: 'event', cause: 'bad-request' });
  });

  it.each([
    [302, 'misconfigured', 'wrong-address', true],
    [408, 'unavailable', 'timeout', true],
    [500, 'unavailable', 'outage', false],
    [503, 'unavailable', 'outage', false],
  ])('with status %i is never about the person', async (status, kind, cause, outcomeKnown) => {
    on24.answer = (_request, response) => json(response, { message: 'Sorry.' }, status);
    expect(await register()).toMatchObject({ kind, scope: 'system', cause, outcomeKnown });
  });

  it.each([
    [403, '<html><body>Request blocked</body></html>', 'permission'],
    [404, '<!DOCTYPE html><title>Not found</title>', 'wrong-address'],
    [404, '', 'wrong-address'],
  ])(
    'with status %i and a web server’s own page "%s" says nothing about the person',
    async (status, page, cause) => {
      on24.answer = (_request, response) => text(response, page, status, 'text/html');
      expect(await register()).toMatchObject({ kind: 'misconfigured', scope: 'system', cause });
    },
  );
});

describe('a 2xx answer of ON24 to a registration', () => {
  it('with a message and no user id is a refusal', async () => {
    on24.answer = (_request, response) =>
      json(response, { message: 'A required field is missing: company.' });
    expect(await register()).toMatchObject({
      kind: 'refused',
      words: 'A required field is missing: company.',
    });
  });

  it.each(['', '{}', '{"eventuserid":null}', '[]', '<html>Welcome</html>', '{"eventuserid":6123'])(
    'of the shape %j counts as no answer',
    async (body) => {
      on24.answer = (_request, response) => text(response, body, 200, 'application/json');
      expect(await register()).toMatchObject({
        kind: 'unavailable',
        cause: 'unreadable',
        outcomeKnown: false,
      });
    },
  );
});

describe('the words of a failure', () => {
  it('hold neither the token nor an address', async () => {
    on24.answer = (request, response) =>
      json(response, { message: `${tokenKey} ${tokenSecret} ${request.body} is wrong or invalid` }, 401);
    const { words, message } = await register();
    expect(`${words} ${message}`).not.toMatch(/key-of-the-test|secret-of-the-test|mira/);
  });
});
