import { expect, test } from 'vitest';
import { nextChicagoMidnight } from '../../src/outside/marketo/chicago-midnight.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { clickFor, messagesWith, messageWith, textOf } from '../support/channel-reading.ts';
import { eventually, hurryStanding } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, nameOf } from '../support/people-who-ask.ts';
import { mara, usherForThisTest } from '../support/usher-under-test.ts';

test('a day’s calls that are used up make one alert that says when it goes on, and everybody goes on then by themselves', async () => {
  const it = await usherForThisTest({ replicas: 2 });
  // At noon in Chicago, so that neither midnight is near.
  it.clock.moveTo(new Date(nextChicagoMidnight(it.clock.now()).getTime() + 12 * 3_600_000));
  const leadIds = await ask(it, ada, charles);
  it.marketo.switches.callsPerDay = 0;
  for (const person of [ada, charles]) await clickFor(it.slack, mara, nameOf(person), 'approve');

  await messageWith(it.slack, 'calls of today are used up', '2 people wait and lose nothing');
  const [alert, ...others] = messagesWith(it.slack, 'calls of today are used up');
  expect(others).toEqual([]);
  expect(alert && textOf(alert)).toContain('00:00 Central');
  expect(alert && textOf(alert)).not.toContain('Try now');
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registering');

  // Whoever looks after it meanwhile spends no call: not the feed, not the trial of the connection, not the clicks.
  const spent = () => it.marketo.calls.filter(({ path }) => path.startsWith('/rest')).length;
  const before = spent();
  const trials = () => it.logLines.filter((line) => line.includes('"job":"try-marketo"')).length;
  const tried = trials();
  it.marketo.switches.callsPerDay = 50_000;
  for (let times = 0; times < 3; times++) {
    await hurryStanding(it.db, 'try-connections');
    await hurryStanding(it.db, 'poll-activities');
    await hurryStanding(it.db, 'watch-connections');
    await eventually('the connection was looked at', () => trials() > tried + times);
  }
  expect(spent()).toBe(before);

  it.clock.moveTo(new Date(nextChicagoMidnight(it.clock.now()).getTime() + 61_000));
  await eventually('Marketo is well', async () => {
    await hurryStanding(it.db, 'try-connections');
    return (await listFaults(it.db)).length === 0;
  });
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registered');
  await messageWith(it.slack, 'Marketo works again');
  expect(messagesWith(it.slack, 'used up')).toEqual([]);
});
