import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { world } from '../../sandbox/world.ts';
import { cutDatabase, mendDatabase } from '../support/broken-database.ts';
import { messageWith, modalWith, valueFor } from '../support/channel-reading.ts';
import { chosenReason, formOf, submission } from '../support/forged-requests.ts';
import { ada, ask, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  mara,
  programId,
  startUsherUnderTest,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

describe("Slack's address", () => {
  let it: UsherUnderTest;
  let leadId: number;
  let rejection: { body: string };
  beforeAll(async () => {
    it = await startUsherUnderTest();
    [leadId = 0] = await ask(it, ada);
    const metadata = valueFor(await messageWith(it.slack, 'Ada Lovelace'), 'Ada Lovelace', 'reject');
    rejection = submission({ userId: mara, callbackId: 'reject_reason', metadata, values: chosenReason });
  });
  afterAll(() => it.stop());

  const expectUndecided = async () =>
    expect(await rowFor(it, leadId)).toMatchObject({ status: 'pending_approval', decision: null });

  test('refuses a request that is signed with another secret', async () => {
    const answer = await it.slack.postSigned({ ...rejection, signingSecret: 'a guess' });
    expect(answer.status).toBe(401);
    await expectUndecided();
  });

  test('refuses a request whose signature is missing or nonsense', async () => {
    for (const signature of ['', 'v0=', 'v0=zz', `v0=${'0'.repeat(64)}`, `v1=${'0'.repeat(64)}`]) {
      expect((await it.slack.postSigned({ ...rejection, signature })).status).toBe(401);
    }
    const unsigned = await fetch(`${it.url}/slack/events`, { method: 'POST', body: rejection.body });
    expect(unsigned.status).toBeGreaterThanOrEqual(400);
    await expectUndecided();
  });

  test('refuses a rightly signed request that is older than five minutes, so that none can be played again', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect((await it.slack.postSigned({ ...rejection, timestamp: now - 301 })).status).toBe(401);
    await expectUndecided();
  });

  test('refuses a body above its limit and goes on serving', async () => {
    const huge = { body: `payload=${'x'.repeat(2 * 1024 * 1024)}` };
    const answer = await it.slack.postSigned(huge).catch(() => ({ status: 'cut off' as const }));
    expect([400, 401, 413, 'cut off']).toContain(answer.status);
    expect(await it.slack.verifyRequestUrl()).toBe(true);
  });

  test('refuses signed bodies that are no payload of Slack, and goes on serving', async () => {
    const click = { type: 'block_actions', user: { id: mara }, trigger_id: '1.2.3' };
    const bodies = [
      { body: '' },
      { body: 'payload=%7Bnot+json' },
      { body: '{"type":', contentType: 'application/json' },
      formOf({ ...click, actions: [] }),
      formOf({ ...click, actions: [{ action_id: 'approve', value: { not: 'text' } }] }),
      formOf({ type: 'view_submission', user: { id: mara }, view: { callback_id: 'reject_reason' } }),
    ];
    for (const body of bodies) {
      const { status } = await it.slack.postSigned(body);
      expect({ body: body.body, isRefused: status >= 400 }).toEqual({ body: body.body, isRefused: true });
    }
    expect(await it.slack.verifyRequestUrl()).toBe(true);
    await expectUndecided();
  });

  test('proves itself by the challenge when Slack verifies it', async () => {
    expect(await it.slack.verifyRequestUrl()).toBe(true);
  });

  test('answers a modal that no version of ours knows with what to do', async () => {
    const answer = await it.slack.postSigned(
      submission({ userId: mara, callbackId: 'forgotten_modal', metadata: '', values: {} }),
    );
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      response_action: 'update',
      view: { title: { text: 'Out of date' } },
    });
  });

  test('answers a reject modal whose person it cannot read with what to do', async () => {
    for (const metadata of ['', 'nonsense', '1', '1.2.3', '-1.0']) {
      const answer = await it.slack.postSigned(
        submission({ userId: mara, callbackId: 'reject_reason', metadata, values: chosenReason }),
      );
      expect(JSON.parse(answer.body)).toMatchObject({ view: { title: { text: 'Reject' } } });
    }
    await expectUndecided();
  });

  test('says 404 for a path that is nothing here', async () => {
    for (const path of ['/', '/slack', '/slack/events/more', '/marketo', '/.env']) {
      const answer = await fetch(`${it.url}${path}`);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
    }
  });
});

test('details that cannot be read say so, instead of loading for ever', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  const value = valueFor(message, 'Ada Lovelace', 'approve');
  await it.db.execute(sql`alter table history rename to history_away`);
  await it.slack
    .as(mara)
    .click({ channelId, ts: message.ts }, { actionId: 'more', selectedOption: `details.${value}` });
  const { text } = await modalWith(it.slack, mara, 'again');
  expect(text).not.toContain('One moment');
});

describe("Marketo's webhook", () => {
  const secret = world.marketo.webhookSecret;
  const post = (
    it: UsherUnderTest,
    body: string,
    headers: Record<string, string> = { 'x-usher-secret': secret },
  ) =>
    fetch(`${it.url}/marketo/webhook`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const read = async (answer: Response) => ({ status: answer.status, body: await answer.json() });
  const hints = (it: UsherUnderTest) => it.db.execute(sql`select lead_id from member_hints`);

  let it: UsherUnderTest;
  beforeAll(async () => {
    it = await startUsherUnderTest({ environment: { MARKETO_POLL_SECONDS: '600' } });
    it.marketo.switches.webhooks = 'off';
  });
  afterAll(() => it.stop());

  test('refuses a wrong or missing secret, and takes no hint from it', async () => {
    const body = JSON.stringify({ programId, leadId: 12 });
    for (const headers of [{}, { 'x-usher-secret': '' }, { 'x-usher-secret': `${secret}x` }]) {
      const answer = await read(await post(it, body, headers));
      expect(answer).toMatchObject({ status: 401, body: { ok: false } });
    }
    expect(await hints(it)).toEqual([]);
  });

  test('says what is wrong with a body that is not JSON, or lacks the numbers', async () => {
    for (const body of ['', '{"programId": ""My program""}', '[]', 'null', '{}', '{"programId":2207}']) {
      const answer = await read(await post(it, body));
      expect({ given: body, status: answer.status }).toEqual({ given: body, status: 400 });
    }
    for (const leadId of ['"abc"', '-1', '1.5', '0', '""', 'null', '99999999999', '{}']) {
      const answer = await read(await post(it, `{"programId":${programId},"leadId":${leadId}}`));
      expect({ leadId, ...answer }).toMatchObject({
        status: 400,
        body: { error: expect.stringContaining('programId and leadId') },
      });
    }
  });

  test('answers ok for a program that is not connected, so that Marketo does not try again for ever', async () => {
    const answer = await read(await post(it, JSON.stringify({ programId: 99, leadId: 12 })));
    expect(answer).toEqual({ status: 200, body: { ok: true } });
    expect(await hints(it)).toEqual([]);
  });

  test('refuses a body above 64 KB', async () => {
    const body = JSON.stringify({ programId, leadId: 12, more: 'x'.repeat(65 * 1024) });
    expect(await read(await post(it, body))).toMatchObject({ status: 413, body: { ok: false } });
  });

  test('takes numbers in quotes and bare ones, and looks the person up in Marketo', async () => {
    const filled = [
      { ...ada, quoted: true },
      { ...ada, firstName: 'Emmy', lastName: 'Noether', email: 'emmy@algebra.example', quoted: false },
    ];
    for (const { quoted, ...person } of filled) {
      const leadId = it.marketo.fillForm(programId, person);
      await it.marketo.until(
        'the form campaign has run',
        () => it.marketo.member(programId, leadId)?.statusName === 'Pending Approval',
        10_000,
      );
      const id = (value: number) => (quoted ? ` ${value} ` : value);
      const answer = await post(it, JSON.stringify({ programId: id(programId), leadId: id(leadId) }));
      expect(await read(answer)).toEqual({ status: 200, body: { ok: true } });
      await messageWith(it.slack, `${person.firstName} ${person.lastName}`, '[Approve]');
    }
  });

  test('is off without a secret, and people are found by the poll', async () => {
    const off = await usherForThisTest({ environment: { MARKETO_WEBHOOK_SECRET: '' } });
    const answer = await read(await post(off, JSON.stringify({ programId, leadId: 12 }), {}));
    expect(answer).toMatchObject({ status: 404, body: { ok: false } });
    await ask(off, ada);
    expect(off.marketo.webhookAnswers.every(({ status }) => status === 404)).toBe(true);
  });

  test('does not say ok while the database is gone, so that nothing is believed to be noted', async () => {
    const cut = await usherForThisTest();
    await cutDatabase(cut);
    const answer = await read(await post(cut, JSON.stringify({ programId, leadId: 12 })));
    expect(answer).toMatchObject({ status: 503, body: { ok: false } });
    await mendDatabase(cut);
    await expect
      .poll(async () => (await post(cut, JSON.stringify({ programId, leadId: 12 }))).status, {
        timeout: 10_000,
      })
      .toBe(200);
  });
});

describe('health', () => {
  const ready = async ({ url }: UsherUnderTest) => {
    const answer = await fetch(`${url}/readyz`);
    const body = z.object({ ok: z.boolean(), database: z.string(), slack: z.string() });
    return { status: answer.status, body: body.parse(await answer.json()) };
  };

  test('a bot whose database and Slack answer is alive and ready', async () => {
    const it = await usherForThisTest();
    expect((await fetch(`${it.url}/healthz`)).status).toBe(200);
    expect(await ready(it)).toMatchObject({ status: 200, body: { ok: true, database: 'ok', slack: 'ok' } });
  });

  test('a revoked Slack token is told with the word that Slack uses, and readiness returns with the token', async () => {
    const it = await usherForThisTest();
    it.slack.faults.refuse('auth.test', 'token_revoked', 20);
    expect(await ready(it)).toMatchObject({
      status: 503,
      body: { ok: false, database: 'ok', slack: expect.stringContaining('token_revoked') },
    });
    expect((await fetch(`${it.url}/healthz`)).status).toBe(200);
    it.slack.faults.clear();
    expect(await ready(it)).toMatchObject({ status: 200, body: { ok: true, slack: 'ok' } });
  });

  test('a bot without its database is alive but not ready, and is ready again by itself', async () => {
    const it = await usherForThisTest();
    await cutDatabase(it);
    const answer = await ready(it);
    expect(answer).toMatchObject({ status: 503, body: { ok: false, slack: 'ok' } });
    expect(answer.body.database).toMatch(/cannot be reached|does not answer/);
    expect((await fetch(`${it.url}/healthz`)).status).toBe(200);
    await mendDatabase(it);
    await expect.poll(async () => (await ready(it)).status, { timeout: 10_000 }).toBe(200);
  });
});
