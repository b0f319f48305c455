/** The sandbox's page in a real browser, with a tiny bot behind it: what people see and click is what Slack would do. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { approval, gallery } from '../sandbox/page/stand-in-blocks.ts';
import { type StandInBot, startStandInBot } from '../sandbox/page/stand-in-bot.ts';
import { launchChromium } from '../support/chromium.ts';

const channel = world.slack.channel.id;
let browser: Browser;
let sandbox: Sandbox;
let bot: StandInBot;
let page: Page;
let noise: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  sandbox = await startSandbox({ ports: 'any' });
  bot = await startStandInBot(sandbox);
  await bot.app.client.chat.postMessage({ channel, text: 'Grete Holm asks to join.', blocks: approval() });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  noise = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(sandbox.pageUrl);
  await page.getByRole('log').waitFor();
});

afterEach(async () => {
  await page.close();
  await bot.stop();
  await sandbox.close();
  expect(noise).toEqual([]);
});

const log = () => page.getByRole('log', { name: 'Messages in #webinar-approvals' });
const become = (name: string) => page.getByRole('radio', { name: new RegExp(name) }).check();
const press = (name: string, within: Page | Locator = page) => within.getByRole('button', { name }).click();

test('an approver clicks Approve, and the message changes for everybody', async () => {
  await press('Approve Grete Holm');
  await log().getByText('Approved by @Mara Lindqvist').waitFor();
  await become('Jo Okafor');
  await log().getByText('Approved by @Mara Lindqvist').waitFor();
  expect(await page.getByRole('button', { name: 'Approve Grete Holm' }).count()).toBe(0);
});

test('a whisper is seen by the person it is meant for, and by nobody else', async () => {
  await become('Sam Weiss');
  await press('Whisper');
  await log().getByText('Only visible to you').waitFor();
  await become('Mara Lindqvist');
  expect(await log().getByText('Only visible to you').count()).toBe(0);
  await become('Sam Weiss');
  await log().getByText('Only you read this.').waitFor();
  await page.reload();
  await log().getByText('Grete Holm').waitFor();
  await log().getByText('Only you read this.').waitFor({ state: 'detached' });
});

test('a modal keeps what was typed beside a field error, and closes once it is right', async () => {
  await press('Reject…');
  const dialog = page.getByRole('dialog', { name: 'Reject' });
  await press('Reject', dialog);
  await dialog.getByText('Please complete this required field.').first().waitFor();
  await dialog.getByRole('radio', { name: 'Not a fit' }).check();
  await dialog.getByRole('textbox', { name: 'In your words' }).fill('no');
  await press('Reject', dialog);
  await dialog.getByRole('alert').getByText('Say a little more.').waitFor();
  expect(await dialog.getByRole('radio', { name: 'Not a fit' }).isChecked()).toBe(true);
  await dialog.getByRole('textbox', { name: 'In your words' }).fill('sells the same thing');
  await press('Reject', dialog);
  await log().getByText('@Mara Lindqvist says not_a_fit: sells the same thing').waitFor();
  expect(await dialog.count()).toBe(0);
});

test('a modal belongs to the person who opened it', async () => {
  await press('Reject…');
  await page.getByRole('dialog').waitFor();
  const other = await browser.newPage();
  await other.goto(`${sandbox.pageUrl}/?as=U0JO`);
  await other.getByRole('log').getByText('Grete Holm').waitFor();
  expect(await other.getByRole('dialog').count()).toBe(0);
  await other.close();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a question is asked first, and no means no', async () => {
  await press('Approve all 3');
  const question = page.getByRole('dialog', { name: 'Approve 3 people?' });
  await press('Cancel', question);
  await question.waitFor({ state: 'detached' });
  await press('Approve all 3');
  await press('Approve 3', question);
  await log().getByText('All approved by @Mara Lindqvist').waitFor();
  expect(await log().getByText('All approved').count()).toBe(1);
});

test('the overflow menu can be used with the keyboard alone', async () => {
  await page.getByRole('button', { name: 'More actions' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Details' }).waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Open in Marketo');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await log().getByText('You picked details.').waitFor();
});

test('a click that the bot does not acknowledge leaves a warning beside the button', async () => {
  await bot.stop();
  await press('Approve Grete Holm');
  await log().getByRole('alert').getByText('Usher could not be reached. Try again.').waitFor();
});

test('a command is answered to the one who typed it', async () => {
  await page.getByRole('textbox', { name: 'Message #webinar-approvals' }).fill('/webinar pending');
  await page.keyboard.press('Enter');
  await log().getByText('You asked for "pending".').waitFor();
  await page.getByRole('textbox', { name: 'Message #webinar-approvals' }).fill('Good *morning*');
  await press('Send');
  await become('Jo Okafor');
  await log().getByText('Good morning').waitFor();
  expect(await log().getByText('You asked for').count()).toBe(0);
});

test('Home is drawn when it is opened', async () => {
  await press('Usher Home');
  await page.getByRole('region', { name: "Usher's Home" }).getByText('Your webinars').waitFor();
});

test('every kind of block is drawn, and text from outside never becomes an element', async () => {
  const nasty = '<img src=x onerror="document.title=1"> <script>document.title=2</script>';
  await bot.app.client.chat.postMessage({
    channel,
    text: 'gallery',
    blocks: [{ type: 'header', text: { type: 'plain_text', text: nasty } }, ...gallery('one')],
  });
  await log().getByRole('heading', { name: nasty }).waitFor();
  await log().getByRole('img', { name: 'Attendance: Attended 212, On demand 31, No show 57' }).waitFor();
  await log().getByRole('table', { name: 'Who came' }).waitFor();
  expect(await log().getByText('which this page does not draw').count()).toBe(0);
  expect(await log().locator('script, img').count()).toBe(0);
  expect(await page.title()).toBe('Usher sandbox');
  await press('Next');
  await log().getByRole('cell', { name: 'Mio Kato' }).waitFor();
});

test('dates are shown in the time zone of the browser', async () => {
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', locale: 'en-US' });
  const tokyo = await context.newPage();
  await tokyo.goto(sandbox.pageUrl);
  await tokyo.getByRole('log').getByText('Dec 11, 2026, 3:00 AM · 112 of 150 places taken').waitFor();
  await context.close();
});

test('who fills in the form appears in Marketo, can be moved on by hand, and gets a mail', async () => {
  await press('Someone fills in the form');
  const marketo = page.getByRole('region', { name: 'Marketo' });
  await marketo.getByText('1 member of the program').waitFor();
  const status = marketo.getByRole('combobox');
  await expect.poll(() => status.inputValue()).toBe('Pending Approval');
  await status.selectOption('Registered');
  await page.getByRole('region', { name: 'Mail' }).getByText('You are in: Zero-trust in practice').waitFor();
  await status.selectOption('Invited');
  await page.getByRole('status').getByText('people only move forward').waitFor();
  expect(await status.inputValue()).toBe('Registered');
});

test('on a telephone nothing is wider than the screen', async () => {
  await bot.app.client.chat.postMessage({ channel, text: 'gallery', blocks: gallery('narrow') });
  await press('200 forms at once');
  await page.getByText('200 members of the program').waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
});
