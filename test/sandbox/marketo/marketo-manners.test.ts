import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type MarketoSandbox, startMarketoSandbox } from '../../../sandbox/marketo/marketo-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { answerIn, codeOf, get, grant, identityUrl, pendingPerson, post, rawCall } from './marketo-caller.ts';

const programId = world.marketo.program.id;
const usage = '/rest/v1/stats/usage.json';
let clock: SandboxClock;
let sandbox: MarketoSandbox;

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startMarketoSandbox({ clock });
});
afterEach(() => sandbox.close());

const withToken = async (token: string) => {
  const response = await fetch(sandbox.url + usage, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await answerIn(response) };
};

test('the identity service hands out one token with its remaining life until that is over', async () => {
  const first = await grant(sandbox);
  clock.advance(600_000);
  const second = await grant(sandbox);
  expect(second.access_token).toBe(first.access_token);
  expect(second.expires_in).toBeLessThanOrEqual(first.expires_in - 600);
  clock.advance(3_600_000);
  expect((await grant(sandbox)).access_token).not.toBe(first.access_token);
});

test('wrong credentials are answered 401 with an error description', async () => {
  const response = await fetch(identityUrl(sandbox, 'not-the-secret'));
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: 'unauthorized' });
});

test('an unknown token is 601 and an expired one 602, both at HTTP 200, and a token in the address counts for nothing', async () => {
  expect(await withToken('made-up')).toMatchObject({ status: 200, body: { errors: [{ code: '601' }] } });
  const { access_token } = await grant(sandbox);
  expect((await withToken(access_token)).body.success).toBe(true);
  const inAddress = await fetch(`${sandbox.url}${usage}?access_token=${access_token}`);
  expect(await inAddress.json()).toMatchObject({ errors: [{ code: '601' }] });
  sandbox.expireTokens();
  expect((await withToken(access_token)).body.errors?.[0]?.code).toBe('602');
  const next = await grant(sandbox);
  sandbox.expireTokens('601');
  expect((await withToken(next.access_token)).body.errors?.[0]?.code).toBe('601');
});

test('a token is expired when the clock says so', async () => {
  const { access_token } = await grant(sandbox);
  clock.advance(3_601_000);
  expect((await withToken(access_token)).body.errors?.[0]?.code).toBe('602');
});

test('the 101st call within 20 seconds is refused with 606, and calls go through again when the window has passed', async () => {
  sandbox.switches.callsPer20Seconds = 3;
  for (let call = 0; call < 3; call += 1) expect((await get(sandbox, usage)).success).toBe(true);
  const refused = await get(sandbox, usage);
  expect(refused.errors).toEqual([{ code: '606', message: "Max rate limit '3' exceeded with in '20' secs" }]);
  clock.advance(20_000);
  expect((await get(sandbox, usage)).success).toBe(true);
});

test('calls beyond the concurrent limit are refused with 615', async () => {
  sandbox.switches.concurrentCalls = 2;
  sandbox.fail({ path: /usage/, times: 2, effect: { kind: 'slow', ms: 300 } });
  const answers = await Promise.all([get(sandbox, usage), get(sandbox, usage), get(sandbox, usage)]);
  expect(answers.map(codeOf).sort()).toEqual(['615', undefined, undefined]);
});

test('the daily quota is refused with 607 until midnight in Chicago', async () => {
  sandbox.switches.callsPerDay = 1;
  expect((await get(sandbox, usage)).result).toMatchObject([{ total: 1 }]);
  expect(codeOf(await get(sandbox, usage))).toBe('607');
  clock.advance(24 * 3_600_000);
  expect((await get(sandbox, usage)).success).toBe(true);
});

test('a body over a megabyte is HTTP 413 and an address over 8 KB is HTTP 414', async () => {
  const big = await rawCall(sandbox, 'POST', '/rest/v1/leads.json', { input: ['x'.repeat(1_100_000)] });
  expect(big.status).toBe(413);
  const ids = '1234567,'.repeat(1_200);
  expect(
    (await rawCall(sandbox, 'GET', `/rest/v1/leads.json?filterType=id&filterValues=${ids}`)).status,
  ).toBe(414);
});

test('unknown paths are 610, wrong methods 605, foreign content types 612 and broken JSON 609', async () => {
  expect(codeOf(await get(sandbox, '/rest/v1/nowhere.json'))).toBe('610');
  expect(codeOf(await post(sandbox, usage, {}))).toBe('605');
  const { access_token } = await grant(sandbox);
  const send = async (contentType: string) => {
    const response = await fetch(`${sandbox.url}/rest/v1/leads.json`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': contentType },
      body: '{"input":',
    });
    return codeOf(await answerIn(response));
  };
  expect(await send('text/plain')).toBe('612');
  expect(await send('application/json')).toBe('609');
});

test('a role without rights is refused with 603', async () => {
  sandbox.switches.access = 'read-only';
  expect((await get(sandbox, usage)).success).toBe(true);
  const write = { statusName: 'Registered', input: [{ leadId: 1 }] };
  expect(codeOf(await post(sandbox, `/rest/v1/programs/${programId}/members/status.json`, write))).toBe(
    '603',
  );
  sandbox.switches.access = 'denied';
  expect(codeOf(await get(sandbox, usage))).toBe('603');
});

test('a lost reply leaves its effect, a lost call leaves none', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const path = `/rest/v1/programs/${programId}/members/status.json`;
  const write = () => post(sandbox, path, { statusName: 'Registered', input: [{ leadId }] });
  sandbox.fail({ path: /status\.json/, effect: { kind: 'call-lost' } });
  await expect(write()).rejects.toThrow();
  expect(sandbox.member(programId, leadId)?.statusName).toBe('Pending Approval');
  sandbox.fail({ path: /status\.json/, effect: { kind: 'reply-lost' } });
  await expect(write()).rejects.toThrow();
  expect(sandbox.member(programId, leadId)?.statusName).toBe('Registered');
  expect(sandbox.calls.at(-1)).toMatchObject({ method: 'POST', path, status: 'cut' });
});

test('a fault is played as often as asked and then the call goes through', async () => {
  sandbox.fail({ path: /usage/, times: 2, effect: { kind: 'code', code: '611' } });
  sandbox.fail({ path: /usage/, effect: { kind: 'answer', status: 502 } });
  expect([codeOf(await get(sandbox, usage)), codeOf(await get(sandbox, usage))]).toEqual(['611', '611']);
  expect((await rawCall(sandbox, 'GET', usage)).status).toBe(502);
  expect((await get(sandbox, usage)).success).toBe(true);
});

test.each(['html', 'truncated-json', 'wrong-shape', 'empty'] as const)(
  'an answer can be foreign: %s',
  async (shape) => {
    sandbox.fail({ path: /usage/, effect: { kind: 'foreign', shape } });
    await expect(get(sandbox, usage)).rejects.toThrow();
    expect((await get(sandbox, usage)).success).toBe(true);
  },
);

test('every call is remembered with what was asked and which codes came back', async () => {
  const path = `/rest/v1/programs/${programId}/members/status.json`;
  await post(sandbox, path, { statusName: 'Registered', input: [{ leadId: 4 }] });
  expect(sandbox.calls.at(-1)).toMatchObject({
    method: 'POST',
    path,
    status: 200,
    body: { statusName: 'Registered' },
    codes: ['1004'],
  });
});
