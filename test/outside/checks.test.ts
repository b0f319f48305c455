/** The checks of Slack, Marketo and ON24, on the simulators: what is broken is said with what an operator can do. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { startMarketoSandbox } from '../../sandbox/marketo/marketo-sandbox.ts';
import { startOn24Sandbox } from '../../sandbox/on24/on24-sandbox.ts';
import { startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import type { CheckLine } from '../../src/outside/check-line.ts';
import { checkMarketo } from '../../src/outside/marketo/check-marketo.ts';
import { createMarketoClient } from '../../src/outside/marketo/marketo-client.ts';
import { checkOn24 } from '../../src/outside/on24/check-on24.ts';
import { createOn24Client } from '../../src/outside/on24/on24-client.ts';
import { checkSlack } from '../../src/outside/slack/check-slack.ts';
import { neededScopes } from '../../src/outside/slack/needed-scopes.ts';
import { createSlackOutbox } from '../../src/outside/slack/slack-outbox.ts';

const clock = () => new SandboxClock();
const notOk = (lines: CheckLine[]) =>
  lines.filter(({ state }) => state !== 'ok').map(({ name, state }) => `${state}: ${name}`);
const expectRemedies = (lines: CheckLine[]) =>
  expect(lines.filter(({ state, remedy }) => state === 'broken' && !remedy)).toEqual([]);

describe('the check of Slack', () => {
  async function slackForThisTest(token: string = world.slack.botToken) {
    const sandbox = await startSlackSandbox({ clock: clock() });
    onTestFinished(() => sandbox.close());
    const outbox = createSlackOutbox({ token, slackApiUrl: sandbox.apiUrl, budget: async () => {} });
    return { sandbox, outbox };
  }

  it('is well when the token is taken and every needed scope is granted', async () => {
    const { outbox } = await slackForThisTest();
    const lines = await checkSlack(outbox);
    expect(notOk(lines)).toEqual([]);
    expect(lines[0]?.says).toContain('"Acme"');
  });

  it.each(Object.keys(neededScopes))('names the scope %s when it is not granted', async (scope) => {
    const { sandbox, outbox } = await slackForThisTest();
    sandbox.switches.grantedScopes = sandbox.switches.grantedScopes.filter((granted) => granted !== scope);
    const lines = await checkSlack(outbox);
    expectRemedies(lines);
    const [missing, ...others] = lines.filter(({ state }) => state !== 'ok');
    expect(others).toEqual([]);
    expect(missing).toMatchObject({ name: `scope ${scope}`, remedy: expect.stringContaining(scope) });
    expect(missing?.state).toBe(neededScopes[scope]?.isOptional ? 'warning' : 'broken');
  });

  it('says that the token is wrong, and where the right one stands', async () => {
    const { outbox } = await slackForThisTest('xoxb-wrong');
    const lines = await checkSlack(outbox);
    expect(notOk(lines)).toEqual(['broken: token']);
    expect(lines[0]?.remedy).toContain('SLACK_BOT_TOKEN');
  });

  it('says that nobody answers', async () => {
    const outbox = createSlackOutbox({
      token: world.slack.botToken,
      slackApiUrl: 'http://127.0.0.1:9/api/',
      budget: async () => {},
    });
    const lines = await checkSlack(outbox);
    expect(notOk(lines)).toEqual(['broken: token']);
    expectRemedies(lines);
  });
});

describe('the check of Marketo', () => {
  async function marketoForThisTest(change: { clientSecret?: string; url?: string } = {}) {
    const sandbox = await startMarketoSandbox({ clock: clock() });
    const { clientId, clientSecret } = world.marketo;
    const client = createMarketoClient({ url: sandbox.url, clientId, clientSecret, ...change });
    onTestFinished(async () => {
      await client.close();
      await sandbox.close();
    });
    return { sandbox, client };
  }

  it('is well when every endpoint may be asked, and counts the calls of the day', async () => {
    const { sandbox, client } = await marketoForThisTest();
    const lines = await checkMarketo(client);
    expect(notOk(lines)).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ name: 'calls today', says: expect.stringMatching(/^\d of the/) });
    expect(sandbox.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it.each([
    ['program members', /describe/, 'Read-Write Lead'],
    ['people', /leads\.json/, 'Read-Write Lead'],
    ['activities', /pagingtoken/, 'Read-Only Activity'],
    ['programs', /asset/, 'Read-Only Assets'],
  ])('names the permission that is missing for %s', async (name, path, permission) => {
    const { sandbox, client } = await marketoForThisTest();
    sandbox.fail({ path, times: Infinity, effect: { kind: 'code', code: '603' } });
    const lines = await checkMarketo(client);
    expect(notOk(lines)).toEqual([`broken: ${name}`]);
    expect(lines.find(({ state }) => state === 'broken')?.remedy).toContain(permission);
  });

  it('says that the credentials are wrong, once', async () => {
    const { client } = await marketoForThisTest({ clientSecret: 'wrong' });
    const lines = await checkMarketo(client);
    expect(lines).toMatchObject([{ name: 'token', state: 'broken' }]);
    expect(lines[0]?.remedy).toContain('MARKETO_CLIENT_SECRET');
  });

  it('says that the address is wrong, once', async () => {
    const { client } = await marketoForThisTest({ url: 'http://127.0.0.1:9' });
    const lines = await checkMarketo(client);
    expect(lines).toMatchObject([{ name: 'token', state: 'broken' }]);
    expect(lines[0]?.remedy).toContain('MARKETO_URL');
  });

  it('says that the calls of the day are used up, and asks no more', async () => {
    const { sandbox, client } = await marketoForThisTest();
    sandbox.switches.callsPerDay = 2;
    const lines = await checkMarketo(client);
    expect(notOk(lines)).toEqual(['broken: calls today']);
    expectRemedies(lines);
    expect(sandbox.calls.filter(({ codes }) => codes.includes('607'))).toHaveLength(1);
  });

  it('takes being asked too often for no fault', async () => {
    const { sandbox, client } = await marketoForThisTest();
    sandbox.fail({ path: /describe/, times: Infinity, effect: { kind: 'code', code: '606' } });
    expect(notOk(await checkMarketo(client))).toEqual(['warning: token']);
  });
});

describe('the check of ON24', () => {
  const account = world.on24.clientId;

  async function on24ForThisTest(change: { tokenSecret?: string; url?: string } = {}) {
    const sandbox = await startOn24Sandbox({ clock: clock() });
    const { tokenKey, tokenSecret } = world.on24;
    const client = createOn24Client({ url: sandbox.url, tokenKey, tokenSecret, ...change });
    onTestFinished(async () => {
      await client.close();
      await sandbox.close();
    });
    return { sandbox, client };
  }

  it('is well when the token may do what Usher needs', async () => {
    const { sandbox, client } = await on24ForThisTest();
    expect(notOk(await checkOn24(client, account))).toEqual([]);
    expect(sandbox.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it.each([
    ['account-analytics', ['warning: event list'], '403'],
    ['event-analytics', ['broken: event read'], '403'],
    ['helper', ['warning: registration fields'], '403'],
    ['event-analytics', ['broken: event read'], '401'],
  ] as const)('names the access level that is missing: %s', async (level, wanted, permissionReply) => {
    const { sandbox, client } = await on24ForThisTest();
    Object.assign(sandbox.switches, { missingAccess: [level], permissionReply });
    const lines = await checkOn24(client, account);
    expect(notOk(lines)).toEqual(wanted);
    expect(lines.find(({ state }) => state !== 'ok')?.remedy).toContain('access level');
  });

  it('says that the contract lacks Elite', async () => {
    const { sandbox, client } = await on24ForThisTest();
    sandbox.addEvent({ id: 4410999, startsAt: new Date() });
    sandbox.switches.elite = false;
    expect(notOk(await checkOn24(client, account))).toEqual(['warning: registration fields']);
  });

  it('says that the token is wrong, and where the account may be served', async () => {
    const { client } = await on24ForThisTest({ tokenSecret: 'wrong' });
    const lines = await checkOn24(client, account);
    expect(lines).toMatchObject([{ name: 'token', state: 'broken' }]);
    expect(lines[0]?.remedy).toMatch(/ON24_TOKEN_SECRET.*api\.eu\.on24\.com/);
  });

  it('says that the account is another', async () => {
    const { client } = await on24ForThisTest();
    const lines = await checkOn24(client, 99);
    expect(lines).toMatchObject([{ name: 'account', state: 'broken' }]);
    expect(lines[0]?.remedy).toMatch(/ON24_CLIENT_ID.*api\.eu\.on24\.com/);
  });

  it('says that nobody answers', async () => {
    const { client } = await on24ForThisTest({ url: 'http://127.0.0.1:9' });
    expect(await checkOn24(client, account)).toMatchObject([{ name: 'token', state: 'broken' }]);
  });
});
