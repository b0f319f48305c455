import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { marketoWebhook, webhookPath } from '../../src/intake/marketo-webhook.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { oldestHints } from '../../src/store/hint-store.ts';
import { memberHints } from '../../src/store/schema/marketo-feed.ts';
import { eventually, waitingJobs } from '../support/eventually.ts';
import { addWebinar } from '../support/made-rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const secret = 'sandbox-webhook-secret';

describe("Marketo's webhook", () => {
  let own: TestDatabase;
  let database: Database;
  let webinarId: number;
  const outcomes: string[] = [];
  beforeAll(async () => {
    own = await createTestDatabase();
    database = openDatabase(own.url, { name: 'webhook' });
    webinarId = (await addWebinar(database.db)).id;
  });
  afterEach(async () => {
    outcomes.length = 0;
    await database.db.delete(memberHints);
  });
  afterAll(async () => {
    await database.close();
    await own.drop();
  });

  async function call(body: unknown, header: string | undefined = secret, ours: string | undefined = secret) {
    const routes = marketoWebhook({
      db: database.db,
      secret: ours,
      onHint: (outcome) => outcomes.push(outcome),
    });
    const answer = await routes.request(webhookPath, {
      method: 'POST',
      headers: header === undefined ? {} : { 'x-usher-secret': header },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    // Marketo takes an empty answer for a failure of the webhook.
    expect(text).not.toBe('');
    return { status: answer.status, body: JSON.parse(text) };
  }
  const hints = async () => (await oldestHints(database.db, webinarId, 300)).map(({ leadId }) => leadId);

  test.each([
    ['numbers', { programId: 2207, leadId: 41 }],
    ['quoted numbers', { programId: '2207', leadId: '41' }],
    ['with more beside them', { programId: 2207, leadId: ' 41 ', email: 'ada@acme-corp.example', at: '' }],
  ])('takes ids that are %s as a hint to read the person again', async (_title, body) => {
    expect(await call(body)).toEqual({ status: 200, body: { ok: true } });
    expect(await hints()).toEqual([41]);
    expect(await waitingJobs(database.db)).toMatchObject([{ key: `read-hinted:${webinarId}` }]);
    expect(outcomes).toEqual(['taken']);
  });

  test('that comes twice, or a hundred times at once, is one hint and one job', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => call({ programId: 2207, leadId: 42 })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await hints()).toEqual([42]);
    expect(await waitingJobs(database.db)).toHaveLength(1);
  });

  test('of a program that is not connected is answered well and followed by nothing', async () => {
    expect(await call({ programId: 9, leadId: 41 })).toEqual({ status: 200, body: { ok: true } });
    expect(await hints()).toEqual([]);
    expect(outcomes).toEqual(['unknown_program']);
  });

  test.each([
    ['a wrong secret', 'not-the-right-secret'],
    ['an empty secret', ''],
    ['a secret that is only the beginning', secret.slice(0, -1)],
  ])('with %s is refused with 401', async (_title, header) => {
    expect((await call({ programId: 2207, leadId: 41 }, header)).status).toBe(401);
    expect(await hints()).toEqual([]);
  });

  test('without a header for its secret is refused with 401', async () => {
    const routes = marketoWebhook({ db: database.db, secret, onHint: () => {} });
    const answer = await routes.request(webhookPath, {
      method: 'POST',
      body: '{"programId":2207,"leadId":41}',
    });
    expect(answer.status).toBe(401);
    expect(await hints()).toEqual([]);
  });

  test('is off where no secret is configured', async () => {
    const routes = marketoWebhook({ db: database.db, secret: undefined, onHint: () => {} });
    const answer = await routes.request(webhookPath, {
      method: 'POST',
      body: '{"programId":2207,"leadId":41}',
    });
    expect(answer.status).toBe(404);
    expect(await hints()).toEqual([]);
  });

  test.each([
    ['no JSON', '{"programId": 2207, "program": ""Zero-trust"", "leadId": 41}'],
    ['without a lead', { programId: 2207 }],
    ['with an empty lead', { programId: 2207, leadId: '' }],
    ['with a lead that no database could hold', { programId: 2207, leadId: '9999999999' }],
    ['with a negative lead', { programId: 2207, leadId: -4 }],
  ])('that is %s is refused with words that help', async (_title, body) => {
    const answer = await call(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(/\{\{/);
    expect(await hints()).toEqual([]);
  });

  test('is answered also while the database is stuck, and the hint is saved when it goes on', async () => {
    const routes = marketoWebhook({
      db: database.db,
      secret,
      onHint: (outcome) => outcomes.push(outcome),
      answersWithinMs: 50,
    });
    await database.db.transaction(async (tx) => {
      await tx.execute(sql`lock table member_hints in exclusive mode`);
      const answer = await routes.request(webhookPath, {
        method: 'POST',
        headers: { 'x-usher-secret': secret },
        body: '{"programId":2207,"leadId":43}',
      });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ ok: false });
    });
    expect(outcomes).toEqual(['late']);
    await eventually('the hint is saved', async () => (await hints()).includes(43));
  });

  test('that is larger than 64 KB is refused', async () => {
    expect((await call({ programId: 2207, leadId: 41, more: 'x'.repeat(70_000) })).status).toBe(413);
    expect(await hints()).toEqual([]);
  });
});
