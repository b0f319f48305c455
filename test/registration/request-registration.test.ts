import { expect, test } from 'vitest';
import { OutsideFailure } from '../../src/outside/failure.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { adapterForThisTest, campaignId, link, programId } from '../support/adapter-under-test.ts';
import { waitingJobs } from '../support/eventually.ts';

test('who is approved is asked for by one request of the campaign, and is registering until the link is there', async () => {
  const it = await adapterForThisTest();
  const leadIds = [await it.approved(), await it.approved(), await it.approved()];
  it.sandbox.switches.adapterDelayMs = 60_000;
  expect(await it.request()).toBeUndefined();
  expect(it.requests()).toEqual([leadIds]);
  for (const leadId of leadIds) await it.shows(leadId, 'Registered');
  await it.watch();
  for (const leadId of leadIds) expect((await it.row(leadId)).status).toBe('registering');
  expect(it.writes()).toEqual([]);
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('watch-adapter');
  it.clock.advance(60_000);
  for (const leadId of leadIds) await it.hasLink(leadId);
  expect(await it.watch()).toBeUndefined();
  for (const leadId of leadIds)
    expect(await it.row(leadId)).toMatchObject({
      status: 'registered',
      decidedBy: 'U0MARA',
      adapterAskedAt: null,
    });
});

test('the intention is saved before Marketo is asked, and the answer with it', async () => {
  const it = await adapterForThisTest();
  const leadId = await it.approved();
  const seen: unknown[] = [];
  const marketo = {
    ...it.adapterParts.marketo,
    requestCampaign: async (id: number, leads: readonly number[]) => {
      const { adapterAskedAt, adapterAcceptedAt } = await it.row(leadId);
      seen.push([adapterAskedAt !== null, adapterAcceptedAt]);
      return it.adapterParts.marketo.requestCampaign(id, leads);
    },
  };
  await it.request({ marketo });
  expect(seen).toEqual([[true, null]]);
  expect((await it.row(leadId)).adapterAcceptedAt).not.toBeNull();
  expect(await it.events(leadId)).toEqual(['moved', 'moved', 'adapter_asked']);
});

test('after a crash between the saved intention and the call, nobody is asked for twice at once, and everybody is two minutes later', async () => {
  const it = await adapterForThisTest();
  const leadId = await it.approved();
  const crash = async () => {
    throw new Error('kill -9');
  };
  const marketo = { ...it.adapterParts.marketo, requestCampaign: crash };
  await expect(it.request({ marketo })).rejects.toThrow('kill -9');
  expect(await it.request()).toEqual({ againInMs: expect.any(Number) });
  expect(it.requests()).toEqual([]);
  await it.later(2.5);
  await it.request();
  expect(it.requests()).toEqual([[leadId]]);
  expect((await it.row(leadId)).adapterAcceptedAt).not.toBeNull();
});

test('a request whose answer was lost is not repeated for those whom it has moved', async () => {
  const it = await adapterForThisTest();
  it.sandbox.switches.adapterDelayMs = 60_000;
  const leadId = await it.approved();
  it.sandbox.fail({ path: /trigger\.json$/, effect: { kind: 'reply-lost' } });
  await it.request();
  expect(await it.row(leadId)).toMatchObject({ adapterAskedAt: expect.any(Date), adapterAcceptedAt: null });
  await it.shows(leadId, 'Registered');
  await it.later(2.5);
  expect(await it.request()).toBeUndefined();
  expect(it.requests()).toEqual([[leadId]]);
  expect(await it.row(leadId)).toMatchObject({ status: 'registering', adapterAcceptedAt: expect.any(Date) });
});

test('a request that never reached Marketo is made again', async () => {
  const it = await adapterForThisTest();
  const leadId = await it.approved();
  it.sandbox.fail({ path: /trigger\.json$/, effect: { kind: 'call-lost' } });
  await it.request();
  await it.later(2.5);
  await it.request();
  expect(it.requests()).toEqual([[leadId], [leadId]]);
});

test('a request that Marketo has certainly not taken is made again without waiting', async () => {
  const it = await adapterForThisTest();
  const leadId = await it.approved();
  it.sandbox.fail({ path: /trigger\.json$/, effect: { kind: 'code', code: '606' } });
  await it.request();
  expect((await it.row(leadId)).adapterAskedAt).toBeNull();
  await it.request();
  await it.hasLink(leadId);
});

test('who has left the program is followed and not asked for', async () => {
  const it = await adapterForThisTest();
  const [gone, stays] = [await it.approved(), await it.approved()];
  it.sandbox.removeFromProgram(programId, gone);
  await it.request();
  expect(it.requests()).toEqual([[stays]]);
  expect((await it.row(gone)).status).toBe('not_in_program');
  expect(it.memberOf(gone)).toBeUndefined();
});

test('whom somebody has set to Registered in Marketo meanwhile is not asked for, because that would send mails twice', async () => {
  const it = await adapterForThisTest();
  it.sandbox.switches.adapterDelayMs = 60_000;
  const leadId = await it.approved();
  it.sandbox.setStatusByHand(programId, leadId, 'Registered');
  await it.request();
  expect(it.requests()).toEqual([]);
  expect(await it.row(leadId)).toMatchObject({ status: 'registering', adapterAcceptedAt: expect.any(Date) });
});

test('at most a hundred people are asked for in one call', async () => {
  const it = await adapterForThisTest();
  it.sandbox.switches.formFlowDelayMs = 0;
  const leadIds = Array.from({ length: 105 }, (_, index) =>
    it.sandbox.fillForm(programId, { email: `guest-${index}@visitors.example` }),
  );
  for (const leadId of leadIds) await it.shows(leadId, 'Pending Approval');
  await it.adapterParts.followMembers(it.webinar, leadIds);
  for (const leadId of leadIds) await it.approve(leadId);
  expect(await it.request()).toEqual({ againInMs: expect.any(Number) });
  expect(await it.request()).toBeUndefined();
  expect(it.requests().map(({ length }) => length)).toEqual([100, 5]);
});

test('one person because of whom Marketo declines the request fails alone, with its words', async () => {
  const it = await adapterForThisTest();
  const people = [await it.approved(), await it.approved(), await it.approved(), await it.approved()];
  const wrong = people[2] ?? 0;
  const marketo = {
    ...it.adapterParts.marketo,
    requestCampaign: async (id: number, leads: readonly number[]) => {
      if (leads.includes(wrong))
        throw new OutsideFailure({
          system: 'marketo',
          operation: 'request campaign',
          kind: 'refused',
          scope: 'person',
          cause: 'declined',
          words: 'Lead is in another partition',
        });
      return it.adapterParts.marketo.requestCampaign(id, leads);
    },
  };
  await it.request({ marketo });
  expect(it.requests().flat().sort()).toEqual(people.filter((leadId) => leadId !== wrong));
  expect(await it.row(wrong)).toMatchObject({
    status: 'registration_error',
    statusReason: 'Lead is in another partition',
  });
});

test.each([
  ['is inactive', { active: false }, 'is not active'],
  ['is a batch campaign', { type: 'batch' }, 'Only a trigger campaign'],
] as const)(
  'a campaign that %s makes one fault in Marketo’s words, nobody fails, and one person tries it until it is well',
  async (_what, change, words) => {
    const it = await adapterForThisTest();
    const good = {
      id: campaignId,
      programId,
      name: 'Approve',
      type: 'trigger',
      active: true,
      statusName: 'Registered',
    } as const;
    it.sandbox.addCampaign({ ...good, ...change });
    const leadIds = [await it.approved(), await it.approved()];
    expect(await it.request()).toEqual({ againInMs: expect.any(Number) });
    const flag = `marketo:campaign:${it.webinarId}`;
    expect(await listFaults(it.db)).toMatchObject([
      { flag, isPaused: true, words: expect.stringContaining(words) },
    ]);
    await it.tryConnections();
    expect(await listFaults(it.db)).toHaveLength(1);
    for (const leadId of leadIds)
      expect(await it.row(leadId)).toMatchObject({ status: 'registering', adapterAskedAt: null });
    it.sandbox.addCampaign(good);
    await it.tryConnections();
    expect(await listFaults(it.db)).toEqual([]);
    expect(it.requests().at(-1)).toEqual(leadIds.slice(0, 1));
    await it.request();
    for (const leadId of leadIds) await it.hasLink(leadId);
  },
);

test('where nobody waits for a campaign, the campaign itself is looked at', async () => {
  const it = await adapterForThisTest();
  const good = {
    id: campaignId,
    programId,
    name: 'Approve',
    type: 'trigger',
    active: true,
    statusName: 'Registered',
  } as const;
  it.sandbox.addCampaign({ ...good, active: false });
  const leadId = await it.approved();
  await it.request();
  await it.move(leadId, { to: 'not_in_program', cause: 'removed_in_marketo', actor: 'marketo' });
  await it.tryConnections();
  expect(await listFaults(it.db)).toHaveLength(1);
  it.sandbox.addCampaign(good);
  await it.tryConnections();
  expect(await listFaults(it.db)).toEqual([]);
});

test('an old link of somebody who is retried is taken away before they are asked for, so that it is no answer', async () => {
  const it = await adapterForThisTest();
  const leadId = await it.approved();
  await it.request();
  await it.hasLink(leadId);
  await it.watch();
  it.sandbox.setStatusByHand(programId, leadId, 'Registration Error');
  await it.adapterParts.followMembers(it.webinar, [leadId]);
  it.sandbox.switches.adapterDelayMs = 60_000;
  await it.move(leadId, { to: 'registering', cause: 'retry', actor: 'U0MARA' });
  await it.request();
  await it.shows(leadId, 'Registered');
  await it.watch();
  expect((await it.row(leadId)).status).toBe('registering');
  it.clock.advance(60_000);
  await it.hasLink(leadId);
  await it.watch();
  expect(await it.row(leadId)).toMatchObject({ status: 'registered', marketoWebinarUrl: link });
});

test('without a campaign Registered is written, which is nobody’s gesture, and counts with the link only', async () => {
  const it = await adapterForThisTest({ approveCampaignId: null });
  it.sandbox.switches.restStatusPushes = 'yes';
  it.sandbox.switches.adapterDelayMs = 60_000;
  const leadId = await it.approved();
  // The promise of the approval itself: nothing is written before it is intended.
  await it.write();
  expect(it.writes()).toEqual([]);
  await it.request();
  await it.write();
  expect(it.statusOf(leadId)).toBe('Registered');
  expect(await it.watch()).toEqual({ againInMs: 60_000 });
  expect(await it.row(leadId)).toMatchObject({
    status: 'registering',
    decidedBy: 'U0MARA',
    marketoBase: 'Registered',
    marketoIsDue: false,
    adapterAcceptedAt: expect.any(Date),
  });
  expect(it.requests()).toEqual([]);
  it.clock.advance(60_000);
  await it.hasLink(leadId);
  await it.watch();
  expect(await it.row(leadId)).toMatchObject({ status: 'registered', decidedBy: 'U0MARA' });
  expect(it.writes()).toHaveLength(1);
});

test('without a campaign a retry writes Registered over the error', async () => {
  const it = await adapterForThisTest({
    approveCampaignId: null,
    answers: () => ({ statusReason: 'Event is closed' }),
  });
  it.sandbox.switches.restStatusPushes = 'yes';
  const leadId = await it.approved();
  await it.request();
  await it.write();
  await it.shows(leadId, 'Registration Error');
  await it.watch();
  expect(await it.row(leadId)).toMatchObject({
    status: 'registration_error',
    statusReason: 'Event is closed',
  });
  it.sandbox.switches.adapterDelayMs = 60_000;
  await it.move(leadId, { to: 'registering', cause: 'retry', actor: 'U0MARA' });
  await it.request();
  await it.write();
  expect(it.statusOf(leadId)).toBe('Registered');
});
