import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutsideFailure } from '../../../src/outside/failure.ts';
import { caughtFailure } from '../caught-failure.ts';
import { json } from '../scripted-server.ts';
import { failed, type ScriptedMarketo, startScriptedMarketo } from './scripted-marketo.ts';

let marketo: ScriptedMarketo;

beforeEach(async () => {
  marketo = await startScriptedMarketo();
});

afterEach(() => marketo.close());

describe('the token of the Marketo client', () => {
  it('travels in the header only, and one serves many calls', async () => {
    await Promise.all([
      marketo.client.usageToday(),
      marketo.client.readPeople([7]),
      marketo.client.readProgram(1),
    ]);
    expect(marketo.tokensGranted()).toBe(1);
    expect(marketo.requests).toHaveLength(3);
    for (const request of marketo.requests) {
      expect(request.headers.authorization).toBe('Bearer granted-token-1');
      expect(request.query.has('access_token')).toBe(false);
    }
  });

  it.each(['601', '602'])(
    'is renewed once when Marketo answers %s, for all calls that met it',
    async (code) => {
      marketo.answer((request, response) => {
        if (request.headers.authorization === 'Bearer granted-token-1') failed(response, code);
        else json(response, { success: true, result: [] });
      });
      await Promise.all([1, 2, 3, 4].map((leadId) => marketo.client.readPeople([leadId])));
      expect(marketo.tokensGranted()).toBe(2);
    },
  );

  it('that is refused again after its renewal is trouble to wait for, not a loop', async () => {
    marketo.answer((_request, response) => failed(response, '601'));
    const failure = await caughtFailure(marketo.client.readPeople([7]));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'token-rejected', outcomeKnown: true });
    expect(marketo.requests).toHaveLength(2);
  });

  it('cannot be had with bad credentials: the connection is misconfigured', async () => {
    marketo.answerToken((_request, response) =>
      json(response, { error: 'unauthorized', error_description: 'No client with secret-of-the-test' }, 401),
    );
    const failure = await caughtFailure(marketo.client.writeStatus(1, 'Registered', [7]));
    expect(failure).toMatchObject({
      kind: 'misconfigured',
      scope: 'system',
      cause: 'credentials',
      outcomeKnown: true,
      words: 'No client with [removed]',
    });
  });

  it('that cannot be read leaves no doubt about the write that was waiting for it', async () => {
    marketo.answerToken((_request, response) => json(response, { hello: 'there' }));
    const failure = await caughtFailure(marketo.client.writeStatus(1, 'Registered', [7]));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'unreadable', outcomeKnown: true });
  });
});

describe('the budget of the Marketo client', () => {
  it('is asked before each call, and nothing is called when it says no', async () => {
    const spent: number[] = [];
    const limited = await startScriptedMarketo({
      fetchLimit: async (calls) => {
        if (spent.length === 2) throw noBudget();
        spent.push(calls);
      },
    });
    try {
      const ids = Array.from({ length: 601 }, (_, index) => index + 1);
      expect(await caughtFailure(limited.client.readPeople(ids))).toMatchObject({ cause: 'throttled' });
      expect(spent).toEqual([1, 1]);
      expect(limited.requests).toHaveLength(2);
    } finally {
      await limited.close();
    }
  });
});

describe('a request that would be too long for an address', () => {
  it('goes as POST with _method=GET and the query as a form', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `A status with a rather long name, no. ${index}`);
    const plain = names.map((name) => name.replaceAll(',', ''));
    for await (const _page of marketo.client.readMembersByStatus(2207, plain));
    const [request] = marketo.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/rest/v1/programs/2207/members.json' });
    expect([...(request?.query ?? [])]).toEqual([['_method', 'GET']]);
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(request?.body).get('filterValues')?.split(',')).toEqual(plain);
  });
});

function noBudget(): OutsideFailure {
  return new OutsideFailure({
    system: 'marketo',
    kind: 'unavailable',
    scope: 'system',
    cause: 'throttled',
    operation: 'read people',
    words: 'our own budget is used up',
    retryAfterMs: 5_000,
  });
}
