import { expect, test } from 'vitest';
import { clickFor, messageWith, rowWith, told, toldTo, valueFor } from '../support/channel-reading.ts';
import { heldBack } from '../support/held-back.ts';
import { marketoWrites, pushedToOn24 } from '../support/outside-writes.ts';
import {
  ada,
  ask,
  charles,
  expectStatus,
  guests,
  historyFor,
  nameOf,
  rowFor,
} from '../support/people-who-ask.ts';
import { channelId, jo, mara, programId, usherForThisTest } from '../support/usher-under-test.ts';

test('a decision undone within its hold never leaves: ON24 and Marketo hear nothing of it', async () => {
  const it = await usherForThisTest({ connect: { hold: 2 } });
  const [adaId = 0, charlesId = 0] = await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '[Undo]');
  expect(await clickFor(it.slack, jo, 'Ada Lovelace', 'undo')).toMatchObject({ ok: true });
  await rowWith(it.slack, 'Ada Lovelace', '[Approve]');

  // Charles is approved after Ada, so that Ada's hold is over when his is.
  await clickFor(it.slack, mara, 'Charles Babbage', 'approve');
  await rowWith(it.slack, 'Charles Babbage', 'Approved by U0MARA', '· registered');
  await it.marketo.until(
    'Charles is Registered in Marketo',
    () => it.marketo.member(programId, charlesId)?.statusName === 'Registered',
    10_000,
  );
  expect(pushedToOn24(it)).toEqual(['charles@difference.example']);
  expect(JSON.stringify(marketoWrites(it).map(({ body }) => body))).not.toContain(String(adaId));
  expect(it.marketo.member(programId, adaId)?.statusName).toBe('Pending Approval');
  expect(it.marketo.mails.map(({ leadId }) => leadId)).toEqual([charlesId]);
  expect(await rowFor(it, adaId)).toMatchObject({ status: 'pending_approval', decision: null });
  expect(await historyFor(it, adaId)).toEqual([
    'moved not_in_program -> pending_approval by marketo',
    'decided pending_approval -> registering by U0MARA',
    'undone pending_approval by U0JO',
  ]);
  await rowWith(it.slack, 'Ada Lovelace', '[Approve]');
});

test('nothing leaves during the hold', async () => {
  const it = await usherForThisTest({ connect: { hold: 2 } });
  const [adaId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  const { holdsUntil } = await rowFor(it, adaId);
  await expectStatus(it, adaId, 'registered');
  const [push] = it.on24.calls.filter(({ method }) => method === 'POST');
  expect(push?.at.getTime()).toBeGreaterThanOrEqual(holdsUntil?.getTime() ?? Number.POSITIVE_INFINITY);
  await it.marketo.until('Marketo is written to', () => marketoWrites(it).length > 0, 10_000);
  for (const write of marketoWrites(it)) {
    expect(write.at.getTime()).toBeGreaterThanOrEqual(holdsUntil?.getTime() ?? Number.POSITIVE_INFINITY);
  }
});

test('a hold of ten seconds lasts ten seconds, and its end is shown as an instant', async () => {
  const it = await usherForThisTest({ connect: { hold: 10 } });
  const [adaId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  const { holdsUntil, decidedAt } = await rowFor(it, adaId);
  expect((holdsUntil?.getTime() ?? 0) - (decidedAt?.getTime() ?? 0)).toBe(10_000);
  await rowWith(it.slack, 'Ada Lovelace', 'leaves at', '[Undo]');
  const message = await messageWith(it.slack, 'Ada Lovelace');
  expect(JSON.stringify(message.blocks)).toContain(
    `"timestamp":${Math.floor((holdsUntil?.getTime() ?? 0) / 1000)},"format":"{time_secs}"`,
  );
});

test('after an undo another decision may be made, and that one counts', async () => {
  const it = await usherForThisTest({ connect: { hold: 1 } });
  const [adaId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', '[Undo]');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'undo');
  await rowWith(it.slack, 'Ada Lovelace', '[Waitlist]');
  await clickFor(it.slack, jo, 'Ada Lovelace', 'waitlist');
  await rowWith(it.slack, 'Ada Lovelace', 'Waitlisted by U0JO', '[Undo]');
  await it.marketo.until(
    'Ada is Waitlisted in Marketo',
    () => it.marketo.member(programId, adaId)?.statusName === 'Waitlisted',
    10_000,
  );
  expect(pushedToOn24(it)).toEqual([]);
  expect(await rowFor(it, adaId)).toMatchObject({ status: 'waitlisted', decidedBy: jo });
});

test('an undo after the hold is refused privately, with where the person stands', async () => {
  const it = await usherForThisTest({ connect: { hold: 1 } });
  const [adaId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '[Undo]');
  const held = await messageWith(it.slack, 'Ada Lovelace');
  const value = valueFor(held, 'Ada Lovelace', 'undo');
  await expectStatus(it, adaId, 'registered');
  await it.slack.as(mara).clickRaw({ channelId, ts: held.ts, message: held }, { action_id: 'undo', value });
  await told(it.slack, mara, 'Too late to undo: it has left already (Registered)');
  expect(toldTo(it.slack, jo)).toEqual([]);
  expect(await rowFor(it, adaId)).toMatchObject({ status: 'registered', decision: 'approve' });
});

test('two people who undo at once undo one decision once, and the second is told', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  const [adaId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '[Undo]');
  const held = await messageWith(it.slack, 'Ada Lovelace');
  const outcomes = await heldBack(it, () =>
    [mara, jo].map((person) => it.slack.as(person).click({ channelId, ts: held.ts }, { actionId: 'undo' })),
  );
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  const history = await historyFor(it, adaId);
  const [undone, ...others] = history.filter((entry) => entry.startsWith('undone'));
  expect(others).toEqual([]);
  const second = undone?.endsWith(mara) ? jo : mara;
  await told(it.slack, second, 'the decision it belonged to was taken back');
  expect(await rowFor(it, adaId)).toMatchObject({ status: 'pending_approval', decisionNumber: 3 });
});

const patience = { timeout: 10_000 };

test('an undo at the very end of the hold either prevents everything or is refused, for each person', async () => {
  const it = await usherForThisTest({ connect: { hold: 1 } });
  const people = guests(6);
  const leadIds = await ask(it, ...people);
  const message = await messageWith(it.slack, '[Approve all 6]');
  await it.slack.as(mara).click({ channelId, ts: message.ts }, { actionId: 'approve_all' });
  const rows = await Promise.all(leadIds.map((leadId) => rowFor(it, leadId)));
  await Promise.all(
    rows.map(async ({ id, decisionNumber, holdsUntil }, index) => {
      // From 50 ms before the end to 50 ms after it.
      const inMs = (holdsUntil?.getTime() ?? 0) - Date.now() - 50 + index * 20;
      await new Promise((resolve) => setTimeout(resolve, inMs));
      const value = `${id}.${decisionNumber}`;
      return it.slack.as(jo).clickRaw({ channelId, ts: message.ts, message }, { action_id: 'undo', value });
    }),
  );
  await expect
    .poll(async () => {
      const now = await Promise.all(leadIds.map((leadId) => rowFor(it, leadId)));
      return now.every(
        ({ status, holdsUntil }) =>
          status === 'registered' || (status === 'pending_approval' && holdsUntil === null),
      );
    }, patience)
    .toBe(true);
  const after = await Promise.all(leadIds.map((leadId) => rowFor(it, leadId)));
  const registered = after.filter(({ status }) => status === 'registered');
  expect(pushedToOn24(it).sort()).toEqual(registered.map(({ email }) => email).sort());
  expect(toldTo(it.slack, jo)).toHaveLength(registered.length);
  for (const person of people) await messageWith(it.slack, nameOf(person));
});
