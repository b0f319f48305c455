import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { callHere, startBriefReplica } from '../support/brief-replica.ts';
import {
  clickFor,
  findMessage,
  messagesWith,
  messageWith,
  rowOf,
  rowWith,
} from '../support/channel-reading.ts';
import { eventually, hurryStanding, settled } from '../support/eventually.ts';
import { rowOf as rowOfLead } from '../support/made-rows.ts';
import { marketoWrites, pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, charles, expectStatus, grace, nameOf, rowFor } from '../support/people-who-ask.ts';
import {
  eventId,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const memberStatus = (it: UsherUnderTest, leadId: number) => it.marketo.member(programId, leadId)?.statusName;

const shows = (it: UsherUnderTest, leadId: number, statusName: string) =>
  it.marketo.until(`Marketo shows ${statusName}`, () => memberStatus(it, leadId) === statusName, 15_000);

test('who was Registered before the webinar was connected counts as registered and is not pushed', async () => {
  const it = await usherForThisTest({ connect: false });
  const leadId = it.marketo.fillForm(programId, ada);
  await shows(it, leadId, 'Pending Approval');
  it.marketo.setStatusByHand(programId, leadId, 'Registered');
  await it.connect({ capacity: 20 });
  await eventually(
    'Ada is registered',
    async () => (await rowOfLead(it.db, leadId))?.status === 'registered',
  );
  const message = await ask(it, charles).then(() => findMessage(it.slack, 'Charles Babbage'));
  expect(JSON.stringify(message?.blocks)).toContain('1 of 20 places taken');
  await clickFor(it.slack, mara, 'Charles Babbage', 'approve');
  await rowWith(it.slack, 'Charles Babbage', '· registered');
  expect(pushedToOn24(it)).toEqual([charles.email]);
});

test('a day without the bot is made up for: who came, who was decided and who left meanwhile is followed', async () => {
  const it = await usherForThisTest({ replicas: 0 });
  const yesterdays = await startBriefReplica(it);
  const [stays = 0, leaves = 0] = await ask(it, ada, charles);
  await settled(it.db);
  await yesterdays.stop();
  const came = it.marketo.fillForm(programId, grace);
  it.marketo.removeFromProgram(programId, leaves);
  it.marketo.setStatusByHand(programId, stays, 'Rejected');
  it.clock.advance(24 * 60 * 60 * 1000);
  await shows(it, came, 'Pending Approval');

  callHere(it, (await it.startReplica()).url);
  await rowWith(it.slack, 'Grace Hopper', '[Approve]');
  await expectStatus(it, stays, 'rejected');
  await expectStatus(it, leaves, 'not_in_program');
  // Their message may have folded into one line by now; in any case nobody can decide about them there.
  for (const person of [ada, charles]) {
    await it.slack.until(`nobody is asked about ${nameOf(person)}`, () =>
      messagesWith(it.slack, nameOf(person)).every(
        (message) => !rowOf(message, nameOf(person)).includes('[Approve]'),
      ),
    );
  }
});

test('who was missed because Marketo had purged its feed is found by reading everybody', async () => {
  const it = await usherForThisTest({ environment: { MARKETO_POLL_SECONDS: '1' } });
  await ask(it, ada);
  await settled(it.db);
  it.marketo.switches.webhooks = 'off';
  // The place that was stored is of no use any more, and neither are the activities since then.
  const everyPoll = { path: /activities\.json$/, times: Number.POSITIVE_INFINITY };
  it.marketo.fail({ ...everyPoll, effect: { kind: 'code', code: '608' } });
  await it.db.execute("update cursors set value = 'purged' where name = 'marketo-activities'");
  const missed = it.marketo.fillForm(programId, charles);
  await shows(it, missed, 'Pending Approval');
  it.marketo.purgeActivities(new Date(it.clock.now().getTime() + 1_000));
  it.marketo.clearFaults();
  await eventually('the sweep has found Charles', async () => {
    await hurryStanding(it.db, 'poll-activities');
    return rowOfLead(it.db, missed);
  });
  await rowWith(it.slack, 'Charles Babbage', '[Approve]');
});

test('two webinars do not meet: each person is registered in the event of their own program', async () => {
  const it = await usherForThisTest();
  const second = { program: 2208, event: 4410124, channel: 'C0SECOND' };
  it.marketo.addProgram({ id: second.program, name: 'Second webinar' });
  it.on24.addEvent({ id: second.event, title: 'Second webinar' });
  it.slack.addChannel({ id: second.channel, name: 'second-approvals' });
  expect(await it.connect(second)).toMatchObject({ code: 0 });
  const here = it.marketo.fillForm(programId, ada);
  expect(it.marketo.fillForm(second.program, ada)).toBe(here);
  await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
  const there = await it.slack.until('the second channel shows Ada', () =>
    it.slack.channel(second.channel).messages.find(({ text }) => text.includes('Ada Lovelace')),
  );
  await it.slack.as(mara).click({ channelId: second.channel, ts: there.ts }, { actionId: 'approve' });
  await it.marketo.until(
    'Ada is Registered there',
    () => it.marketo.member(second.program, here)?.statusName === 'Registered',
  );
  expect(memberStatus(it, here)).toBe('Pending Approval');
  expect(it.on24.registrants(second.event)).toHaveLength(1);
  expect(it.on24.registrants(eventId)).toEqual([]);
  const rows = await it.db
    .select({ status: registrants.status, programId: webinars.programId })
    .from(registrants)
    .innerJoin(webinars, eq(registrants.webinarId, webinars.id))
    .orderBy(webinars.programId);
  expect(rows).toEqual([
    { status: 'pending_approval', programId },
    { status: 'registered', programId: second.program },
  ]);
});

test('the reply to a status write is lost, and it is neither repeated nor taken for somebody else’s change', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.fail({ path: /status\.json$/, effect: { kind: 'reply-lost' } });
  await clickFor(it.slack, mara, 'Ada Lovelace', 'waitlist');
  await shows(it, leadId, 'Waitlisted');
  await settled(it.db, { hurrying: it.db });
  expect(marketoWrites(it)).toHaveLength(1);
  expect(await rowFor(it, leadId)).toMatchObject({
    marketoWriting: [],
    marketoIsDue: false,
    status: 'waitlisted',
  });
  expect(it.marketo.mails).toHaveLength(1);
});
