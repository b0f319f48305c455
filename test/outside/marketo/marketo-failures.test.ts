import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { marketoFaults } from '../../../src/outside/marketo/marketo-fault-list.ts';
import { caughtFailure } from '../caught-failure.ts';
import { json, text } from '../scripted-server.ts';
import { failed, type ScriptedMarketo, startScriptedMarketo } from './scripted-marketo.ts';

let marketo: ScriptedMarketo;

beforeEach(async () => {
  marketo = await startScriptedMarketo();
});

afterEach(() => marketo.close());

const write = () => caughtFailure(marketo.client.writeStatus(2207, 'Registered', [7]));

describe('an error code of Marketo', () => {
  it.each(marketoFaults)('$code ($meaning) leads to its remedy', async ({ code, kind, scope, cause }) => {
    marketo.answer((_request, response) => failed(response, code));
    expect(await write()).toMatchObject({
      system: 'marketo',
      kind,
      scope,
      cause,
      code,
      requestId: 'a1#b2',
      words: 'Words of Marketo',
    });
  });

  it('may come as a number', async () => {
    marketo.answer((_request, response) => failed(response, 1025));
    expect(await write()).toMatchObject({ kind: 'misconfigured', scope: 'event', cause: 'unknown-status' });
  });

  it('606 asks to wait about twenty seconds, 615 for a moment', async () => {
    marketo.answer((_request, response) => failed(response, '606'));
    const rate = (await write()).retryAfterMs;
    expect(rate).toBeGreaterThanOrEqual(20_000);
    expect(rate).toBeLessThan(30_000);
    marketo.answer((_request, response) => failed(response, '615'));
    expect((await write()).retryAfterMs).toBeLessThan(5_000);
  });

  it('607 asks to wait for the next day in Chicago', async () => {
    marketo.answer((_request, response) => failed(response, '607'));
    const { retryAfterMs } = await write();
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(25 * 3_600_000);
  });

  it('702 is an empty answer, not a failure', async () => {
    marketo.answer((_request, response) => failed(response, '702', 'No data found'));
    expect(await marketo.client.readMembers(2207, [7])).toEqual([]);
  });

  it('that is in no list is about the person in a write, and about the system in a reading without people', async () => {
    marketo.answer((_request, response) => failed(response, '1999'));
    expect(await write()).toMatchObject({ kind: 'refused', scope: 'person', cause: 'declined' });
    expect(await caughtFailure(marketo.client.usageToday())).toMatchObject({
      kind: 'misconfigured',
      scope: 'system',
    });
  });

  it('of the series 6xx that is in no list is trouble of the service', async () => {
    marketo.answer((_request, response) => failed(response, '699'));
    expect(await write()).toMatchObject({ kind: 'unavailable', cause: 'outage' });
  });

  it('never brings an address or a token into the words', async () => {
    marketo.answer((request, response) =>
      failed(response, '1003', `${request.headers.authorization} mira@acme.test granted-token-1`),
    );
    const failure = await write();
    expect(`${failure.message} ${failure.words}`).not.toMatch(/mira|granted-token/);
  });
});

describe('an answer of Marketo without an envelope', () => {
  it.each([
    [302, 'misconfigured', 'wrong-address', true],
    [403, 'misconfigured', 'permission', true],
    [404, 'misconfigured', 'wrong-address', true],
    [408, 'unavailable', 'timeout', true],
    [413, 'misconfigured', 'bad-request', true],
    [418, 'refused', 'declined', true],
    [429, 'unavailable', 'throttled', true],
    [500, 'unavailable', 'outage', false],
    [502, 'unavailable', 'outage', false],
    [503, 'unavailable', 'outage', false],
  ])('with status %i is %s', async (status, kind, cause, outcomeKnown) => {
    marketo.answer((_request, response) =>
      text(response, '<html><h1>Sorry</h1></html>', status, 'text/html'),
    );
    expect(await write()).toMatchObject({ kind, cause, outcomeKnown, status, words: 'Sorry' });
  });

  it('keeps the wait that it asks for', async () => {
    marketo.answer((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end();
    });
    expect((await write()).retryAfterMs).toBe(7_000);
  });

  it.each([
    ['no JSON', 'Welcome'],
    ['JSON that breaks off', '{"success":true,"result":[{"seq":0'],
    ['another shape', '{"success":"maybe","result":{}}'],
    ['nothing', ''],
  ])(
    'is unreadable when it is %s: a write may have happened, a reading has nothing to lose',
    async (_what, body) => {
      marketo.answer((_request, response) => text(response, body, 200, 'application/json'));
      expect(await write()).toMatchObject({ kind: 'unavailable', cause: 'unreadable', outcomeKnown: false });
      const reading = await caughtFailure(marketo.client.readMembers(2207, [7]));
      expect(reading).toMatchObject({ cause: 'unreadable', outcomeKnown: true });
    },
  );

  it('never shows the values of an unreadable answer', async () => {
    marketo.answer((_request, response) => json(response, { success: true, result: [{ seq: 'mira' }] }));
    expect((await write()).message).not.toContain('mira');
  });
});
