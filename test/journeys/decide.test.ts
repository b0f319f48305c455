import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { clickFor, messageWith, rowOf, rowWith, textOf, told, toldTo } from '../support/channel-reading.ts';
import { expectWaiting } from '../support/held-back.ts';
import { marketoWritesOnce, pushedToOn24, statusPath } from '../support/outside-writes.ts';
import { ada, ask, charles, expectStatus, grace, historyFor, rowFor } from '../support/people-who-ask.ts';
import { channelId, jo, mara, programId, usherForThisTest } from '../support/usher-under-test.ts';

test('a click is acknowledged only once the decision is committed', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const message = await messageWith(it.slack, 'Ada Lovelace');
  let isAcknowledged = false;
  const click = await it.db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from registrants for update`);
    const clicking = it.slack
      .as(mara)
      .click({ channelId, ts: message.ts }, { actionId: 'approve' })
      .then((outcome) => {
        isAcknowledged = true;
        return outcome;
      });
    await expectWaiting(it.db, 1);
    // An answer to a later request: an acknowledgement sent before would have come first.
    expect((await fetch(`${it.url}/healthz`)).status).toBe(200);
    expect(isAcknowledged).toBe(false);
    expect((await rowFor(it, leadId)).decision).toBeNull();
    return { clicking };
  });
  expect(await click.clicking).toMatchObject({ ok: true });
  expect(await rowFor(it, leadId)).toMatchObject({ decision: 'approve', decidedBy: mara });
});

test('a decision that cannot be saved is not acknowledged, and nothing of it is done', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  const before = await rowFor(it, leadId);
  // The row and the history entry fit; the job that must follow cannot be written.
  await it.db.execute(sql`
    create function refuse_jobs() returns trigger language plpgsql as $$ begin raise 'disk full'; end $$`);
  await it.db.execute(sql`
    create trigger refuse_decisions before insert on history for each row
    when (new.event = 'moved') execute function refuse_jobs()`);
  const refused = await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  expect(refused).toMatchObject({ ok: false, warning: expect.stringContaining('HTTP 500') });
  expect(await rowFor(it, leadId)).toEqual(before);
  expect(await historyFor(it, leadId)).toEqual(['moved not_in_program -> pending_approval by marketo']);

  await it.db.execute(sql`drop trigger refuse_decisions on history`);
  expect(await clickFor(it.slack, mara, 'Ada Lovelace', 'approve')).toMatchObject({ ok: true });
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
  expect(pushedToOn24(it)).toEqual(['ada@analytical.example']);
});

test('after a click only that row changes, and the others keep their buttons', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  await ask(it, ada, charles);
  const before = await messageWith(it.slack, 'Ada Lovelace', 'Charles Babbage');
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  const row = await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA', 'leaves at');
  expect(row).toContain('[Undo]');
  expect(row).not.toContain('[Approve]');
  const after = await messageWith(it.slack, 'Ada Lovelace', 'Charles Babbage');
  expect(rowOf(after, 'Charles Babbage')).toBe(rowOf(before, 'Charles Babbage'));
  expect(textOf(after)).toContain('1 person still asks to join');
});

test('a waitlisted person is Waitlisted in Marketo, gets its mail, and is not sent to ON24', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, jo, 'Ada Lovelace', 'waitlist');
  await rowWith(it.slack, 'Ada Lovelace', 'Waitlisted by U0JO');
  const [write] = await marketoWritesOnce(it, 1);
  expect(write).toMatchObject({
    path: statusPath,
    body: { statusName: 'Waitlisted', input: [{ leadId }] },
    status: 200,
  });
  expect(it.marketo.member(programId, leadId)?.statusName).toBe('Waitlisted');
  expect(it.marketo.mails).toMatchObject([{ leadId, campaign: '04 Waiting list' }]);
  expect(pushedToOn24(it)).toEqual([]);
});

test('approve all is about the people shown at that moment, and asks before it acts', async () => {
  const it = await usherForThisTest({ connect: { capacity: 40 } });
  const leadIds = await ask(it, ada, charles, grace);
  const message = await messageWith(it.slack, '[Approve all 3]');
  await it.slack.as(mara).click({ channelId, ts: message.ts }, { actionId: 'approve_all' });
  expect(it.slack.confirmations).toEqual([
    { userId: mara, actionId: 'approve_all', title: 'Approve 3 people?', text: '40 places are left.' },
  ]);
  const folded = await messageWith(it.slack, '3 people: 3 approved', '[Details]');
  expect(folded.ts).toBe(message.ts);
  for (const leadId of leadIds) expect(await rowFor(it, leadId)).toMatchObject({ status: 'registered' });
  expect(pushedToOn24(it).sort()).toEqual([ada.email, charles.email, grace.email].sort());
  expect(toldTo(it.slack, mara)).toEqual([]);
});

test('approve all leaves out whom somebody decided meanwhile, and says who that was', async () => {
  const it = await usherForThisTest({ connect: { hold: 600 } });
  const [, , graceId = 0] = await ask(it, ada, charles, grace);
  const message = await messageWith(it.slack, '[Approve all 3]');
  await clickFor(it.slack, jo, 'Grace Hopper', 'waitlist');
  await rowWith(it.slack, 'Grace Hopper', 'Waitlisted by U0JO');
  const [button] = message.blocks.flatMap((block) => approveAllValue(block));
  await it.slack
    .as(mara)
    .clickRaw({ channelId, ts: message.ts, message }, { action_id: 'approve_all', value: button });
  const words = await told(it.slack, mara, '2 people were', ', 1 not');
  expect(words).toContain('Grace Hopper: Already waitlisted by <@U0JO>');
  await rowWith(it.slack, 'Ada Lovelace', 'Approved by U0MARA');
  await rowWith(it.slack, 'Charles Babbage', 'Approved by U0MARA');
  expect(await rowFor(it, graceId)).toMatchObject({ decision: 'waitlist', decidedBy: jo });
});

function approveAllValue(block: Readonly<Record<string, unknown>>): string[] {
  const found = /"action_id":"approve_all".*?"value":"([^"]+)"/.exec(JSON.stringify(block));
  return found?.[1] ? [found[1]] : [];
}

test('a message whose people are all decided and answered folds into one line, with their outcomes in Details', async () => {
  const it = await usherForThisTest();
  const [adaId = 0] = await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, adaId, 'registered');
  await clickFor(it.slack, jo, 'Charles Babbage', 'waitlist');
  const folded = await messageWith(it.slack, '2 people: 1 approved, 1 waitlisted');
  expect(textOf(folded)).toBe('2 people: 1 approved, 1 waitlisted · "Zero-trust in practice"  [Details]');
  await it.slack.as(jo).click({ channelId, ts: folded.ts }, { actionId: 'message_details' });
  const text = await it.slack.until(
    'the outcomes are listed',
    () => {
      const view = it.slack.views(jo).at(-1);
      const said = view && textOf({ ...folded, blocks: view.blocks });
      return said?.includes('Ada Lovelace') && said;
    },
    10_000,
  );
  expect(text).toContain('Approved by U0MARA,  · registered');
  expect(text).toContain('Waitlisted by U0JO');
});
