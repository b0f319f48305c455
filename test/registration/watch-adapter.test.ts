import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { askAdapterAgain } from '../../src/alerts/ask-adapter-again.ts';
import { drawAlert } from '../../src/alerts/draw-alert.ts';
import { watchConnections } from '../../src/alerts/watch-connections.job.ts';
import { openAlerts } from '../../src/store/alert-store.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { linesOf } from '../approvals/as-slack-reads.ts';
import { type AdapterUnderTest, adapterForThisTest, programId } from '../support/adapter-under-test.ts';
import { waitingJobs } from '../support/eventually.ts';

/** People whom Marketo was asked to register sixteen minutes ago, and whom its adapter does not answer. */
async function silent(people: number): Promise<AdapterUnderTest & { leadIds: number[] }> {
  const it = await adapterForThisTest();
  it.sandbox.switches.adapterDelayMs = 3_600_000;
  const leadIds: number[] = [];
  for (let index = 0; index < people; index++) leadIds.push(await it.approved());
  await it.request();
  for (const leadId of leadIds) await it.shows(leadId, 'Registered');
  await it.later(16);
  await it.watch();
  return { ...it, leadIds };
}

const alertNow = async (it: AdapterUnderTest) => {
  await watchConnections(it.db)({});
  const [alert] = await openAlerts(it.db, 'connection');
  const [message] = await it.db.select().from(messages);
  const drawing = message && (await drawAlert(it.db, message));
  return { alert, text: drawing ? linesOf(drawing).join('\n') : '' };
};

test('a silence of fifteen minutes is told once for the webinar, and once in each history', async () => {
  const it = await silent(2);
  const fault = { flag: `marketo:adapter:${it.webinarId}`, isPaused: true };
  for (let again = 0; again < 2; again++) expect(await it.watch()).toEqual({ againInMs: 60_000 });
  expect(await listFaults(it.db)).toMatchObject([fault]);
  for (const leadId of it.leadIds) {
    expect(await it.row(leadId)).toMatchObject({ status: 'registering', isAdapterSilent: true });
    expect((await it.events(leadId)).filter((event) => event === 'adapter_silent')).toHaveLength(1);
  }
  const { alert, text } = await alertNow(it);
  const first = await it.row(it.leadIds[0] ?? 0);
  expect(alert?.openedAt).toEqual(first.adapterAcceptedAt);
  expect(text).toContain('Marketo gives no answer for "Zero-trust in practice"');
  expect(text).toContain('2 people were approved and wait');
  expect(text).toContain('[Ask Marketo again for 2]');
});

test('before fifteen minutes have passed nothing is said', async () => {
  const it = await adapterForThisTest();
  it.sandbox.switches.adapterDelayMs = 3_600_000;
  const leadId = await it.approved();
  await it.request();
  await it.later(14);
  await it.watch();
  expect((await it.row(leadId)).isAdapterSilent).toBe(false);
  expect(await listFaults(it.db)).toEqual([]);
});

test('who could not even be asked for is not called silent', async () => {
  const it = await adapterForThisTest();
  const leadId = await it.approved();
  await it.change(leadId, { adapterAskedAt: new Date(Date.now() - 60 * 60_000) });
  await it.watch();
  expect((await it.row(leadId)).isAdapterSilent).toBe(false);
});

test.each([
  [
    'the adapter answers after all',
    async (it: AdapterUnderTest) => it.clock.advance(3_600_000),
    'registered',
  ],
  [
    'somebody rejects them in Marketo',
    async (it: AdapterUnderTest, leadId: number) => it.sandbox.setStatusByHand(programId, leadId, 'Rejected'),
    'rejected',
  ],
  [
    'they are removed',
    async (it: AdapterUnderTest, leadId: number) => it.sandbox.removeFromProgram(programId, leadId),
    'not_in_program',
  ],
] as const)('the alert ends by itself when %s', async (_how, act, status) => {
  const it = await silent(1);
  const [leadId = 0] = it.leadIds;
  await alertNow(it);
  await act(it, leadId);
  if (status === 'registered') await it.hasLink(leadId);
  expect(await it.watch()).toBeUndefined();
  expect(await it.row(leadId)).toMatchObject({ status, isAdapterSilent: false, adapterAcceptedAt: null });
  await it.tryConnections();
  expect(await listFaults(it.db)).toEqual([]);
  const { alert, text } = await alertNow(it);
  expect(alert).toBeUndefined();
  expect(text).toContain('is overdue any more');
});

test('while one of several is still silent, the alert stays', async () => {
  const it = await silent(2);
  it.sandbox.setStatusByHand(programId, it.leadIds[0] ?? 0, 'Rejected');
  await it.watch();
  await it.tryConnections();
  expect(await listFaults(it.db)).toHaveLength(1);
  expect((await alertNow(it)).text).toContain('1 person was approved and waits');
});

test('Ask Marketo again requests the campaign for the silent, and for nobody else', async () => {
  const it = await silent(2);
  const fresh = await it.approved();
  await it.request();
  const { alert } = await alertNow(it);
  const click = (userId: string) => askAdapterAgain(it.db, { userId, alertId: alert?.id ?? 0 });
  expect(await click('U0SAM')).toContain('decide for this webinar');
  expect(await click('U0MARA')).toBeUndefined();
  expect(await click('U0JO')).toContain('Nobody waits for that any more');
  await it.request();
  expect(it.requests()).toEqual([it.leadIds, [fresh], it.leadIds]);
  for (const leadId of it.leadIds) {
    expect(await it.row(leadId)).toMatchObject({
      isAdapterSilent: false,
      adapterAcceptedAt: expect.any(Date),
    });
    expect((await it.events(leadId)).filter((event) => event === 'adapter_asked')).toHaveLength(3);
  }
  await it.tryConnections();
  expect((await alertNow(it)).text).toContain('Marketo was asked again by U0MARA');
});

test('a second refusal after a retry is noticed also when nobody read in between', async () => {
  const it = await adapterForThisTest({ answers: () => ({ statusReason: 'Event is closed' }) });
  const leadId = await it.approved();
  await it.request();
  await it.shows(leadId, 'Registration Error');
  await it.watch();
  await it.move(leadId, { to: 'registering', cause: 'retry', actor: 'U0MARA' });
  await it.request();
  // The campaign is not done at once: what Marketo shows now is the former error.
  await it.watch();
  expect((await it.row(leadId)).status).toBe('registering');
  await it.later(3);
  await it.watch();
  expect(await it.row(leadId)).toMatchObject({
    status: 'registration_error',
    statusReason: 'Event is closed',
  });
});

test('who was set to Registered in Marketo itself is looked for too, and is registered once the link is there', async () => {
  const it = await adapterForThisTest();
  const leadId = await it.fillForm();
  await it.adapterParts.followMembers(it.webinar, [leadId]);
  it.sandbox.switches.adapterDelayMs = 60_000;
  it.sandbox.setStatusByHand(programId, leadId, 'Registered');
  await it.adapterParts.followMembers(it.webinar, [leadId]);
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('watch-adapter');
  expect(await it.watch()).toEqual({ againInMs: 60_000 });
  expect((await it.row(leadId)).status).toBe('pending_approval');
  it.clock.advance(60_000);
  await it.hasLink(leadId);
  expect(await it.watch()).toBeUndefined();
  expect(await it.row(leadId)).toMatchObject({ status: 'registered', decidedBy: 'marketo' });
});

test('of whom nothing was heard for an hour is looked for less often', async () => {
  const it = await silent(1);
  await it.later(60);
  expect(await it.watch()).toEqual({ againInMs: 600_000 });
});

test('hundreds of people are read in batches', async () => {
  const it = await adapterForThisTest();
  await it.db.insert(registrants).values(
    Array.from({ length: 420 }, (_, index) => ({
      webinarId: it.webinarId,
      leadId: 70_000 + index,
      status: 'registering' as const,
      marketoBase: 'Pending Approval',
      adapterAskedAt: sql`now()`,
      adapterAcceptedAt: sql`now()`,
    })),
  );
  await it.watch();
  const reads = it.sandbox.calls.filter(
    ({ method, path }) => method === 'GET' && path.endsWith('/members.json'),
  );
  expect(reads).toHaveLength(2);
});
