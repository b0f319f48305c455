import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import {
  portsFrom,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../../sandbox/start-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { variableNames } from '../../../src/config.ts';
import { takePort } from './taken-port.ts';

const open: { close(): unknown }[] = [];

async function start(options: SandboxOptions = { ports: 'any' }): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

test('sandbox.env opens the simulated company, at the default ports', async () => {
  const file = await readFile(new URL('../../../sandbox/sandbox.env', import.meta.url), 'utf8');
  expect(parseEnv(file)).toEqual({
    SLACK_BOT_TOKEN: world.slack.botToken,
    SLACK_SIGNING_SECRET: world.slack.signingSecret,
    SLACK_API_URL: 'http://127.0.0.1:4701/api/',
    PORT: '4704',
    DATABASE_URL: 'embedded',
    MARKETO_URL: 'http://127.0.0.1:4702',
    MARKETO_CLIENT_ID: world.marketo.clientId,
    MARKETO_CLIENT_SECRET: world.marketo.clientSecret,
    MARKETO_POLL_SECONDS: '1',
    MARKETO_WEBHOOK_SECRET: world.marketo.webhookSecret,
    ON24_URL: 'http://127.0.0.1:4703',
    ON24_CLIENT_ID: String(world.on24.clientId),
    ON24_TOKEN_KEY: world.on24.tokenKey,
    ON24_TOKEN_SECRET: world.on24.tokenSecret,
  });
});

test('every variable of sandbox.env is one that the bot reads', async () => {
  const file = await readFile(new URL('../../../sandbox/sandbox.env', import.meta.url), 'utf8');
  expect(Object.keys(parseEnv(file)).filter((name) => !variableNames.includes(name))).toEqual([]);
});

test('the environment for a bot leads to the simulators that run', async () => {
  const sandbox = await start();
  const environment = await sandbox.botEnvironment();
  expect(environment).toMatchObject({
    SLACK_API_URL: sandbox.slack.apiUrl,
    MARKETO_URL: sandbox.marketo.url,
    ON24_URL: sandbox.on24.url,
  });
  const asked = await fetch(`${environment.SLACK_API_URL}auth.test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${environment.SLACK_BOT_TOKEN}` },
  });
  expect(await asked.json()).toMatchObject({ ok: true, user_id: world.slack.botUserId });
});

test('a port that is taken is named, with whose it is, and nothing is left running', async () => {
  const taken = await takePort();
  const { port } = taken;
  open.push(taken);
  await expect(startSandbox({ ports: port - 3 })).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is in use, so ON24 cannot start there.`,
  );
  await expect(fetch(`http://127.0.0.1:${port - 2}/api/auth.test`)).rejects.toThrow();
});

test('SANDBOX_PORT moves the ports, 0 means any, and nonsense is refused in words', () => {
  expect(portsFrom({})).toBe(4700);
  expect(portsFrom({ SANDBOX_PORT: '5200' })).toBe(5200);
  expect(portsFrom({ SANDBOX_PORT: '0' })).toBe('any');
  expect(() => portsFrom({ SANDBOX_PORT: 'high' })).toThrow('SANDBOX_PORT is "high"');
  expect(() => portsFrom({ SANDBOX_PORT: '65534' })).toThrow('from 1 to 65531');
});
