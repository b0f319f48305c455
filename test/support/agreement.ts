/** Rows, Marketo, ON24 and the channel compared person by person: what must be true when everything has settled. */
import { expect } from 'vitest';
import { messageText } from '../../sandbox/slack/slack-sandbox.ts';
import { drawApproval } from '../../src/approvals/draw-approval.ts';
import { hashOf } from '../../src/messages/draw-message.job.ts';
import { statusNamed } from '../../src/program/channel.ts';
import { projectedStatusName } from '../../src/program/projection.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { channelId, eventId, programId, type UsherUnderTest } from './usher-under-test.ts';

/** Fails with the people who are not as their rows say. */
export async function expectAgreement(it: UsherUnderTest): Promise<void> {
  await expectMarketoAgrees(it);
  await expectOn24Agrees(it);
  await expectMessagesAgree(it);
}

async function expectMarketoAgrees({ db, marketo }: UsherUnderTest): Promise<void> {
  const [webinar] = await db.select().from(webinars);
  if (!webinar) throw new Error('no webinar is connected');
  const rows = await db.select().from(registrants);
  const wanted = rows.map((row) => {
    const member = marketo.member(programId, row.leadId);
    if (row.status === 'not_in_program') return [row.leadId, undefined, undefined];
    const shown = statusNamed(webinar.channel, member?.statusName ?? '');
    const name = projectedStatusName(row.status, shown, webinar.channel);
    return [row.leadId, name === 'unchanged' ? member?.statusName : name, row.joinLink ?? undefined];
  });
  const found = rows.map(({ leadId }) => {
    const member = marketo.member(programId, leadId);
    return [leadId, member?.statusName, member?.webinarUrl ?? undefined];
  });
  expect(found).toEqual(wanted);
  // A call that timed out and was repeated counts as on its way for ten minutes: it would write what Marketo shows.
  const left = rows.filter(
    ({ marketoIsDue, marketoWriting, marketoBase }) =>
      marketoIsDue || marketoWriting.some(({ statusName }) => statusName !== marketoBase),
  );
  expect(left).toEqual([]);
  const known = new Set(rows.map(({ leadId }) => leadId));
  expect(marketo.members(programId).filter(({ leadId }) => !known.has(leadId))).toEqual([]);
}

async function expectOn24Agrees({ db, on24 }: UsherUnderTest): Promise<void> {
  const rows = await db.select().from(registrants);
  const wanted = rows.filter(({ status }) => status === 'registered').map(({ email }) => email);
  const held = on24.registrants(eventId).map(({ email }) => email);
  expect(held.sort()).toEqual(wanted.sort());
}

/** Each message stands in the channel once, and what was drawn last is what its rows want now. */
async function expectMessagesAgree({ db, slack }: UsherUnderTest): Promise<void> {
  const all = await db.select().from(messages);
  const posted = slack.channel(channelId).messages;
  expect(posted.map(({ ts }) => ts).sort()).toEqual(all.map(({ slackTs }) => slackTs).sort());
  for (const message of all) {
    const drawing = await drawApproval(db, message);
    const shown = posted.find(({ ts }) => ts === message.slackTs);
    if (!drawing || !shown) throw new Error(`message ${message.id} is not in the channel`);
    expect(shown.text).toBe(drawing.text);
    expect(messageText(shown)).toBe(
      messageText({ text: '', blocks: JSON.parse(JSON.stringify(drawing.blocks)) }),
    );
    expect(message.drawnHash).toBe(hashOf(drawing));
  }
}
