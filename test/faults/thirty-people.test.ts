import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { MarketoEffect } from '../../sandbox/marketo/marketo-faults.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { expectAgreement } from '../support/agreement.ts';
import { messagesWith, messageWith, textOf } from '../support/channel-reading.ts';
import { eventually, hurryStanding, settled } from '../support/eventually.ts';
import { guests } from '../support/people-who-ask.ts';
import {
  channelId,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const people = guests(30);

async function arrive(it: UsherUnderTest): Promise<number[]> {
  const leadIds = people.map((person) => it.marketo.fillForm(programId, person));
  await eventually('everybody waits for approval', () =>
    it.db.$count(registrants, eq(registrants.status, 'pending_approval')).then((count) => count === 30),
  );
  await messageWith(it.slack, '[Approve all');
  return leadIds;
}

/** Clicks whatever approves the most on every message; people who wait beyond the messages come up as others are decided. */
async function approveWhoIsShown(it: UsherUnderTest): Promise<void> {
  for (const message of messagesWith(it.slack, '[Approve')) {
    const actionId = textOf(message).includes('[Approve all') ? 'approve_all' : 'approve';
    // The message may change under the click, as it may for a person.
    await it.slack
      .as(mara)
      .click({ channelId, ts: message.ts }, { actionId })
      .catch(() => undefined);
  }
}

async function allRegistered(it: UsherUnderTest, count: number): Promise<void> {
  await eventually(
    `${count} people are registered and nobody is pending`,
    async () => {
      await approveWhoIsShown(it);
      await hurryStanding(it.db, 'try-connections');
      const stand = (status: 'registered' | 'pending_approval') =>
        it.db.$count(registrants, eq(registrants.status, status));
      return (await stand('registered')) === count && (await stand('pending_approval')) === 0;
    },
    { timeoutMs: 80_000, hurrying: it.db },
  );
  await settled(it.db, { hurrying: it.db, timeoutMs: 60_000 });
}

const troubles: Record<string, readonly MarketoEffect[]> = {
  'tokens that expire': [
    { kind: 'code', code: '601' },
    { kind: 'code', code: '602' },
  ],
  'limits of calls': [
    { kind: 'code', code: '606' },
    { kind: 'code', code: '615' },
  ],
  'systems that stumble': [
    { kind: 'answer', status: 502 },
    { kind: 'code', code: '604' },
    { kind: 'code', code: '611' },
  ],
  'lost calls and lost replies': [{ kind: 'call-lost' }, { kind: 'reply-lost' }],
  'answers of something else': [
    { kind: 'foreign', shape: 'html' },
    { kind: 'foreign', shape: 'truncated-json' },
    { kind: 'foreign', shape: 'wrong-shape' },
    { kind: 'foreign', shape: 'empty' },
  ],
};

test.each(Object.entries(troubles))(
  'thirty people in the middle of %s: in the end rows, Marketo, ON24 and messages agree',
  async (_title, effects) => {
    const it = await usherForThisTest();
    await arrive(it);
    // Each kind of call meets each trouble once, wherever it happens to be then.
    const paths = [/members\.json$/, /members\/status\.json$/, /activities\.json$/, /leads\.json$/];
    for (const effect of effects) for (const path of paths) it.marketo.fail({ path, effect });
    if (effects.some((effect) => effect.kind === 'code')) it.marketo.expireTokens();
    await allRegistered(it, people.length);
    await expectAgreement(it);
  },
  120_000,
);

test('thirty people while hands in Marketo reject, waitlist, remove and approve some of them: all agree in the end', async () => {
  const it = await usherForThisTest({ connect: { hold: 1 } });
  const leadIds = await arrive(it);
  it.marketo.fail({ path: /status\.json$/, times: 2, effect: { kind: 'reply-lost' } });
  await approveWhoIsShown(it);
  leadIds.forEach((leadId, index) => {
    if (index % 5 === 0) it.marketo.removeFromProgram(programId, leadId);
    else if (index % 5 === 1) it.marketo.setStatusByHand(programId, leadId, 'Rejected');
    else if (index % 5 === 2) it.marketo.setStatusByHand(programId, leadId, 'Waitlisted');
    else if (index % 5 === 3) it.marketo.setStatusByHand(programId, leadId, 'Registered');
  });
  await allRegistered(it, 12);
  await expectAgreement(it);
  const hands = leadIds.map((leadId) => it.marketo.member(programId, leadId)?.statusName);
  const wanted = [undefined, 'Rejected', 'Waitlisted', 'Registered', 'Registered'];
  expect(hands).toEqual(leadIds.map((_leadId, index) => wanted[index % 5]));
}, 180_000);

test('thirty people over two replicas, with Slack stumbling as well: nobody is posted twice', async () => {
  const it = await usherForThisTest({ replicas: 2 });
  it.slack.faults.replyLostAfterCommit('chat.postMessage');
  it.slack.faults.serverError('chat.update', 2);
  await arrive(it);
  it.slack.faults.serverError('response_url');
  it.on24.fail({ path: /registrant$/, times: 5, effect: { kind: 'reply-lost' } });
  await allRegistered(it, people.length);
  await expectAgreement(it);
}, 180_000);
