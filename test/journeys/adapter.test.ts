/** Registrar `marketo`: the bot approves, Marketo's adapter registers. */
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { clickFor, messageWith, rowWith, told, versions } from '../support/channel-reading.ts';
import { eventually, hurryStanding } from '../support/eventually.ts';
import { marketoWrites, pushedToOn24 } from '../support/outside-writes.ts';
import { ada, ask, charles, nameOf, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  mara,
  programId,
  sam,
  type UnderTestOptions,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const campaign = 3_712;
const closed = { statusReason: 'Event is closed' };
const welcome = { webinarUrl: 'https://event.on24.example/311512?key=ADA' };

/** The adapter answers what `answer` holds. */
async function begin(connect: UnderTestOptions['connect'] = { registrar: 'marketo', campaign }) {
  const it = await usherForThisTest({ connect });
  const adapter: { answer: typeof closed | typeof welcome } = { answer: welcome };
  it.marketo.linkAdapter({
    register: async () => adapter.answer,
    attendees: async () => [],
    isOver: () => false,
  });
  it.marketo.switches.campaignDelayMs = 100;
  return { it, adapter };
}

const stands = (it: UsherUnderTest, leadId: number, status: string) =>
  eventually(`they are ${status}`, async () => (await rowFor(it, leadId)).status === status, {
    hurrying: it.db,
  });

const clickAlert = (it: UsherUnderTest, userId: string, ts: string, actionId: string) =>
  it.slack.as(userId).click({ channelId, ts }, { actionId });

test('who is approved is registered by Marketo, an error is told with its reason, and a retry asks Marketo again', async () => {
  const { it, adapter } = await begin();
  const [first = 0, second = 0] = await ask(it, ada, charles);
  it.marketo.switches.adapterDelayMs = 60_000;
  await clickFor(it.slack, mara, nameOf(ada), 'approve');
  await rowWith(it.slack, nameOf(ada), 'Approved by', 'registering with ON24');
  await it.marketo.until(
    'the campaign has run',
    () => it.marketo.member(programId, first)?.statusName === 'Registered',
  );
  expect((await rowFor(it, first)).status).toBe('registering');
  expect(versions(it.slack).filter(({ all }) => /· registered(?!\w)/.test(all))).toEqual([]);
  it.clock.advance(60_000);
  await it.marketo.until('the adapter has answered', () => it.marketo.member(programId, first)?.webinarUrl);
  await stands(it, first, 'registered');
  await rowWith(it.slack, nameOf(ada), 'Approved by', '· registered');

  it.marketo.switches.adapterDelayMs = 50;
  adapter.answer = closed;
  await clickFor(it.slack, mara, nameOf(charles), 'approve');
  await rowWith(it.slack, nameOf(charles), 'registration error: "Event is closed"', '[Retry]');
  await messageWith(it.slack, '1 person could not be registered', 'Event is closed');
  adapter.answer = welcome;
  await clickFor(it.slack, mara, nameOf(charles), 'retry');
  await stands(it, second, 'registered');
  await messageWith(it.slack, 'Solved: 1 of 1 registered');
  expect(pushedToOn24(it)).toEqual([]);
  expect(marketoWrites(it)).toEqual([]);
});

test('without a campaign Usher writes Registered, and the person is registered once the link is there', async () => {
  const { it } = await begin({ registrar: 'marketo' });
  it.marketo.switches.restStatusPushes = 'yes';
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, nameOf(ada), 'approve');
  await stands(it, leadId, 'registered');
  await rowWith(it.slack, nameOf(ada), 'Approved by', '· registered');
  expect(it.marketo.member(programId, leadId)).toMatchObject({ statusName: 'Registered', ...welcome });
  expect(marketoWrites(it)).toHaveLength(1);
  expect(pushedToOn24(it)).toEqual([]);
});

test('a long silence is told on the row and in one alert, Marketo is asked again by a click, and the answer ends it', async () => {
  const { it } = await begin();
  it.marketo.switches.adapterDelayMs = 3_600_000;
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, nameOf(ada), 'approve');
  await eventually('Marketo has taken the request', async () => (await rowFor(it, leadId)).adapterAcceptedAt);
  await it.db.update(registrants).set({ adapterAcceptedAt: sql`now() - interval '16 minutes'` });
  await eventually('the silence is known', async () => (await rowFor(it, leadId)).isAdapterSilent, {
    hurrying: it.db,
  });
  await rowWith(it.slack, nameOf(ada), 'Marketo has given no answer since');
  const alert = await messageWith(
    it.slack,
    'Marketo gives no answer for "Zero-trust in practice"',
    '[Ask Marketo again for 1]',
  );
  await clickAlert(it, sam, alert.ts, alertActions.askMarketoAgain);
  await told(it.slack, sam, 'decide');
  await clickAlert(it, mara, alert.ts, alertActions.askMarketoAgain);
  const requests = () => it.marketo.calls.filter(({ path }) => path.endsWith('/trigger.json'));
  await it.marketo.until('Marketo was asked again', () => requests().length === 2);
  await rowWith(it.slack, nameOf(ada), 'registering with ON24');
  it.clock.advance(3_600_000);
  await stands(it, leadId, 'registered');
  await hurryStanding(it.db, 'try-connections');
  await messageWith(it.slack, 'Marketo was asked again by', 'is overdue any more');
});

test('an inactive campaign is one alert in Marketo’s words, nobody fails, and all go on by themselves once it is active', async () => {
  const { it } = await begin();
  const named = {
    id: campaign,
    programId,
    name: 'Approve',
    type: 'trigger',
    statusName: 'Registered',
  } as const;
  it.marketo.addCampaign({ ...named, active: false });
  const leadIds = await ask(it, ada, charles);
  for (const person of [ada, charles]) await clickFor(it.slack, mara, nameOf(person), 'approve');
  const alert = await messageWith(it.slack, 'Marketo does not take approvals', 'is not active');
  await messageWith(it.slack, '2 people wait and lose nothing');
  for (const leadId of leadIds) expect((await rowFor(it, leadId)).status).toBe('registering');
  it.marketo.addCampaign({ ...named, active: true });
  await clickAlert(it, mara, alert.ts, alertActions.tryNow);
  await messageWith(it.slack, 'Marketo takes approvals for "Zero-trust in practice" again');
  for (const leadId of leadIds) await stands(it, leadId, 'registered');
});
