import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { serveOnLoopback } from '../../../sandbox/loopback-server.ts';
import { type MarketoSandbox, startMarketoSandbox } from '../../../sandbox/marketo/marketo-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { codeOf, get, pendingPerson, post } from './marketo-caller.ts';

const programId = world.marketo.program.id;
const statusPath = `/rest/v1/programs/${programId}/members/status.json`;
let clock: SandboxClock;
let sandbox: MarketoSandbox;
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startMarketoSandbox({ clock });
});
afterEach(async () => {
  await sandbox.close();
  for (const close of closing.splice(0)) await close();
});

const statusOf = (leadId: number) => sandbox.member(programId, leadId)?.statusName;

test('a requested campaign is accepted at once and takes effect when its delay is over', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const tokens = [{ name: '{{my.decision}}', value: 'approved' }];
  const answer = await post(sandbox, '/rest/v1/campaigns/3712/trigger.json', {
    input: { leads: [{ id: leadId }], tokens },
  });
  expect(answer.result).toEqual([{ id: 3712 }]);
  expect(statusOf(leadId)).toBe('Pending Approval');
  clock.advance(2_000);
  await sandbox.until('registered', () => statusOf(leadId) === 'Registered');
});

test('batch, inactive and unknown campaigns and more than 100 people are refused', async () => {
  const trigger = (id: number, count = 1) =>
    post(sandbox, `/rest/v1/campaigns/${id}/trigger.json`, {
      input: { leads: Array.from({ length: count }, (_, index) => ({ id: index + 1 })) },
    });
  const common = { programId, name: 'Spring mailing', statusName: 'Registered' };
  sandbox.addCampaign({ ...common, id: 10, type: 'batch', active: true });
  sandbox.addCampaign({ ...common, id: 11, type: 'trigger', active: false });
  expect([codeOf(await trigger(10)), codeOf(await trigger(11)), codeOf(await trigger(12))]).toEqual([
    '1003',
    '1003',
    '1013',
  ]);
  expect(codeOf(await trigger(3712, 101))).toBe('1003');
  expect((await get(sandbox, '/rest/v1/campaigns/11.json')).result).toMatchObject([
    { id: 11, active: false },
  ]);
});

test('a status set by hand goes forward only, and Not in Program removes', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  expect(sandbox.setStatusByHand(programId, leadId, 'Rejected')).toBe('changed');
  expect(sandbox.setStatusByHand(programId, leadId, 'Pending Approval')).toBe('refused');
  expect(sandbox.setStatusByHand(programId, leadId, 'Not in Program')).toBe('changed');
  expect(statusOf(leadId)).toBeUndefined();
});

test('the confirmation mail holds the join link as it is when the status becomes Registered', async () => {
  const early = await pendingPerson(sandbox, 'early@acme.example');
  const late = await pendingPerson(sandbox, 'late@acme.example');
  const input = [{ leadId: early, webinarUrl: 'https://join.example/early' }];
  await post(sandbox, `/rest/v1/programs/${programId}/members.json`, { input });
  await post(sandbox, statusPath, { statusName: 'Registered', input: [{ leadId: early }, { leadId: late }] });
  expect(sandbox.mails.map(({ to, body }) => [to, body.includes('https://join.example/early')])).toEqual([
    ['early@acme.example', true],
    ['late@acme.example', false],
  ]);
});

test('Rejected and Waitlisted send their mails, other statuses send none', async () => {
  const [first, second] = [
    await pendingPerson(sandbox, 'a@acme.example'),
    await pendingPerson(sandbox, 'b@acme.example'),
  ];
  await post(sandbox, `/rest/v1/programs/${programId}/members.json`, {
    input: [{ leadId: first, approvalNote: 'The room is full.' }],
  });
  await post(sandbox, statusPath, { statusName: 'Rejected', input: [{ leadId: first }] });
  await post(sandbox, statusPath, { statusName: 'Waitlisted', input: [{ leadId: second }] });
  await post(sandbox, statusPath, { statusName: 'Registration Error', input: [{ leadId: second }] });
  expect(sandbox.mails.map((mail) => mail.campaign)).toEqual(['03 Sorry', '04 Waiting list']);
  expect(sandbox.mails[0]?.body).toContain('The room is full.');
});

async function receiver(answer: () => Promise<Response>) {
  const received: { secret: string | null; body: Record<string, unknown> }[] = [];
  const server = await serveOnLoopback(async (request) => {
    received.push({ secret: request.headers.get('x-usher-secret'), body: JSON.parse(await request.text()) });
    return answer();
  });
  closing.push(() => server.close());
  sandbox.setWebhookUrl(`${server.url}/marketo/webhook`);
  return received;
}

test('the webhook is called with the secret for Pending Approval and Registration Error, and the answer is kept', async () => {
  const received = await receiver(async () => Response.json({ ok: true }));
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  sandbox.setStatusByHand(programId, leadId, 'Registration Error');
  await sandbox.until('two answers', () => sandbox.webhookAnswers.length === 2);
  expect(received).toHaveLength(2);
  expect(received[0]).toMatchObject({
    secret: world.marketo.webhookSecret,
    body: { programId: String(programId), leadId: String(leadId), email: 'ida@acme.example', company: '' },
  });
  expect(sandbox.webhookAnswers[0]).toMatchObject({ status: 200, body: '{"ok":true}' });
});

test('webhooks may be off, doubled, late or with bare numbers', async () => {
  const received = await receiver(async () => Response.json({ ok: true }));
  sandbox.switches.webhooks = 'off';
  await pendingPerson(sandbox, 'off@acme.example');
  sandbox.switches.webhooks = 'duplicated';
  sandbox.switches.webhookTokens = 'bare';
  await pendingPerson(sandbox, 'double@acme.example');
  await sandbox.until('two answers', () => sandbox.webhookAnswers.length === 2);
  expect(received.map(({ body }) => [body.email, body.programId])).toEqual([
    ['double@acme.example', programId],
    ['double@acme.example', programId],
  ]);
  sandbox.switches.webhooks = 'late';
  await pendingPerson(sandbox, 'late@acme.example');
  expect(received).toHaveLength(2);
  clock.advance(sandbox.switches.webhookLateMs);
  await sandbox.until('the late answer', () => sandbox.webhookAnswers.length === 3);
});

test('at most so many webhook calls run at once, and all are made', async () => {
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  await receiver(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((open) => gates.push(open));
    running -= 1;
    return Response.json({ ok: true });
  });
  sandbox.switches.webhookConcurrency = 3;
  for (let person = 0; person < 8; person += 1)
    sandbox.fillForm(programId, { email: `p${person}@acme.example` });
  await sandbox.until('all are answered', () => {
    if (gates.length === Math.min(3, 8 - sandbox.webhookAnswers.length))
      for (const open of gates.splice(0)) open();
    return sandbox.webhookAnswers.length === 8;
  });
  expect(most).toBe(3);
});

test('a webhook that nobody answers is remembered as failed', async () => {
  const closed = createServer((_: IncomingMessage) => undefined);
  await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready));
  const address = closed.address();
  await new Promise((done) => closed.close(done));
  sandbox.setWebhookUrl(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
  await pendingPerson(sandbox, 'ida@acme.example');
  await sandbox.until('an answer', () => sandbox.webhookAnswers[0]?.status === 'failed');
});
