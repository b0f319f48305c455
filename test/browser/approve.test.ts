/** The whole product as a newcomer meets it: the real bot, the demo page, a real browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { createUsher, type Usher } from '../../src/app.ts';
import { readServiceConfig } from '../../src/config.ts';
import { connectCommand } from '../../src/connect-command.ts';
import { createLog } from '../../src/log.ts';
import { launchChromium } from '../support/chromium.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const programId = world.marketo.program.id;
const ada = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  title: 'VP Engineering',
  company: 'Analytical Engines',
  email: 'ada@analytical-engines.example',
};
const charles = {
  firstName: 'Charles',
  lastName: 'Babbage',
  title: 'CTO',
  company: 'Difference Ltd',
  email: 'charles@difference.example',
};

let sandbox: Sandbox;
let database: TestDatabase;
let usher: Usher;
let browser: Browser;
let page: Page;
let pictures: string;

beforeAll(async () => {
  sandbox = await startSandbox({ ports: 'any' });
  database = await createTestDatabase();
  const environment = {
    ...(await sandbox.botEnvironment()),
    PORT: '0',
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
  };
  const log = createLog({ level: 'silent', secrets: [] });
  usher = createUsher(readServiceConfig(environment), database.url, log, () => sandbox.clock.now());
  const { port } = await usher.start();
  sandbox.setBotUrl(`http://127.0.0.1:${port}`);
  const code = await connectCommand(
    environment,
    {
      program: programId,
      event: world.on24.event.id,
      channel: world.slack.channel.id,
      approvers: [world.slack.people[0].id],
      capacity: 150,
      hold: 2,
      registrar: 'on24',
    },
    () => {},
  );
  expect(code).toBe(0);
  for (const person of [ada, charles]) sandbox.marketo.fillForm(programId, person);
  // The screenshots in docs/ are taken here when they are asked for: USHER_PICTURES=docs npx vitest run test/browser/approve.test.ts
  pictures = process.env.USHER_PICTURES ?? (await mkdtemp(join(tmpdir(), 'usher-pictures-')));
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  await page.goto(sandbox.pageUrl);
});

afterAll(async () => {
  await browser?.close();
  await usher?.stop();
  await sandbox?.close();
  await database?.drop();
  if (!process.env.USHER_PICTURES && pictures) await rm(pictures, { recursive: true, force: true });
});

const channel = () => page.getByRole('log');
const says = (text: string | RegExp) => channel().getByText(text).first().waitFor();
const picture = (name: string) => page.screenshot({ path: join(pictures, name) });

test('a click on Approve registers Ada in ON24 and Marketo, and the page shows each step', async () => {
  await page.getByRole('button', { name: 'Approve Ada Lovelace' }).click();
  await page.getByRole('button', { name: 'Undo the decision on Ada Lovelace' }).waitFor();
  await says(/· registered/);
  await page.getByRole('region', { name: 'ON24' }).getByText('Ada Lovelace').waitFor();
  await page.getByRole('region', { name: 'Marketo' }).getByText('Join link').waitFor();
  await page.getByRole('region', { name: 'Mail' }).getByText('You are in').waitFor();
  const size = (await picture('demo-page.png')).byteLength;
  expect(size).toBeGreaterThan(30_000);
});

test('when ON24 refuses, one calm alert says why, and once that is mended its retry registers the person', async () => {
  await page.getByRole('switch', { name: 'ON24 refuses' }).click();
  await page.getByRole('button', { name: 'Approve Charles Babbage' }).click();
  await says(/could not be registered/);
  await says(/What it means/);
  await picture('demo-alert.png');
  await page.getByRole('switch', { name: 'ON24 refuses' }).click();
  await page.getByRole('button', { name: /Register 1 person again/ }).click();
  await says(/Solved: 1 of 1 registered/);
  expect(sandbox.on24.registrants(world.on24.event.id).map(({ email }) => email)).toEqual([
    ada.email,
    charles.email,
  ]);
});

test('after the webinar, at 23:00 Pacific, the report says who came', async () => {
  await page.getByRole('button', { name: 'The webinar ends' }).click();
  // From a fixed hour of the evening on, so that ON24's data is final at night wherever the test runs.
  sandbox.clock.advance(4 * 60 * 60 * 1000);
  await page.getByRole('button', { name: 'It is 23:00 Pacific' }).click();
  await says(/Attendance of .* · final/);
  await says(/1 now attended, 1 now no show/);
  await picture('demo-report.png');
});
