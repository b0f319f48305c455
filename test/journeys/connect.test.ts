import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rateLimits } from '../../src/store/schema/rate-limits.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { messageWith } from '../support/channel-reading.ts';
import { expectWaiting } from '../support/held-back.ts';
import { ada, ask } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  mara,
  programId,
  startUsherUnderTest,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

let it: UsherUnderTest;
beforeAll(async () => {
  it = await startUsherUnderTest({ connect: false });
});
beforeEach(async () => {
  it.marketo.switches.channel = 'pending-and-rejected';
  await it.db.delete(webinars);
  // Many webinars are connected here within seconds, which nobody does: each begins with a full budget of calls.
  await it.db.delete(rateLimits);
});
afterAll(() => it.stop());

const connected = () => it.db.select().from(webinars);
const otherProgram = { id: 2_300, name: 'Another webinar' };

test('a program whose channel lacks Pending Approval and Rejected is not connected, and the administrator is told what to add', async () => {
  it.marketo.switches.channel = 'stock';
  const { code, lines } = await it.connect();
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(
      /^Not connected: The channel "Webinar" has no status "Pending Approval"\. Add it in Admin > Tags > Channels with step 15, then connect again\. .*--status-names/,
    ),
    expect.stringMatching(
      /^Not connected: The channel "Webinar" has no status "Rejected"\. Add it in Admin > Tags > Channels with step 20, then connect again\. .*--status-names/,
    ),
  ]);
  expect(await connected()).toEqual([]);
});

test('a reason field that Marketo lacks or lets nobody write is named, and one that may be written connects', async () => {
  const lacking = await it.connect({ reasonField: 'note' });
  expect(lacking.lines).toEqual([
    expect.stringMatching(
      /^Not connected: Marketo has no program-member field "note"\. Add it in .*\. Then connect again\.$/,
    ),
  ]);
  const locked = await it.connect({ reasonField: 'statusReason' });
  expect([locked.code, locked.lines]).toEqual([
    1,
    [
      expect.stringContaining(
        'Marketo lets nobody write the program-member field "statusReason" from outside.',
      ),
    ],
  ]);
  expect(await connected()).toEqual([]);
  expect((await it.connect({ reasonField: 'approvalNote' })).code).toBe(0);
  expect(await connected()).toMatchObject([{ reasonField: 'approvalNote' }]);
});

test('once the administrator has added the statuses, the same command connects', async () => {
  it.marketo.switches.channel = 'stock';
  expect((await it.connect()).code).toBe(1);
  it.marketo.switches.channel = 'pending-and-rejected';
  const { code, lines } = await it.connect();
  expect(code).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^Connected as webinar \d+: "Zero-trust in practice"\. Its people appear in Slack/),
  ]);
});

test('steps that merely limit are noted, and the webinar is connected', async () => {
  it.marketo.switches.channel = 'other-steps';
  const { code, lines } = await it.connect();
  expect(code).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(
      /^Note: .*Rejected stands above Registered: somebody once rejected can no longer be approved\.$/,
    ),
    expect.stringMatching(
      /^Note: .*Registration Error stands above Registered: a retry cannot set Registered/,
    ),
    expect.stringMatching(/^Connected as webinar/),
  ]);
});

test('a hidden status counts as missing, because nobody may be given it', async () => {
  it.marketo.switches.channel = 'hidden';
  const { code, lines } = await it.connect();
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining('has no status "Waitlisted"')]);
});

test('statuses under names of the customer are recognised by their kind', async () => {
  it.marketo.switches.channel = 'renamed';
  expect((await it.connect()).code).toBe(0);
  const [webinar] = await connected();
  expect(webinar?.channel.statuses.registered?.name).toBe('Signed Up');
});

test('statuses under names that only the customer knows are recognised once they are given', async () => {
  it.marketo.switches.channel = 'own-names';
  const untold = await it.connect();
  expect(untold.code).toBe(1);
  expect(untold.lines[0]).toContain('has no status "Pending Approval"');
  const wrong = await it.connect({ statusNames: { pending_approval: 'To Review', rejected: 'Refused' } });
  expect(wrong.code).toBe(1);
  expect(wrong.lines).toEqual([
    expect.stringContaining('has no status "Refused", which --status-names gives for Rejected'),
  ]);
  const { code } = await it.connect({ statusNames: { pending_approval: 'To Review', rejected: 'Declined' } });
  expect(code).toBe(0);
  const [webinar] = await connected();
  expect(webinar?.channel.statuses.pending_approval?.name).toBe('To Review');
  expect(webinar?.channel.statuses.rejected?.name).toBe('Declined');
});

test('an unknown program is told with where its number stands', async () => {
  const { code, lines } = await it.connect({ program: 99_999 });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^Not connected: Marketo has no program 99999\./)]);
});

test('an unknown ON24 event is told with its number', async () => {
  const { code, lines } = await it.connect({ event: 99_999 });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^Not connected: .*ON24.*99999/)]);
});

test('an inactive ON24 event is not connected, and the remedy is told', async () => {
  it.on24.addEvent({ id: 5_000, isActive: false });
  const { code, lines } = await it.connect({ event: 5_000 });
  expect(code).toBe(1);
  expect(lines).toEqual([
    'Not connected: The ON24 event 5000 is not active. Activate it in ON24, then connect again.',
  ]);
});

test('a private channel without the bot is told with how to invite it', async () => {
  it.slack.addChannel({ id: 'C0SECRET', name: 'secret', isPrivate: true, isBotMember: false });
  const { code, lines } = await it.connect({ channel: 'C0SECRET' });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining('/invite @usher')]);
});

test('a channel that does not exist is told with its id', async () => {
  const { code, lines } = await it.connect({ channel: 'C0NOWHERE' });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining('C0NOWHERE')]);
});

test('an archived channel is not connected', async () => {
  it.slack.addChannel({ id: 'C0OLD', name: 'old-webinars', isArchived: true });
  const { code, lines } = await it.connect({ channel: 'C0OLD' });
  expect(code).toBe(1);
  expect(lines).toEqual(['Not connected: The Slack channel #old-webinars is archived.']);
});

test('a public channel without the bot is joined', async () => {
  it.slack.addChannel({ id: 'C0OPEN', name: 'open', isBotMember: false });
  expect((await it.connect({ channel: 'C0OPEN' })).code).toBe(0);
  expect(it.slack.channel('C0OPEN').isBotMember).toBe(true);
});

test('approvers that are no Slack ids are named, each with where to find the right one', async () => {
  const { code, lines } = await it.connect({ approvers: [mara, '@jo', 'jo@acme.example'] });
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringContaining('"@jo" is no Slack id of a person (U...) or a user group (S...)'),
    expect.stringContaining('"jo@acme.example" is no Slack id'),
  ]);
  expect((await it.connect({ approvers: [] })).lines).toEqual([
    'Not connected: Nobody is named who may decide: give --approvers with user or group ids.',
  ]);
});

test('everything that is wrong is told in one go', async () => {
  it.marketo.switches.channel = 'stock';
  it.on24.addEvent({ id: 5_001, isActive: false });
  const { code, lines } = await it.connect({ event: 5_001, approvers: ['nobody'] });
  expect(code).toBe(1);
  expect(lines).toHaveLength(4);
  expect(await connected()).toEqual([]);
});

test('a program is connected once, and the second command says as which webinar', async () => {
  expect((await it.connect()).code).toBe(0);
  const [webinar] = await connected();
  const { code, lines } = await it.connect({ event: eventId });
  expect(code).toBe(1);
  expect(lines).toEqual([
    `Not connected: Program ${programId} is connected already, as webinar ${webinar?.id} ("Zero-trust in practice").`,
  ]);
  expect(await connected()).toHaveLength(1);
});

test('an ON24 event belongs to one program: connecting it to a second one is refused in words', async () => {
  expect((await it.connect()).code).toBe(0);
  it.marketo.addProgram(otherProgram);
  const { code, lines } = await it.connect({ program: otherProgram.id });
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^Not connected: .*${eventId}.* is connected already`)),
  ]);
});

test('the same program connected by two administrators at once is connected once, and the other is told', async () => {
  const outcomes = await it.db.transaction(async (tx) => {
    // Both find that it is not connected yet before either may write.
    await tx.execute(sql`lock table webinars in share row exclusive mode`);
    const both = [it.connect(), it.connect()];
    await expectWaiting(it.db, 2);
    return { both: Promise.all(both) };
  });
  const [first, second] = (await outcomes.both).sort((a, b) => a.code - b.code);
  expect(first?.code).toBe(0);
  expect(second).toMatchObject({ code: 1, lines: [expect.stringContaining('is connected already')] });
  expect(await connected()).toHaveLength(1);
});

test('a hold that is longer than an hour is refused in words', async () => {
  const { code, lines } = await it.connect({ hold: 3_601 });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining('hold')]);
});

test('a system that cannot be asked is told with its own words beside what else is wrong', async () => {
  it.on24.mode = 'bad-credentials';
  const { code, lines } = await it.connect({ approvers: ['nobody'] });
  it.on24.mode = 'fine';
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^Not connected: ON24 could not be asked \(read event\): .*wrong or invalid/),
    expect.stringContaining('"nobody" is no Slack id'),
  ]);
});

test('a webinar connected beside a running bot needs no restart', async () => {
  const fresh = await usherForThisTest({ connect: false });
  expect((await fresh.connect()).code).toBe(0);
  await ask(fresh, ada);
  await messageWith(fresh.slack, 'Ada Lovelace', '[Approve]');
  expect(fresh.slack.channel(channelId).messages).toHaveLength(1);
});
