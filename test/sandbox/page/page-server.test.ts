import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PageAnswer, pageAnswer } from '../../../sandbox/page/page-requests.ts';
import { type PageState, pageState } from '../../../sandbox/page/page-state.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start-sandbox.ts';
import { world } from '../../../sandbox/world.ts';

const programId = world.marketo.program.id;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ ports: 'any' });
});
beforeEach(() => {
  for (const { leadId } of sandbox.marketo.members(programId))
    sandbox.marketo.removeFromProgram(programId, leadId);
});
afterAll(() => sandbox.close());

async function ask(name: string, body: unknown): Promise<PageAnswer> {
  const answer = await fetch(`${sandbox.pageUrl}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return pageAnswer.parse(await answer.json());
}

/** Reads states from the stream until one fits. */
async function untilState(fits: (state: PageState) => boolean): Promise<PageState> {
  const answer = await fetch(`${sandbox.pageUrl}/api/state`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    const states = events
      .flatMap((event) => event.split('\n'))
      .filter((line) => line.startsWith('data: '))
      .map((line) => pageState.parse(JSON.parse(line.slice('data: '.length))));
    const found = states.find(fits);
    if (found !== undefined) return found;
  }
  throw new Error('the stream ended before the state came');
}

test('who fills in the form stands in the state, and waits for approval a moment later', async () => {
  const person = {
    email: 'ines@fjord.example',
    firstName: 'Ines',
    lastName: '',
    company: 'Fjord',
    title: '',
  };
  expect(await ask('marketo/fill-form', person)).toEqual({ ok: true });
  const { marketo } = await untilState(({ marketo: { members } }) =>
    members.some(({ statusName }) => statusName === 'Pending Approval'),
  );
  expect(marketo.members[0]).toMatchObject({
    name: 'Ines',
    email: 'ines@fjord.example',
    background: 'Fjord',
  });
});

test('200 forms at once are 200 different people, whoever was there before', async () => {
  await ask('marketo/forms-of-strangers', { count: 5 });
  await ask('marketo/forms-of-strangers', { count: 200 });
  const emails = sandbox.marketo.members(programId).map(({ leadId }) => sandbox.marketo.lead(leadId)?.email);
  expect(new Set(emails).size).toBe(205);
  const { marketo } = await untilState(() => true);
  expect(marketo.memberCount).toBe(205);
  expect(marketo.members).toHaveLength(100);
});

test('a status that would lead backwards is refused in words', async () => {
  const leadId = sandbox.marketo.fillForm(programId, { email: 'olu@fjord.example' });
  expect(await ask('marketo/status', { leadId, statusName: 'Registered' })).toEqual({ ok: true });
  expect(await ask('marketo/status', { leadId, statusName: 'Invited' })).toEqual({
    ok: false,
    warning: 'Marketo refuses Invited: people only move forward.',
  });
});

test('a person is removed from the program by hand', async () => {
  const leadId = sandbox.marketo.fillForm(programId, { email: 'olu@fjord.example' });
  await ask('marketo/remove', { leadId });
  expect(sandbox.marketo.member(programId, leadId)).toBeUndefined();
});

test('Marketo throttles while its switch is on, and no longer', async () => {
  const call = async () => {
    const { marketo } = world;
    const identity = `${sandbox.marketo.url}/identity/oauth/token?grant_type=client_credentials&client_id=${marketo.clientId}&client_secret=${marketo.clientSecret}`;
    const granted: unknown = await (await fetch(identity)).json();
    const token = JSON.stringify(granted).match(/"access_token":"([^"]+)"/)?.[1];
    const answer = await fetch(`${sandbox.marketo.url}/rest/asset/v1/channels.json`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.text();
  };
  await ask('marketo/throttle', { isOn: true });
  expect(await call()).toContain('606');
  await ask('marketo/throttle', { isOn: false });
  expect(await call()).not.toContain('606');
});

test('ON24 is put out of order and back, with words of its own', async () => {
  await ask('on24/mode', { mode: 'refuses', refusal: 'The company is not welcome.' });
  expect(sandbox.on24).toMatchObject({ mode: 'refuses', refusal: 'The company is not welcome.' });
  await ask('on24/mode', { mode: 'fine' });
  expect((await untilState(() => true)).on24.mode).toBe('fine');
});

test('the evening button moves the clock of all simulators to 23:00 Pacific', async () => {
  await ask('clock/evening', {});
  const hour = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  expect(hour.format(sandbox.clock.now())).toBe('23');
});

test('the webinar ends once, and some of those registered have watched it', async () => {
  sandbox.on24.watch(world.on24.event.id, 'ines@fjord.example', {});
  expect(await ask('on24/end', {})).toMatchObject({ ok: true });
  const { on24 } = await untilState(() => true);
  expect(on24.hasEnded).toBe(true);
  expect(on24.registrants.some(({ liveMinutes }) => (liveMinutes ?? 0) > 0)).toBe(true);
  expect(await ask('on24/end', {})).toEqual({ ok: false, warning: 'The webinar has ended already.' });
});

test('what is asked wrongly is answered with a sentence', async () => {
  expect(await ask('marketo/forms-of-strangers', { count: 'many' })).toMatchObject({ ok: false });
  const gone = await ask('slack/close', { personId: 'U0MARA', viewId: 'V0GONE' });
  expect(gone).toMatchObject({ ok: false, warning: expect.stringContaining('V0GONE') });
});

test('a command that does not exist is refused as Slack refuses it', async () => {
  const answer = await ask('slack/say', { personId: 'U0JO', channelId: 'C0WEBINAR', text: '/party now' });
  expect(answer).toEqual({
    ok: false,
    warning: '/party is not a valid command here. Try /webinar help.',
  });
});

test('a page of another site is turned away, by its name and by its origin', async () => {
  const port = Number(new URL(sandbox.pageUrl).port);
  const statusWith = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/', headers }, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end();
    });
  expect(await statusWith({ host: `localhost:${port}` })).toBe(200);
  expect(await statusWith({ host: 'usher.example' })).toBe(403);
  expect(await statusWith({ host: `localhost:${port}`, origin: 'https://usher.example' })).toBe(403);
});
