import { expect, test } from 'vitest';
import { world } from '../../sandbox/world.ts';
import { cutDatabase, mendDatabase } from '../support/broken-database.ts';
import { clickFor, messageWith, modalWith, rowWith, told, toldTo } from '../support/channel-reading.ts';
import { pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, expectStatus, historyFor, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  jo,
  mara,
  programId,
  sam,
  type UnderTestOptions,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

/** The bot reached by sockets only: Slack has no address to which it could send anything instead. */
async function usherOverSockets(connect: UnderTestOptions['connect'] = {}): Promise<UsherUnderTest> {
  const it = await usherForThisTest({
    connect,
    environment: { SLACK_APP_TOKEN: world.slack.appToken },
  });
  it.slack.setRequestUrl(undefined);
  return it;
}

async function readiness({ url }: UsherUnderTest): Promise<{ status: number; slack: unknown }> {
  const answer = await fetch(`${url}/readyz`);
  const body: unknown = await answer.json();
  return {
    status: answer.status,
    slack: typeof body === 'object' && body && 'slack' in body ? body.slack : body,
  };
}

test('over sockets a form becomes a message, a click a registration, and Marketo shows it', async () => {
  const it = await usherOverSockets();
  expect(it.slack.sockets.count).toBe(2);
  const [leadId = 0] = await ask(it, ada);
  expect(it.marketo.webhookAnswers.map(({ status }) => status)).toContain(200);
  expect(await clickFor(it.slack, mara, 'Ada Lovelace', 'approve')).toEqual({ ok: true, body: undefined });
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registered');
  await it.marketo.until(
    'Marketo shows Registered',
    () => it.marketo.member(programId, leadId)?.statusName === 'Registered',
  );
  expect(it.on24.registrants(eventId).map(({ email }) => email)).toEqual([ada.email]);
  expect(toldTo(it.slack, mara)).toEqual([]);
});

test('a decision can be undone over sockets, and another one counts', async () => {
  const it = await usherOverSockets({ hold: 600 });
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '[Undo]');
  expect(await clickFor(it.slack, jo, 'Ada Lovelace', 'undo')).toMatchObject({ ok: true });
  await rowWith(it.slack, 'Ada Lovelace', '[Waitlist]');
  await clickFor(it.slack, jo, 'Ada Lovelace', 'waitlist');
  await rowWith(it.slack, 'Ada Lovelace', 'Waitlisted by U0JO', '[Undo]');
  expect(await rowFor(it, leadId)).toMatchObject({ decision: 'waitlist', decidedBy: jo });
  expect(pushedToOn24(it)).toEqual([]);
});

test('the reject modal opens, shows errors under its fields and rejects over sockets', async () => {
  const it = await usherOverSockets();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'reject');
  const { view } = await modalWith(it.slack, mara, 'Why is Ada Lovelace not admitted?', 'Competitor');
  const without = await it.slack
    .as(mara)
    .submit(view.id, { reason: { preset: 'other' }, note: { text: ' ' } });
  expect(without).toMatchObject({ ok: true, errors: { note: 'Say in a few words why.' } });
  await it.slack.as(mara).submit(view.id, { reason: { preset: 'duplicate' } });
  await rowWith(it.slack, 'Ada Lovelace', 'Rejected by U0MARA', '"Duplicate"');
  expect(it.slack.views(mara)).toEqual([]);
  await expectStatus(it, leadId, 'rejected');
});

test('a stranger is refused over sockets, privately', async () => {
  const it = await usherOverSockets();
  const [leadId = 0] = await ask(it, ada);
  expect(await clickFor(it.slack, sam, 'Ada Lovelace', 'approve')).toMatchObject({ ok: true });
  await told(it.slack, sam, 'Only <@U0MARA> and <@U0JO> decide for this webinar.');
  expect(toldTo(it.slack, mara)).toEqual([]);
  expect(await rowFor(it, leadId)).toMatchObject({ status: 'pending_approval', decision: null });
});

test('a slash command is answered over sockets, for the person who asked', async () => {
  const it = await usherOverSockets();
  await ask(it, ada);
  const answer = await it.slack.as(jo).command(channelId, '/webinar', 'pending');
  expect(answer).toMatchObject({ ok: true, body: { response_type: 'ephemeral' } });
  expect(await told(it.slack, jo, '1 person waits')).toContain('Ada Lovelace');
});

test('without a database no click over sockets is acknowledged: the person sees Slack’s warning and clicks again', async () => {
  const it = await usherOverSockets();
  const [leadId = 0] = await ask(it, ada);
  await cutDatabase(it);
  expect(await clickFor(it.slack, mara, 'Ada Lovelace', 'approve')).toMatchObject({
    ok: false,
    warning: expect.stringContaining('did not answer within 3 s'),
  });
  await mendDatabase(it);
  expect(await rowFor(it, leadId)).toMatchObject({ status: 'pending_approval', decision: null });
  await expect
    .poll(async () => (await clickFor(it.slack, jo, 'Ada Lovelace', 'approve')).ok, { timeout: 15_000 })
    .toBe(true);
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0JO', '· registered');
});

test('while one receiver has no connection every click is handled by the other, and none is lost', async () => {
  const it = await usherOverSockets({ hold: 600 });
  const [leadId = 0] = await ask(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  const { id, decisionNumber } = await rowFor(it, leadId);
  const earlier = (await historyFor(it, leadId)).length;

  const { sockets } = it.slack;
  const whole = sockets.count;
  sockets.makeHalfOpen();
  await it.slack.until('a receiver has given up its dead connection', () => sockets.count < whole, 15_000);
  const clicks: boolean[] = [];
  do {
    // Approve and undo in turns, each with the number that the one before has made.
    const number = clicks.length;
    const use = {
      action_id: number % 2 === 0 ? 'approve' : 'undo',
      value: `${id}.${decisionNumber + number}`,
    };
    const { ok } = await it.slack.as(mara).clickRaw({ channelId, ts: message.ts, message }, use);
    clicks.push(ok);
  } while (sockets.count < whole && clicks.length < 300);

  expect(clicks).toEqual(clicks.map(() => true));
  const entries = (await historyFor(it, leadId)).slice(earlier);
  expect(entries.filter((entry) => /^(decided|undone)/.test(entry))).toHaveLength(clicks.length);
  expect(toldTo(it.slack, mara)).toEqual([]);
});

test('after Slack recycles or cuts every connection, both receivers come back and clicks are heard', async () => {
  const it = await usherOverSockets({ hold: 600 });
  await ask(it, ada);
  for (const [end, action] of [
    [() => it.slack.sockets.disconnect(), 'approve'],
    [() => it.slack.sockets.cut(), 'undo'],
  ] as const) {
    end();
    await it.slack.until('no connection is left', () => it.slack.sockets.count === 0);
    await it.slack.until('both receivers are back', () => it.slack.sockets.count === 2, 20_000);
    expect(await clickFor(it.slack, mara, 'Ada Lovelace', action)).toMatchObject({ ok: true });
    await rowWith(it.slack, 'Ada Lovelace', action === 'approve' ? '[Undo]' : '[Approve]');
  }
}, 60_000);

test('with no socket open the replica says that it is not ready, while it lives and takes Marketo’s webhook', async () => {
  const it = await usherOverSockets();
  expect(await readiness(it)).toEqual({ status: 200, slack: 'ok' });
  it.slack.faults.serverError('apps.connections.open', 1_000);
  it.slack.sockets.cut();
  await expect
    .poll(() => readiness(it), { timeout: 10_000 })
    .toEqual({ status: 503, slack: 'no socket is open' });
  expect((await fetch(`${it.url}/healthz`)).status).toBe(200);
  const leadId = it.marketo.fillForm(programId, ada);
  await it.marketo.until('the webhook is answered', () =>
    it.marketo.webhookAnswers.some(({ status }) => status === 200),
  );
  await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
  expect((await rowFor(it, leadId)).status).toBe('pending_approval');

  it.slack.faults.clear();
  await expect.poll(() => readiness(it), { timeout: 25_000 }).toEqual({ status: 200, slack: 'ok' });
}, 60_000);

test('nothing answers at /slack/events in Socket Mode, signed or not', async () => {
  const it = await usherOverSockets();
  it.slack.setRequestUrl(`${it.url}/slack/events`);
  const signed = await it.slack.postSigned({ body: 'ssl_check=1' });
  expect(signed.status).toBe(404);
  expect((await fetch(`${it.url}/slack/events`, { method: 'POST' })).status).toBe(404);
});
