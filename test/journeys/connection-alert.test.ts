import { expect, test } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { clickFor, messagesWith, messageWith, textOf, toldTo } from '../support/channel-reading.ts';
import { eventually, hurryStanding } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, nameOf } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  mara,
  sam,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

async function twoAreApproved(it: UsherUnderTest): Promise<number[]> {
  const leadIds = await ask(it, ada, charles);
  for (const person of [ada, charles]) await clickFor(it.slack, mara, nameOf(person), 'approve');
  return leadIds;
}

test('an inactive event makes one alert in ON24’s words, nobody fails, and all go on by themselves when it is open again', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'inactive-event';
  const leadIds = await twoAreApproved(it);
  const alert = await messageWith(it.slack, 'does not accept registrations');
  expect(textOf(alert)).toContain('inactive');
  expect(textOf(alert)).toContain('Re-open the event');
  await messageWith(it.slack, '2 people wait and lose nothing');
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registering');

  it.on24.mode = 'fine';
  expect(
    await it.slack.as(mara).click({ channelId, ts: alert.ts }, { actionId: alertActions.tryNow }),
  ).toMatchObject({
    ok: true,
  });
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registered');
  await messageWith(it.slack, 'ON24 works again');
  expect(messagesWith(it.slack, 'ON24 works again')).toHaveLength(1);
  expect(messagesWith(it.slack, 'could not be registered')).toEqual([]);
  expect(it.on24.registrants(eventId)).toHaveLength(2);
});

test('wrong credentials make one alert that says whom to ask', async () => {
  const it = await usherForThisTest();
  it.on24.mode = 'bad-credentials';
  await twoAreApproved(it);
  const alert = await messageWith(it.slack, 'ON24 cannot be used');
  expect(textOf(alert)).toContain('ON24_TOKEN_KEY');
  it.on24.mode = 'fine';
  await eventually('ON24 is well', async () => {
    await hurryStanding(it.db, 'try-connections');
    return (await listFaults(it.db)).length === 0;
  });
  await messageWith(it.slack, 'ON24 works again');
});

test('throttling is no fault: nobody is alerted, and everybody is registered a little later', async () => {
  const it = await usherForThisTest();
  it.on24.fail({
    path: /registrant/,
    effect: {
      kind: 'refusal',
      status: 403,
      message: 'You have reached the maximum number of calls for this api',
    },
    times: 2,
  });
  const leadIds = await twoAreApproved(it);
  for (const leadId of leadIds) {
    await eventually('registered', async () => it.on24.registrants(eventId).length === 2, {
      hurrying: it.db,
      timeoutMs: 25_000,
    });
    await expectStatus(it, leadId, 'registered');
  }
  expect(messagesWith(it.slack, 'cannot be used')).toEqual([]);
  expect(await listFaults(it.db)).toEqual([]);
});

test('a channel that is changed in Marketo is told although nobody waits, also by status, and ends when it is right again', async () => {
  const it = await usherForThisTest();
  it.marketo.switches.channel = 'hidden';
  await it.slack.as(mara).command(channelId, '/webinar', 'sweep');
  const alert = await messageWith(it.slack, 'The channel "Webinar" in Marketo has changed', '[Look again]');
  expect(textOf(alert)).toContain('no longer offers the status "Waitlisted"');
  expect(textOf(alert)).not.toMatch(/cannot be used|lose nothing/);
  await it.slack.as(mara).command(channelId, '/webinar', 'status');
  expect(toldTo(it.slack, mara).at(-1)).toMatch(
    /The channel "Webinar" in Marketo has changed, seen at <!date[^>]*>: The channel "Webinar" no longer offers/,
  );

  // Whoever asks goes on as usual meanwhile.
  for (const leadId of await twoAreApproved(it)) await expectStatus(it, leadId, 'registered');

  it.marketo.switches.channel = 'pending-and-rejected';
  const click = { actionId: alertActions.tryNow };
  expect(await it.slack.as(sam).click({ channelId, ts: alert.ts }, click)).toMatchObject({ ok: true });
  expect(await listFaults(it.db)).toHaveLength(1);
  expect(await it.slack.as(mara).click({ channelId, ts: alert.ts }, click)).toMatchObject({ ok: true });
  await messageWith(it.slack, 'Marketo fits "Zero-trust in practice" again');
  expect(messagesWith(it.slack, 'in Marketo has changed')).toEqual([]);
});
