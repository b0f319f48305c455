/** Socket Mode's life: reconnects, half-open sockets, and the eleventh connection. */
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { world } from '../../../sandbox/world.ts';
import { type SmallBolt, startSocketBolt } from './small-bolt-app.ts';

let bolt: SmallBolt;
const heard: string[] = [];

beforeEach(async () => {
  heard.length = 0;
  bolt = await startSocketBolt((app) => {
    app.shortcut('review', async ({ ack, body }) => {
      await ack();
      heard.push(body.user.id);
    });
  });
});
afterEach(() => bolt.stop());

const frameSchema = z.object({ type: z.string(), reason: z.string().optional() });

/** Opens a bare socket and resolves with the first frame. */
async function openSocket() {
  const client = new WebClient(world.slack.appToken, { slackApiUrl: bolt.slack.apiUrl });
  const { url } = await client.apps.connections.open();
  if (url === undefined) throw new Error('no address');
  const socket = new WebSocket(url);
  const first = await new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve(JSON.parse(String(data))));
    socket.once('error', reject);
  });
  return { socket, url, first: frameSchema.parse(first) };
}

it('after a disconnect clicks are lost until the bot is back, and then heard again', async () => {
  const { slack } = bolt;
  slack.sockets.disconnect();
  expect(await slack.as('U0MARA').shortcut('review')).toMatchObject({
    ok: false,
    warning: expect.stringContaining('no open socket'),
  });
  await slack.until('the bot reconnects', () => slack.sockets.count === 1);
  expect(await slack.as('U0MARA').shortcut('review')).toMatchObject({ ok: true });
  expect(heard).toEqual(['U0MARA']);
});

it('without a socket the request URL is used', async () => {
  const { slack } = bolt;
  slack.setRequestUrl(`http://127.0.0.1:${slack.port}/nobody-listens-here`);
  slack.sockets.disconnect();
  expect(await slack.as('U0MARA').shortcut('review')).toMatchObject({
    ok: false,
    warning: expect.stringContaining('HTTP 404'),
  });
});

it('what is sent into a half-open socket vanishes, and the bot notices by the missing pongs', async () => {
  const { slack } = bolt;
  slack.switches.ackDeadlineMs = 100;
  slack.sockets.makeHalfOpen();
  expect(slack.sockets.count).toBe(1);
  expect(await slack.as('U0MARA').shortcut('review')).toMatchObject({ ok: false });
  await slack.until('the bot gives the socket up', () => slack.sockets.count === 0);
  await slack.until('the bot reconnects', () => slack.sockets.count === 1);
  expect(await slack.as('U0JO').shortcut('review')).toMatchObject({ ok: true });
});

it('each payload goes to one of the open sockets', async () => {
  const { socket } = await openSocket();
  const frames: unknown[] = [];
  socket.on('message', (data) => frames.push(data));
  bolt.slack.switches.ackDeadlineMs = 100;
  const outcomes = [
    await bolt.slack.as('U0MARA').shortcut('review'),
    await bolt.slack.as('U0JO').shortcut('review'),
  ];
  expect(outcomes.map((outcome) => outcome.ok).toSorted()).toEqual([false, true]);
  expect(heard).toHaveLength(1);
  expect(frames).toHaveLength(1);
  socket.terminate();
});

it('the eleventh socket is turned away', async () => {
  const sockets = [];
  for (let number = 2; number <= 10; number += 1) sockets.push(await openSocket());
  expect(sockets.map(({ first }) => first.type)).toEqual(Array(9).fill('hello'));
  const eleventh = await openSocket();
  expect(eleventh.first).toEqual({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(bolt.slack.sockets.count).toBe(10);
  for (const { socket } of [...sockets, eleventh]) socket.terminate();
});

it('the server pings, and a ticket opens one socket only', async () => {
  bolt.slack.switches.serverPingMs = 20;
  const { socket, url } = await openSocket();
  await new Promise((resolve) => socket.once('ping', resolve));
  const second = new WebSocket(url);
  const error = await new Promise((resolve) => second.once('error', resolve));
  expect(String(error)).toContain('401');
  socket.terminate();
});
