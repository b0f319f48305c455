import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { messageText } from '../../sandbox/slack/slack-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { drawApproval } from '../../src/approvals/draw-approval.ts';
import { connectionFaults } from '../../src/store/schema/connections.ts';
import { type Message, messages } from '../../src/store/schema/messages.ts';
import {
  clickFor,
  expectNoRefusedCalls,
  messagesWith,
  messageWith,
  rowWith,
  textOf,
  versions,
} from '../support/channel-reading.ts';
import { ada, ask, charles, expectStatus, guests, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  jo,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

/** Whether an acknowledgement comes in time is measured elsewhere, on a machine that does nothing else. */
const busyMachineMs = 20_000;

const allMessages = ({ db }: UsherUnderTest): Promise<Message[]> =>
  db.select().from(messages).orderBy(messages.id);

const posts = ({ slack }: UsherUnderTest) =>
  slack.calls.filter(({ method }) => method === 'chat.postMessage');

/** Everything that changes or draws a message has been done. */
async function drawn({ db }: UsherUnderTest): Promise<void> {
  const names = ['read-hinted', 'gather-arrivals', 'confirm-members', 'register-registrant', 'draw-message'];
  const list = sql.join(
    names.map((name) => sql`${name}`),
    sql`, `,
  );
  await expect
    .poll(
      () =>
        db.execute(
          sql`select key, run_at - now() as later from graphile_worker.jobs where task_identifier in (${list})`,
        ),
      { timeout: 60_000 },
    )
    .toHaveLength(0);
}

/** Somebody with the right to do so deletes the message in Slack. */
async function deleteInSlack({ slack }: UsherUnderTest, ts: string): Promise<void> {
  const answer = await fetch(`${slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${world.slack.botToken}` },
    body: JSON.stringify({ channel: channelId, ts }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

/** Every message shows what its rows say, apart from the webinar's count of places, which causes no redraw by itself. */
async function expectMessagesEqualRows(it: UsherUnderTest): Promise<void> {
  const withoutPlaces = (text: string) => text.replace(/\d+ (of \d+ )?places? taken/, 'places');
  const shown = it.slack.channel(channelId).messages;
  const kept = await allMessages(it);
  expect(kept).toHaveLength(shown.length);
  for (const message of kept) {
    const drawing = await drawApproval(it.db, message);
    const blocks = (drawing?.blocks ?? []).map((block) => ({ block_id: '', ...block }));
    const wanted = messageText({ text: drawing?.text ?? '', blocks });
    const found = shown.find(({ ts }) => ts === message.slackTs);
    expect(withoutPlaces(found ? textOf(found) : 'not in the channel')).toBe(withoutPlaces(wanted));
    expect(found?.text).toBe(drawing?.text);
  }
}

test('a message is posted once although the answer to its post was lost, and goes on as that message', async () => {
  const it = await usherForThisTest();
  it.slack.faults.replyLostAfterCommit('chat.postMessage');
  await ask(it, ada);
  await expect
    .poll(async () => (await allMessages(it)).map(({ slackTs }) => slackTs), { timeout: 25_000 })
    .toEqual([it.slack.channel(channelId).messages[0]?.ts]);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registered');
  expect(posts(it)).toMatchObject([{ status: 0 }]);
  expect(it.slack.channel(channelId).messages).toHaveLength(1);
}, 45_000);

test('a post that failed in Slack is looked for, posted again, and stands there once', async () => {
  const it = await usherForThisTest();
  it.slack.faults.refuse('chat.postMessage', 'fatal_error');
  it.marketo.fillForm(programId, ada);
  await it.slack.until('Ada is shown', () => messagesWith(it.slack, 'Ada Lovelace').length > 0, 45_000);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'waitlist');
  await rowWith(it.slack, 'Ada Lovelace', 'Waitlisted by U0MARA');
  expect(it.slack.channel(channelId).messages).toHaveLength(1);
}, 60_000);

test('who waits on a message that was deleted in Slack is shown in a new one', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  const deleted = await messageWith(it.slack, 'Ada Lovelace');
  await deleteInSlack(it, deleted.ts);
  it.marketo.fillForm(programId, charles);
  const next = await messageWith(it.slack, 'Ada Lovelace', 'Charles Babbage', '[Approve all 2]');
  expect(next.ts).not.toBe(deleted.ts);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registered');
  const kept = await allMessages(it);
  expect(kept.map(({ lostBecause }) => lostBecause)).toEqual([
    expect.stringContaining('message_not_found'),
    null,
  ]);
});

test('a click repaints its message through its own response_url, not through chat.update', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '[Undo]');
  await clickFor(it.slack, jo, 'Charles Babbage', 'waitlist');
  await rowWith(it.slack, 'Charles Babbage', 'Waitlisted by U0JO', '[Undo]');
  expect(versions(it.slack).map(({ method }) => method)).toEqual([
    'chat.postMessage',
    'response_url',
    'response_url',
  ]);
});

test('when the response_url is not taken, the message is repainted through chat.update', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  await ask(it, ada);
  it.slack.faults.serverError('response_url');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '[Undo]');
  expect(versions(it.slack).map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.update']);
});

test('a used up or old response_url is not tried any more', async () => {
  const it = await usherForThisTest();
  const [adaId = 0, charlesId = 0] = await ask(it, ada, charles);
  it.on24.fail({ path: /\/registrant$/, method: 'POST', effect: { kind: 'slow', ms: 1_000 }, times: 2 });
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'registering with ON24');
  await it.db.update(messages).set({ responseUrlUses: 4 });
  await expectStatus(it, adaId, 'registered');
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
  await clickFor(it.slack, mara, 'Charles Babbage', 'approve');
  await it.slack.until('the click is drawn', () => versions(it.slack).length === 4, 10_000);
  await it.db.update(messages).set({ responseUrlFrom: sql`now() - interval '29 minutes'` });
  await expectStatus(it, charlesId, 'registered');
  await messageWith(it.slack, '2 people: 2 approved');
  expect(versions(it.slack).map(({ method }) => method)).toEqual([
    'chat.postMessage',
    'response_url',
    'chat.update',
    'response_url',
    'chat.update',
  ]);
});

test('a stumble of Slack leaves no mark once Slack answers again', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.slack.faults.serverError('response_url');
  it.slack.faults.serverError('chat.update');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, leadId, 'registered');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registered');
  // A mark that stays would make the next stumble, on any later day, an outage at once.
  await expect
    .poll(() => it.db.select().from(connectionFaults).where(eq(connectionFaults.flag, 'slack')), {
      timeout: 5_000,
    })
    .toEqual([]);
});

test('sixty forms at once and their decisions stay within the real rate limits, and end with messages that equal the rows', async () => {
  const it = await usherForThisTest();
  const people = guests(60);
  const leadIds = people.map((person) => it.marketo.fillForm(programId, person));
  await it.slack.until('three messages', () => it.slack.channel(channelId).messages.length >= 3, 15_000);
  await messageWith(it.slack, 'more wait');
  await drawn(it);
  expect(it.slack.channel(channelId).messages).toHaveLength(3);
  await expectMessagesEqualRows(it);

  it.slack.switches.ackDeadlineMs = busyMachineMs;
  const [first, second, third] = it.slack.channel(channelId).messages;
  const clicks = [
    it.slack.as(mara).click({ channelId, ts: first?.ts ?? '' }, { actionId: 'approve_all' }),
    it.slack.as(jo).click({ channelId, ts: second?.ts ?? '' }, { actionId: 'approve_all' }),
  ];
  for (const block of third?.blocks ?? []) {
    const value = /"action_id":"waitlist".*?"value":"([^"]+)"/.exec(JSON.stringify(block))?.[1];
    if (value === undefined) continue;
    clicks.push(it.slack.as(mara).click({ channelId, ts: third?.ts ?? '' }, { actionId: 'waitlist', value }));
  }
  for (const outcome of await Promise.all(clicks)) expect(outcome).toMatchObject({ ok: true });
  await it.slack.until(
    'what was decided is folded',
    () => messagesWith(it.slack, '[Details]').length === 3,
    60_000,
  );
  await drawn(it);
  await expectMessagesEqualRows(it);
  const rows = await Promise.all(leadIds.map((leadId) => rowFor(it, leadId)));
  expect(rows.filter(({ status }) => status === 'pending_approval').length).toBeGreaterThan(30);
  expect(rows.filter(({ messageId }) => messageId !== null).length).toBeGreaterThan(40);
  expectNoRefusedCalls(it.slack);
}, 150_000);
