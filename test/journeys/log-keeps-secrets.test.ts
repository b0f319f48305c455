import { expect, test } from 'vitest';
import { world } from '../../sandbox/world.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { clickFor, rowWith } from '../support/channel-reading.ts';
import { eventually, hurryStanding, settled } from '../support/eventually.ts';
import { ada, ask, charles, grace } from '../support/people-who-ask.ts';
import { jo, mara, programId, sam, usherForThisTest } from '../support/usher-under-test.ts';

const newcomer = { firstName: 'New', lastName: 'Comer', email: 'newcomer@late.example' };

test('the log of a whole journey, at its most talkative, holds no token, no secret and no address', async () => {
  const it = await usherForThisTest({ connect: { hold: 1 } });
  await ask(it, ada, charles, grace);
  // Everything that talks about people or credentials goes wrong once.
  it.on24.mode = 'refuses';
  it.on24.refusal = `The address ${ada.email} is not taken, token ${world.on24.tokenKey}.`;
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '[Retry]');
  it.on24.mode = 'bad-credentials';
  await clickFor(it.slack, jo, 'Ada Lovelace', 'retry');
  await eventually(
    'a fault is noted',
    async () => (await it.db.execute('select 1 from connection_faults')).length > 0,
  );
  it.on24.mode = 'fine';
  it.marketo.expireTokens();
  it.marketo.fail({
    path: /members\.json$/,
    effect: { kind: 'answer', status: 502, body: `Bad gateway for ${charles.email}` },
  });
  it.marketo.fail({
    path: /token$/,
    effect: {
      kind: 'answer',
      status: 401,
      body: `{"error_description":"wrong ${world.marketo.clientSecret}"}`,
    },
  });
  await clickFor(it.slack, mara, 'Charles Babbage', 'approve');
  await clickFor(it.slack, sam, 'Grace Hopper', 'approve');
  it.slack.faults.refuse('chat.update', 'fatal_error');
  it.slack.faults.serverError('response_url');
  await clickFor(it.slack, mara, 'Grace Hopper', 'waitlist');
  await fetch(`${it.url}/marketo/webhook`, {
    method: 'POST',
    headers: { 'x-usher-secret': `${world.marketo.webhookSecret}x` },
    body: JSON.stringify({ programId, email: ada.email }),
  });
  // A job that throws what PostgreSQL says brings the statement and its values along.
  await it.db.execute(
    `alter table registrants add constraint nobody check (email <> '${newcomer.email}') not valid`,
  );
  it.marketo.fillForm(programId, newcomer);
  await eventually(
    'a job has failed',
    async () => {
      await hurryStanding(it.db, 'try-connections');
      return it.logLines.some((line) => line.includes('"level":"error"') && line.includes('registrants'));
    },
    { timeoutMs: 25_000, hurrying: it.db },
  );
  await it.db.execute('alter table registrants drop constraint nobody');
  it.on24.mode = 'fine';
  await eventually('all is well', async () => {
    await hurryStanding(it.db, 'try-connections');
    return (await listFaults(it.db)).every(({ isPaused }) => !isPaused);
  });
  await settled(it.db, { hurrying: it.db });

  const log = it.logLines.join('');
  expect(it.logLines.length).toBeGreaterThan(30);
  for (const { email = '' } of [ada, charles, grace, newcomer]) {
    expect(log).not.toContain(email);
    expect(log).not.toContain(encodeURIComponent(email));
  }
  const secrets = [
    world.slack.botToken,
    world.slack.signingSecret,
    world.marketo.clientSecret,
    world.marketo.webhookSecret,
    world.on24.tokenKey,
    world.on24.tokenSecret,
    it.databaseUrl,
  ];
  for (const secret of secrets) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/Bearer \w/);
  expect(log).not.toMatch(/[\w.+-]+@[\w-]+\.example/);
  for (const line of it.logLines) expect(() => JSON.parse(line)).not.toThrow();
}, 90_000);
