import { expect, test } from 'vitest';
import type { AckOutcome } from '../../sandbox/slack/slack-sandbox.ts';
import {
  clickFor,
  messageWith,
  modalWith,
  rowWith,
  told,
  toldTo,
  valueFor,
} from '../support/channel-reading.ts';
import { marketoWrites, pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, charles, historyFor, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  jo,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const people = [mara, jo] as const;
const outcomeOf = { approve: 'registered', waitlist: 'waitlisted', reject: 'rejected' } as const;
const titles = { registered: 'Registered', waitlisted: 'Waitlisted', rejected: 'Rejected' } as const;
const past = { approve: 'approved', waitlist: 'waitlisted', reject: 'rejected' } as const;

test('two people click at once: one decision stands, and the other is told whose, privately', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  const place = { channelId, ts: message.ts };
  const outcomes = await Promise.all([
    it.slack.as(mara).click(place, { actionId: 'approve' }),
    it.slack.as(jo).click(place, { actionId: 'waitlist' }),
  ]);
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  const { decision, decidedBy } = await rowFor(it, leadId);
  const loser = decidedBy === mara ? jo : mara;
  const words = await told(it.slack, loser, `Already ${past[decision ?? 'reject']} by <@${decidedBy}>`);
  expect(words).toMatch(/at <!date\^\d+\^\{time\}\|/);
  expect(toldTo(it.slack, decidedBy ?? '')).toEqual([]);
  expect(it.slack.channel(channelId).messages).toHaveLength(1);
});

test('twenty clicks of two people at three replicas make one decision, and nineteen are told who won', async () => {
  const it = await usherForThisTest({ replicas: 3 });
  const [leadId = 0] = await ask(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  const modals = await openRejectModals(it);
  const place = { channelId, ts: message.ts, message };
  const value = valueFor(message, 'Ada Lovelace', 'approve');

  // One decision stands also where the machine is too busy for Slack's three seconds.
  it.slack.switches.ackDeadlineMs = 20_000;
  const clicks: Promise<AckOutcome>[] = [];
  for (let click = 0; click < 18; click++) {
    toReplica(it, click);
    const actionId = click % 3 === 0 ? 'approve' : 'waitlist';
    const person = people[click % 2] ?? mara;
    clicks.push(it.slack.as(person).clickRaw(place, { action_id: actionId, value }));
    const modal = modals[click - 8];
    if (modal) {
      toReplica(it, click + 1);
      clicks.push(it.slack.as(modal.userId).submit(modal.id, { reason: { preset: 'competitor' } }));
    }
  }
  const outcomes = await Promise.all(clicks);
  expect(outcomes).toHaveLength(20);
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);

  const history = await historyFor(it, leadId);
  const decided = history.filter((entry) => entry.startsWith('decided'));
  expect(decided).toHaveLength(1);
  expect(history.filter((entry) => entry.startsWith('click_refused'))).toHaveLength(19);
  const { decision, decidedBy } = await rowFor(it, leadId);
  expect(decided[0]).toContain(`by ${decidedBy}`);

  const sentence = `Already ${past[decision ?? 'reject']} by <@${decidedBy}>`;
  const answers = await it.slack.until(
    'all losers are told',
    () => {
      const whispers = people.flatMap((person) => toldTo(it.slack, person));
      const views = people
        .flatMap((person) => it.slack.views(person))
        .map((view) => JSON.stringify(view.blocks));
      return whispers.length + views.length >= 19 && [...whispers, ...views];
    },
    10_000,
  );
  expect(answers).toHaveLength(19);
  for (const answer of answers) expect(answer).toContain(sentence);
  await expectOneOutcome(it, leadId);
});

/** One decision leads to one status here, in Marketo and in ON24. */
async function expectOneOutcome(it: UsherUnderTest, leadId: number): Promise<void> {
  const { decision } = await rowFor(it, leadId);
  const status = outcomeOf[decision ?? 'reject'];
  await expect.poll(async () => (await rowFor(it, leadId)).status, { timeout: 10_000 }).toBe(status);
  await it.marketo.until(
    'Marketo follows',
    () => it.marketo.member(programId, leadId)?.statusName === titles[status],
    10_000,
  );
  expect(pushedToOn24(it)).toEqual(decision === 'approve' ? [ada.email] : []);
  const statuses = marketoWrites(it).flatMap(
    ({ body }) => /"statusName":"(\w+)"/.exec(JSON.stringify(body))?.[1] ?? [],
  );
  expect(statuses).toEqual([titles[status]]);
}

async function openRejectModals(it: UsherUnderTest) {
  const opened: { userId: string; id: string }[] = [];
  for (const userId of people) {
    await clickFor(it.slack, userId, 'Ada Lovelace', 'reject');
    const { view } = await modalWith(it.slack, userId, 'Why is Ada Lovelace not admitted?');
    opened.push({ userId, id: view.id });
  }
  return opened;
}

function toReplica(it: UsherUnderTest, number: number): void {
  const urls = it.urls();
  it.slack.setRequestUrl(`${urls[number % urls.length]}/slack/events`);
}

test('two approvers who approve the same people as a whole and one by one at once decide each person once', async () => {
  const it = await usherForThisTest({ replicas: 3 });
  const leadIds = await ask(it, ada, charles);
  const message = await messageWith(it.slack, '[Approve all 2]');
  const place = { channelId, ts: message.ts };
  const clicks = [it.slack.as(mara).click(place, { actionId: 'approve_all' })];
  for (const [index, name] of ['Charles Babbage', 'Ada Lovelace'].entries()) {
    toReplica(it, index + 1);
    const value = valueFor(message, name, 'approve');
    clicks.push(it.slack.as(jo).click(place, { actionId: 'approve', value }));
  }
  expect((await Promise.all(clicks)).every(({ ok }) => ok)).toBe(true);
  await messageWith(it.slack, '2 people: 2 approved');
  for (const leadId of leadIds) {
    const history = await historyFor(it, leadId);
    expect(history.filter((entry) => entry.startsWith('decided'))).toHaveLength(1);
  }
  expect(pushedToOn24(it).sort()).toEqual([ada.email, charles.email]);
});

test('a button of an older decision number is refused, although the person is undecided again', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  const [leadId = 0] = await ask(it, ada);
  const old = await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
  const value = valueFor(old, 'Ada Lovelace', 'approve');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '[Undo]');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'undo');
  await rowWith(it.slack, 'Ada Lovelace', '[Approve]');
  const place = { channelId, ts: old.ts, message: old };
  expect(await it.slack.as(jo).clickRaw(place, { action_id: 'approve', value })).toMatchObject({ ok: true });
  await told(it.slack, jo, 'That button is out of date: the decision it belonged to was taken back');
  expect(await rowFor(it, leadId)).toMatchObject({ decision: null, decidedBy: null, holdsUntil: null });
});

test('buttons and modals of versions that are gone answer the person who used them', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  const place = { channelId, ts: message.ts };
  const person = it.slack.as(mara);
  expect(await person.clickRaw(place, { action_id: 'approve_v0', value: 'x' })).toMatchObject({ ok: true });
  await told(it.slack, mara, 'That button is of an earlier version');
  it.slack.reload(mara);
  for (const action of ['approve', 'waitlist', 'undo', 'retry', 'approve_all']) {
    await person.clickRaw(place, { action_id: action, value: 'not.ours' });
    await told(it.slack, mara, 'That button is of an earlier version and does nothing any more.');
    it.slack.reload(mara);
  }
  await person.clickRaw(place, { action_id: 'reject', value: 'not.ours' });
  await modalWith(it.slack, mara, 'That button is of an earlier version');
  await person.clickRaw(place, { action_id: 'approve', value: '999999.0' });
  await told(it.slack, mara, 'no longer');
});

test('a details button of a message that is gone answers', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  for (const value of ['999999', 'nonsense']) await expectAnsweredDetails(it, value);
});

test('a details button with a number that no message can have answers too', async () => {
  const it = await usherForThisTest();
  await ask(it, ada);
  await expectAnsweredDetails(it, '99999999999');
});

async function expectAnsweredDetails(it: UsherUnderTest, value: string): Promise<void> {
  const { ts } = await messageWith(it.slack, 'Ada Lovelace');
  await it.slack.as(mara).clickRaw({ channelId, ts }, { action_id: 'message_details', value });
  const { view } = await modalWith(it.slack, mara, 'Not possible');
  await it.slack.as(mara).close(view.id);
}
