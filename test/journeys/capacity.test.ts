import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { messages } from '../../src/store/schema/messages.ts';
import { clickFor, messageWith, rowWith, told, toldTo } from '../support/channel-reading.ts';
import { heldBack } from '../support/held-back.ts';
import { pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, charles, expectStatus, grace, nameOf, rowFor } from '../support/people-who-ask.ts';
import { channelId, jo, mara, usherForThisTest } from '../support/usher-under-test.ts';

test('two approvals at once for the last place: one is refused with the offer to waitlist', async () => {
  const it = await usherForThisTest({ replicas: 2, connect: { capacity: 1 } });
  const [adaId = 0] = await ask(it, ada);
  // On a message of their own, nothing but the webinar brings the two clicks together.
  await it.db.update(messages).set({ createdAt: sql`now() - interval '11 minutes'` });
  const [charlesId = 0] = await ask(it, charles);
  const leadIds = [adaId, charlesId];
  const shown = await Promise.all([ada, charles].map((person) => messageWith(it.slack, nameOf(person))));
  expect(new Set(shown.map(({ ts }) => ts)).size).toBe(2);
  const outcomes = await heldBack(it, () =>
    shown.map(({ ts }, index) => {
      it.slack.setRequestUrl(`${it.urls()[index]}/slack/events`);
      return it.slack.as(index === 0 ? mara : jo).click({ channelId, ts }, { actionId: 'approve' });
    }),
  );
  for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: true });
  const rows = await Promise.all(leadIds.map((leadId) => rowFor(it, leadId)));
  const [winner] = rows.filter(({ decision }) => decision === 'approve');
  const [loser] = rows.filter(({ decision }) => decision === null);
  expect(winner?.decidedBy).toBeDefined();
  expect(loser?.status).toBe('pending_approval');

  const refused = winner?.decidedBy === mara ? jo : mara;
  const words = await told(it.slack, refused, 'No place is left of 1');
  expect(words).toContain('Waitlist them instead, and they keep their order.');
  expect(toldTo(it.slack, winner?.decidedBy ?? '')).toEqual([]);
  await expectStatus(it, winner?.leadId ?? 0, 'registered');
  expect(pushedToOn24(it)).toEqual([winner?.email]);
  await rowWith(it.slack, loser?.firstName ?? '', '[Approve]', '[Waitlist]');
});

test('approve all for three with one place left takes the first in order, and says who did not get in', async () => {
  const it = await usherForThisTest({ connect: { capacity: 1 } });
  const [adaId = 0, charlesId = 0, graceId = 0] = await ask(it, ada, charles, grace);
  const message = await messageWith(it.slack, '[Approve all 3]', '0 of 1 places taken');
  await it.slack.as(mara).click({ channelId, ts: message.ts }, { actionId: 'approve_all' });
  expect(it.slack.confirmations.at(-1)?.text).toBe('1 place is left.');
  const words = await told(it.slack, mara, '1 person was', ', 2 not');
  expect(words.split('\n').slice(1)).toEqual([
    '• Charles Babbage: no place is left',
    '• Grace Hopper: no place is left',
    'The only place is taken now. Waitlist whoever is left, and they keep their order.',
  ]);
  expect(words).not.toContain('Ada');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '· registered');
  await messageWith(it.slack, '1 of 1 places taken', '[Approve all 2]');
  expect((await rowFor(it, adaId)).status).toBe('registered');
  for (const leadId of [charlesId, graceId]) {
    expect(await rowFor(it, leadId)).toMatchObject({ status: 'pending_approval', decision: null });
  }
  expect(pushedToOn24(it)).toEqual([ada.email]);
});

test('a held approval takes a place, and an undo gives it back', async () => {
  const it = await usherForThisTest({ connect: { capacity: 1, hold: 600 } });
  await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '[Undo]');
  await clickFor(it.slack, jo, 'Charles Babbage', 'approve');
  await told(it.slack, jo, 'No place is left of 1, and this needs 1');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'undo');
  await rowWith(it.slack, 'Ada Lovelace', '[Approve]');
  await clickFor(it.slack, jo, 'Charles Babbage', 'approve');
  await rowWith(it.slack, 'Charles Babbage', 'Approved by U0JO', 'leaves at');
});

test('a registration error keeps its place for the retry', async () => {
  const it = await usherForThisTest({ connect: { capacity: 1 } });
  const [adaId = 0] = await ask(it, ada, charles);
  it.on24.mode = 'refuses';
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, adaId, 'registration_error');
  await clickFor(it.slack, jo, 'Charles Babbage', 'approve');
  await told(it.slack, jo, 'No place is left of 1');
  it.on24.mode = 'fine';
  await rowWith(it.slack, 'Ada Lovelace', '[Retry]');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'retry');
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
});

test('waitlisting and rejecting need no place', async () => {
  const it = await usherForThisTest({ connect: { capacity: 0 } });
  const [adaId = 0, charlesId = 0] = await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await told(it.slack, mara, 'No place is left of 0');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'waitlist');
  await expectStatus(it, adaId, 'waitlisted');
  await clickFor(it.slack, mara, 'Charles Babbage', 'waitlist');
  await expectStatus(it, charlesId, 'waitlisted');
});

test('a webinar without a capacity takes everybody, and counts them', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles, grace);
  const message = await messageWith(it.slack, '[Approve all 3]', '0 places taken');
  await it.slack.as(mara).click({ channelId, ts: message.ts }, { actionId: 'approve_all' });
  expect(it.slack.confirmations.at(-1)?.text).toBe('They are the people shown in this message.');
  await messageWith(it.slack, '3 people: 3 approved');
});
