import { expect, test } from 'vitest';
import { clickFor, messageWith, rowWith, versions } from '../support/channel-reading.ts';
import { marketoWritesOnce, memberPath, statusPath } from '../support/outside-writes.ts';
import { ada, ask, expectStatus, historyFor, rowFor } from '../support/people-who-ask.ts';
import { eventId, mara, programId, usherForThisTest } from '../support/usher-under-test.ts';

test('an approved person is registered in ON24 by a form with our own id, and shown as registered within two seconds', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const shown = await messageWith(it.slack, 'Ada Lovelace', '[Approve]');

  const clickedAt = performance.now();
  const answer = await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  const ackMs = performance.now() - clickedAt;
  expect(answer).toEqual({ ok: true, body: undefined });
  await messageWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA');
  const redrawnMs = performance.now() - clickedAt;
  const done = await messageWith(it.slack, 'Ada Lovelace', '· registered');
  const registeredMs = performance.now() - clickedAt;

  expect(done.ts).toBe(shown.ts);
  expect(redrawnMs).toBeLessThan(2_000);
  const pushes = it.on24.calls.filter(({ method }) => method === 'POST');
  const row = await rowFor(it, leadId);
  expect(pushes).toMatchObject([
    {
      path: expect.stringContaining(`/event/${eventId}/registrant`),
      // The simulator takes no call without both token headers, and shows a body as fields only when it is a form.
      status: 200,
      body: {
        email: 'ada@analytical.example',
        firstname: 'Ada',
        lastname: 'Lovelace',
        company: 'Analytical Engines',
        jobtitle: 'VP Engineering',
        exteventusercd: String(row.id),
        eventemail: 'N',
      },
    },
  ]);
  expect(row).toMatchObject({
    status: 'registered',
    on24UserId: it.on24.registrants(eventId)[0]?.eventUserId,
    joinLink: expect.stringContaining('http'),
  });
  const ms = (value: number) => `${Math.round(value)} ms`;
  console.info(
    `from the click: acknowledged after ${ms(ackMs)}, redrawn after ${ms(redrawnMs)}, registered shown after ${ms(registeredMs)}`,
  );
});

test('Marketo is given the join link before Registered, so that the mail that Registered sends holds it', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  const mail = await it.marketo.until('the confirmation is sent', () => it.marketo.mails[0], 10_000);

  const { joinLink, on24UserId } = await rowFor(it, leadId);
  expect(joinLink).not.toBeNull();
  expect(mail).toMatchObject({
    leadId,
    campaign: '02 Confirmation',
    body: expect.stringContaining(`Join here: ${joinLink}`),
  });
  const writes = await marketoWritesOnce(it, 2);
  expect(writes.map(({ path, body }) => ({ path, body }))).toEqual([
    {
      path: memberPath,
      body: { input: [{ leadId, webinarUrl: joinLink, registrationCode: String(on24UserId) }] },
    },
    { path: statusPath, body: { statusName: 'Registered', input: [{ leadId }] } },
  ]);
  expect(it.marketo.member(programId, leadId)).toMatchObject({
    statusName: 'Registered',
    webinarUrl: joinLink,
    registrationCode: String(on24UserId),
  });
});

test('while ON24 has not answered, neither the channel nor Marketo says registered', async () => {
  const it = await usherForThisTest({ connect: { hold: 1 } });
  it.on24.fail({ path: /\/registrant$/, method: 'POST', effect: { kind: 'slow', ms: 4_500 } });
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', 'leaves at', '[Undo]');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registering with ON24');
  expect(it.on24.registrants(eventId)).toEqual([]);
  expect(it.marketo.member(programId, leadId)?.statusName).toBe('Pending Approval');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registered');
  await it.marketo.until(
    'Ada is Registered in Marketo',
    () => it.marketo.member(programId, leadId)?.statusName === 'Registered',
    10_000,
  );

  const [registered] = it.on24.registrants(eventId);
  const answeredAt = registered?.createdAt.getTime() ?? 0;
  const all = versions(it.slack);
  const saysRegistered = all.filter(({ all: said }) => /· registered|\d approved|: approved/.test(said));
  expect(saysRegistered.length).toBeGreaterThan(0);
  for (const version of saysRegistered) expect(version.at.getTime()).toBeGreaterThanOrEqual(answeredAt);
  expect(all.some(({ all: said }) => said.includes('· registering with ON24'))).toBe(true);
  const writes = await marketoWritesOnce(it, 2);
  for (const write of writes) expect(write.at.getTime()).toBeGreaterThanOrEqual(answeredAt);
});

test('the history tells who decided, and what ON24 answered', async () => {
  const it = await usherForThisTest({ connect: { hold: 1 } });
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, leadId, 'registered');
  expect(await historyFor(it, leadId)).toEqual([
    'moved not_in_program -> pending_approval by marketo',
    'decided pending_approval -> registering by U0MARA',
    'moved pending_approval -> registering by U0MARA',
    'moved registering -> registered by on24',
  ]);
});
