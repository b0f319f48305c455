import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type On24Sandbox, startOn24Sandbox } from '../../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { eventId, eventPath, get, ida, rawCall, register } from './on24-caller.ts';

let clock: SandboxClock;
let sandbox: On24Sandbox;

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startOn24Sandbox({ clock });
});
afterEach(() => sandbox.close());

test('a call without both headers and one with wrong ones are refused with 401 and different words', async () => {
  const url = `${sandbox.url}/v2/client/${world.on24.clientId}${eventPath}`;
  const bare = await fetch(url, { headers: { accessTokenKey: world.on24.tokenKey } });
  expect([bare.status, await bare.json()]).toEqual([
    401,
    { message: 'Header must contain both accessTokenKey and accessTokenSecret.' },
  ]);
  const wrong = await fetch(url, {
    headers: { accessTokenKey: world.on24.tokenKey, accessTokenSecret: 'x' },
  });
  expect(await wrong.text()).toContain('wrong or invalid');
});

test('a token may be disabled in the middle of a run', async () => {
  sandbox.switches.tokenDisabledAfterCalls = 1;
  expect((await get(sandbox, eventPath)).status).toBe(200);
  expect(await get(sandbox, eventPath)).toMatchObject({
    status: 401,
    body: { message: expect.stringContaining('deactivated') },
  });
});

test('an unknown client is 404, or 400 where the switch says so', async () => {
  const call = () =>
    fetch(`${sandbox.url}/v2/client/5${eventPath}`, {
      headers: { accessTokenKey: world.on24.tokenKey, accessTokenSecret: world.on24.tokenSecret },
    });
  expect((await call()).status).toBe(404);
  sandbox.switches.unknownClient = '400';
  expect(await (await call()).json()).toEqual({ message: "The client 5 doesn't exist." });
});

test('a token without an access level is refused with 403 or 401', async () => {
  sandbox.switches.missingAccess = ['registration'];
  expect((await register(sandbox)).status).toBe(403);
  expect((await get(sandbox, eventPath)).status).toBe(200);
  sandbox.switches.permissionReply = '401';
  expect((await register(sandbox)).status).toBe(401);
});

test('an endpoint over its calls a minute is refused by text or by 429, and works in the next minute (from documentation)', async () => {
  sandbox.switches.callsPerMinute.register = 1;
  expect((await register(sandbox)).status).toBe(200);
  expect(await register(sandbox)).toMatchObject({
    status: 403,
    body: { message: expect.stringContaining('maximum number of calls') },
  });
  expect((await get(sandbox, eventPath)).status).toBe(200);
  sandbox.switches.throttleReply = '429-retry-after';
  const refused = await rawCall(sandbox, 'POST', `${eventPath}/registrant`, ida);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
  clock.advance(60_000);
  expect((await register(sandbox)).status).toBe(200);
});

test('regfield takes thirty calls a minute without any switch (from documentation)', async () => {
  const start = Math.ceil(clock.now().getTime() / 60_000) * 60_000;
  clock.moveTo(new Date(start));
  const statuses: number[] = [];
  for (let call = 0; call < 31; call += 1)
    statuses.push((await get(sandbox, `${eventPath}/regfield`)).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(30);
  expect(statuses.at(-1)).toBe(403);
});

test('refusals may come as text or XML', async () => {
  sandbox.switches.errorBodies = 'text';
  const text = await rawCall(sandbox, 'GET', '/event/77');
  expect([text.headers.get('content-type'), await text.text()]).toEqual([
    'text/plain',
    "The event 77 doesn't exist.",
  ]);
  sandbox.switches.errorBodies = 'xml';
  const xml = await rawCall(sandbox, 'GET', '/event/77');
  expect(await xml.text()).toContain("<message>The event 77 doesn't exist.</message>");
});

test('the whole system may be down, refuse, throttle, close the event or reject its credentials', async () => {
  sandbox.mode = 'down';
  expect((await rawCall(sandbox, 'GET', eventPath)).status).toBe(503);
  sandbox.mode = 'refuses';
  sandbox.refusal = 'The moon is full.';
  expect(await register(sandbox)).toMatchObject({ status: 400, body: { message: 'The moon is full.' } });
  expect((await get(sandbox, eventPath)).status).toBe(200);
  sandbox.mode = 'throttled';
  expect((await register(sandbox)).body.message).toContain('maximum number of calls');
  sandbox.mode = 'inactive-event';
  expect((await register(sandbox)).body.message).toContain('is inactive');
  expect((await get(sandbox, eventPath)).body.isactive).toBe(false);
  sandbox.mode = 'bad-credentials';
  expect((await register(sandbox)).status).toBe(401);
  sandbox.mode = 'fine';
  expect((await register(sandbox)).status).toBe(200);
});

test('a system that never answers leaves the caller to its own time limit and changes nothing', async () => {
  sandbox.mode = 'no-answer';
  const url = `${sandbox.url}/v2/client/${world.on24.clientId}${eventPath}`;
  const abort = new AbortController();
  const pending = fetch(url, { signal: abort.signal });
  await sandbox.until('the call has come', () => sandbox.calls[0]?.status === 'unanswered');
  abort.abort();
  await expect(pending).rejects.toThrow();
});

test('a lost reply leaves the registration, a lost call leaves nothing', async () => {
  sandbox.fail({ path: /registrant$/, method: 'POST', effect: { kind: 'call-lost' } });
  await expect(register(sandbox)).rejects.toThrow();
  expect(sandbox.registrants(eventId)).toEqual([]);
  sandbox.fail({ path: /registrant$/, effect: { kind: 'reply-lost' } });
  await expect(register(sandbox)).rejects.toThrow();
  expect(sandbox.registrants(eventId)).toHaveLength(1);
  expect(sandbox.calls.map(({ status }) => status)).toEqual(['cut', 'cut']);
});

test('the next calls may be refused, fail with 5xx or be answered by somebody else', async () => {
  sandbox.fail({ path: /registrant/, effect: { kind: 'refusal', status: 400, message: 'Not today.' } });
  sandbox.fail({ path: /registrant/, effect: { kind: 'answer', status: 500 } });
  sandbox.fail({ path: /registrant/, effect: { kind: 'foreign', shape: 'html' } });
  expect((await register(sandbox)).body.message).toBe('Not today.');
  expect((await rawCall(sandbox, 'POST', `${eventPath}/registrant`, ida)).status).toBe(500);
  await expect(register(sandbox)).rejects.toThrow();
  expect((await register(sandbox)).status).toBe(200);
});

test('every call is remembered with its form and the words of a refusal', async () => {
  await register(sandbox, { email: 'uwe@acme.example' });
  expect(sandbox.calls).toMatchObject([
    {
      method: 'POST',
      body: { email: 'uwe@acme.example' },
      status: 400,
      message: expect.stringContaining('required'),
    },
  ]);
});
