/** Many reasons at once: three messages at most within a minute, and nobody missing from them. */

import { expect, test } from 'vitest';
import { groupErrors } from '../../src/alerts/group-errors.job.ts';
import { placeCauses } from '../../src/alerts/place-causes.ts';
import { pageOfPeople } from '../../src/store/alert-people-store.ts';
import { otherReasons } from '../../src/store/alert-store.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { type AlertsUnderTest, alertsForThisTest } from './alerts-under-test.ts';

/** Letters only: numbers do not tell causes apart. */
const word = (index: number) => [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
const reason = (cause: number) => `Field ${word(cause)} is not known.`;

async function groupAll(it: AlertsUnderTest): Promise<number> {
  let rounds = 1;
  while ((await it.group()) !== undefined) rounds += 1;
  return rounds;
}

test('10,000 people with 40 reasons in a minute are three messages, and each is on a page of one of them', async () => {
  const it = await alertsForThisTest(0);
  const { id: webinarId } = it.webinar;
  const everybody = Array.from({ length: 10_000 }, (_, index) => ({
    webinarId,
    leadId: index + 1,
    status: 'registration_error' as const,
    statusReason: reason(Math.floor(40 * (index / 10_000) ** 2)),
    lastName: `Visitor ${index}`,
  }));
  for (let from = 0; from < everybody.length; from += 2_000)
    await it.db.insert(registrants).values(everybody.slice(from, from + 2_000));
  await groupAll(it);

  const alerts = await it.alerts();
  expect(alerts).toHaveLength(3);
  expect(await it.db.select().from(messages)).toHaveLength(3);
  const drawings = (await waitingJobs(it.db)).filter(({ name }) => name === 'draw-message');
  expect(drawings).toHaveLength(3);

  const seen = new Set<number>();
  for (const { id } of alerts) {
    for (let after = 0; ; ) {
      const { people } = await pageOfPeople(it.db, id, { after }, 1_000);
      for (const person of people) seen.add(person.id);
      after = people.at(-1)?.id ?? 0;
      if (people.length === 0) break;
    }
  }
  expect(seen.size).toBe(10_000);
  const shared = alerts.find(({ cause }) => cause === otherReasons);
  expect(await it.shown(shared?.id ?? 0)).toContain('38 different reasons. The most frequent:');
}, 60_000);

test('turning pages forth and back shows everybody once, also while people join', async () => {
  const it = await alertsForThisTest(12);
  await it.fail(reason(1), 2, 4, 5, 6, 7, 8, 9, 10, 11);
  await it.settle();
  const first = await pageOfPeople(it.db, 1, { after: 0 }, 4);
  expect(first).toMatchObject({ earlier: 0, everybody: 9 });
  // Two join, one of them before the page in sight.
  await it.fail(reason(1), 1, 12);
  await it.settle();
  const second = await pageOfPeople(it.db, 1, { after: first.people.at(-1)?.id ?? 0 }, 4);
  expect(second).toMatchObject({ earlier: 5, everybody: 11 });
  const ids = [...first.people, ...second.people].map(({ leadId }) => leadId);
  expect(ids).toEqual([2, 4, 5, 6, 7, 8, 9, 10]);
  const back = await pageOfPeople(it.db, 1, { before: second.people[0]?.id ?? 0 }, 4);
  expect(back.people.map(({ leadId }) => leadId)).toEqual([2, 4, 5, 6]);
  expect(back.earlier).toBe(1);
});

test('a third reason within a minute looks like any alert while it is the only one there', async () => {
  const it = await alertsForThisTest(3);
  for (const leadId of it.leadIds) {
    await it.fail(reason(leadId), leadId);
    await it.settle();
  }
  expect((await it.alerts()).map(({ cause }) => cause)).toEqual([
    reason(1).toLowerCase(),
    reason(2).toLowerCase(),
    otherReasons,
  ]);
  expect(await it.shown(3)).toContain(`Reason: "${reason(3)}"`);
});

test('when the minute is over a new reason has an alert of its own again, and one that is told of already joins that', async () => {
  const it = await alertsForThisTest(6);
  for (const leadId of [1, 2, 3, 4]) await it.fail(reason(leadId), leadId);
  await it.settle();
  expect(await it.alerts()).toHaveLength(3);
  it.pass(61_000);
  await it.fail(reason(4), 5);
  await it.fail(reason(9), 6);
  await it.settle();
  expect((await it.rows()).map(({ alertId }) => alertId)).toEqual([1, 2, 3, 3, 3, 4]);
  expect(await it.alerts()).toHaveLength(4);
  expect(await it.shown(3)).toContain('2 people: "Field e is not known."');
});

test('a webinar beside it in the channel has alerts of its own, also for the same reasons', async () => {
  const it = await alertsForThisTest(4);
  for (const leadId of it.leadIds) await it.fail(reason(leadId), leadId);
  await it.settle();
  const beside = await addWebinar(it.db, { programId: 9_001, on24EventId: 9_002 });
  await addRegistrant(it.db, beside, {
    leadId: 90,
    status: 'registration_error',
    statusReason: reason(1),
  });
  await groupErrors(it.db, it.now)({ webinarId: beside.id });
  expect((await it.alerts()).map(({ webinarId, cause }) => [webinarId, cause])).toEqual([
    [it.webinar.id, reason(1).toLowerCase()],
    [it.webinar.id, reason(2).toLowerCase()],
    [it.webinar.id, otherReasons],
    [beside.id, reason(1).toLowerCase()],
  ]);
});

test('a cause is placed in its own alert, in the shared one that knows it, or where there is room', () => {
  const own = (cause: string) => ({ cause, otherCauses: [] });
  const shared = { cause: otherReasons, otherCauses: ['d'] };
  const places = placeCauses({ causes: ['a', 'd', 'b', 'c'], open: [own('a'), shared], openedLately: 1 });
  expect([...places]).toEqual([
    ['a', 'a'],
    ['d', otherReasons],
    ['b', 'b'],
    ['c', otherReasons],
  ]);
});
