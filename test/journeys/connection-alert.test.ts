import { expect, test } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { clickFor, messagesWith, messageWith, textOf } from '../support/channel-reading.ts';
import { eventually, hurryStanding } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, nameOf } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  mara,
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
