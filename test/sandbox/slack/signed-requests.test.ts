/** Signatures and events over HTTP: Bolt takes what Slack signed now, and nothing else. */
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SmallBolt, startHttpBolt } from './small-bolt-app.ts';

let bolt: SmallBolt;
const events: { id: string; retry: number | undefined }[] = [];

beforeEach(async () => {
  events.length = 0;
  bolt = await startHttpBolt((app) => {
    app.event('app_home_opened', async ({ body, context }) => {
      events.push({ id: body.event_id, retry: context.retryNum });
    });
  });
});
afterEach(() => bolt.stop());

const body = new URLSearchParams({ payload: '{"type":"block_actions"}' }).toString();

it('a signature made with another secret is refused', async () => {
  expect(await bolt.slack.postSigned({ body, signingSecret: 'a guess' })).toMatchObject({ status: 401 });
});

it('a right signature that is ten minutes old is refused', async () => {
  const timestamp = Math.floor(Date.now() / 1000) - 600;
  expect(await bolt.slack.postSigned({ body, timestamp })).toMatchObject({ status: 401 });
});

it('the request URL is verified by its challenge', async () => {
  expect(await bolt.slack.verifyRequestUrl()).toBe(true);
});

it('opening Home tells the bot who opened it', async () => {
  await bolt.slack.as('U0SAM').openHome();
  await bolt.slack.until('the event', () => events.length === 1);
  expect(events[0]?.retry).toBeUndefined();
});

it('an event that fails comes again at once, after one minute and after five', async () => {
  const { slack, clock } = bolt;
  const tries: (string | undefined)[] = [];
  const broken = createServer((request, response) => {
    tries.push(request.headersDistinct['x-slack-retry-num']?.[0]);
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  const address = broken.address();
  if (address === null || typeof address === 'string') throw new Error('the broken bot has no port');
  slack.setRequestUrl(`http://127.0.0.1:${address.port}/`);

  const outcome = await slack.sendEvent({ type: 'app_home_opened', user: 'U0SAM', tab: 'home' });
  expect(outcome).toMatchObject({ ok: false, warning: expect.stringContaining('HTTP 500') });
  await expect.poll(() => tries).toEqual([undefined, '1']);
  // Slack begins to wait once it has read the answer, which nobody here can see: its clock is moved until it has.
  const after = (waitMs: number, count: number) =>
    expect.poll(() => {
      if (tries.length < count) clock.advance(waitMs);
      return tries.length;
    });
  await after(60_000, 3).toBe(3);
  await after(300_000, 4).toBe(4);
  expect(tries).toEqual([undefined, '1', '2', '3']);
  broken.closeAllConnections();
  await new Promise((resolve) => broken.close(resolve));
});

it('Slack may send an event twice', async () => {
  bolt.slack.switches.eventRetries = 'duplicates';
  await bolt.slack.as('U0SAM').openHome();
  await expect.poll(() => events.length).toBe(2);
  expect(new Set(events.map((event) => event.id)).size).toBe(1);
  expect(events.map((event) => event.retry)).toEqual([undefined, 1]);
});
