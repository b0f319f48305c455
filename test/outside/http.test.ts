import { createServer } from 'node:net';
import type { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  callOutside,
  type OutsideAnswer,
  type OutsideCall,
  openConnections,
} from '../../src/outside/http.ts';
import { caughtFailure } from './caught-failure.ts';
import { type ScriptedServer, startScriptedServer, text } from './scripted-server.ts';

let server: ScriptedServer;
let dispatcher: Agent;

beforeEach(async () => {
  server = await startScriptedServer((_request, response) => text(response, 'fine'));
  dispatcher = openConnections({ connections: 4, connectTimeoutMs: 1_000 });
});

afterEach(async () => {
  await dispatcher.close();
  await server.close();
});

function call(change: Partial<OutsideCall> = {}): Promise<OutsideAnswer> {
  const url = new URL(`${server.url}/thing`);
  return callOutside(
    {
      system: 'on24',
      operation: 'read thing',
      dispatcher,
      method: 'GET',
      url,
      timeoutMs: 5_000,
      ...change,
    },
    (answer) => answer,
  );
}

const write = { method: 'POST', body: 'a=ü' } as const;

describe('a call to an outside system', () => {
  it('hands over any status with its headers and text', async () => {
    server.answer = (_request, response) => {
      response.writeHead(418, { 'X-Trace': 'abc' }).end('tèa');
    };
    expect(await call()).toMatchObject({ status: 418, headers: { 'x-trace': 'abc' }, text: 'tèa' });
  });

  it('sends the body whole, with its length in bytes', async () => {
    await call(write);
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: 'a=ü' });
    expect(server.requests[0]?.headers['content-length']).toBe('4');
  });

  it('that finds nobody listening cannot have had an effect', async () => {
    const closedPort = await freePort();
    const failure = await caughtFailure(call({ ...write, url: new URL(`http://127.0.0.1:${closedPort}/`) }));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'unreachable', outcomeKnown: true });
  });

  it('that gets no answer in time may have had an effect, when it was a write', async () => {
    server.answer = () => {};
    const failure = await caughtFailure(call({ ...write, timeoutMs: 100 }));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'timeout', outcomeKnown: false });
    expect(await caughtFailure(call({ timeoutMs: 100 }))).toMatchObject({
      cause: 'timeout',
      outcomeKnown: true,
    });
  });

  it('is limited in time as a whole: a body that trickles does not prolong it', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200);
      const trickle = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(trickle));
    };
    expect(await caughtFailure(call({ timeoutMs: 200 }))).toMatchObject({ cause: 'timeout' });
  });

  it('whose connection is cut before the answer may have had an effect', async () => {
    server.answer = (_request, response) => response.socket?.destroy();
    const failure = await caughtFailure(call(write));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'cut-off', outcomeKnown: false });
  });

  it('whose answer breaks off in the middle counts as unanswered', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => response.socket?.destroy());
    };
    expect(await caughtFailure(call(write))).toMatchObject({ cause: 'cut-off', outcomeKnown: false });
  });

  it('does not read an answer that is larger than allowed', async () => {
    server.answer = (_request, response) => text(response, 'x'.repeat(100_000));
    const failure = await caughtFailure(call({ ...write, maxBytes: 50_000 }));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'too-large', outcomeKnown: false });
    expect((await call({ maxBytes: 100_000 })).text).toHaveLength(100_000);
  });

  it('that cannot be sent for a broken header is a matter of configuration', async () => {
    const failure = await caughtFailure(call({ headers: { authorization: 'Bearer hushhush\n' } }));
    expect(failure).toMatchObject({ kind: 'misconfigured', cause: 'bad-request', outcomeKnown: true });
    expect(failure.message).not.toContain('hushhush');
  });

  it('is observed once with its outcome and duration, well or ill', async () => {
    const seen: unknown[] = [];
    const observe: OutsideCall['observe'] = (observed) => seen.push(observed);
    await call({ observe });
    server.answer = (_request, response) => response.socket?.destroy();
    await caughtFailure(call({ observe }));
    const shape = { system: 'on24', operation: 'read thing', durationMs: expect.any(Number) };
    expect(seen).toEqual([
      { ...shape, outcome: 'ok' },
      { ...shape, outcome: 'cut-off' },
    ]);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(probe.address());
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
