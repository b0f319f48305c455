import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { cutDatabase, cutDatabaseUnderJobs, mendDatabase } from '../support/broken-database.ts';
import { clickFor, rowWith } from '../support/channel-reading.ts';
import { pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, rowFor } from '../support/people-who-ask.ts';
import { eventId, jo, mara, usherForThisTest } from '../support/usher-under-test.ts';

test('without a database no click is acknowledged, and the next click decides once it is back', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await cutDatabase(it);
  const lost = await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  expect(lost.ok).toBe(false);
  await mendDatabase(it);
  expect(await rowFor(it, leadId)).toMatchObject({ status: 'pending_approval', decision: null });
  expect(pushedToOn24(it)).toEqual([]);

  await expect
    .poll(async () => (await clickFor(it.slack, jo, 'Ada Lovelace', 'approve')).ok, {
      timeout: 10_000,
      interval: 250,
    })
    .toBe(true);
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0JO', '· registered');
  expect(pushedToOn24(it)).toEqual(['ada@analytical.example']);
});

test('a database that goes away while ON24 is asked costs nobody their registration', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.on24.fail({ path: /\/registrant$/, method: 'POST', effect: { kind: 'slow', ms: 2_000 } });
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  const pushing = sql`
    select id from graphile_worker.jobs where task_identifier = 'register-registrant' and locked_at is not null`;
  await expect.poll(() => it.db.execute(pushing), { timeout: 10_000, interval: 20 }).toHaveLength(1);
  await cutDatabaseUnderJobs(it);
  await expect
    .poll(() => it.logLines.some((line) => /"register-registrant","outcome":"failed"/.test(line)), {
      timeout: 10_000,
    })
    .toBe(true);
  expect((await fetch(`${it.url}/readyz`)).status).toBe(503);
  await mendDatabase(it);
  // The jobs of a worker that can no longer say what became of them are released within a minute.
  await expect
    .poll(async () => (await rowFor(it, leadId)).status, { timeout: 70_000, interval: 500 })
    .toBe('registered');
  expect(it.on24.registrants(eventId)).toHaveLength(1);
}, 90_000);
