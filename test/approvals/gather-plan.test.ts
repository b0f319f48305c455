/** Where newcomers are shown: joining, posting, counting, moving down. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GatherFacts, planGathering, type ShownMessage } from '../../src/approvals/gather-plan.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import { approved, registrant } from './sample-people.ts';

const minute = 60_000;
const now = new Date('2024-12-12T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * minute);
const people = (count: number, from: number, more: Partial<Registrant> = {}) =>
  Array.from({ length: count }, (_, index) => registrant({ id: from + index, ...more }));
const idsOf = (some: readonly Registrant[] | undefined) => some?.map(({ id }) => id);

const message = (id: number, ageMinutes: number, shown: Registrant[]): ShownMessage => ({
  id,
  ageMs: ageMinutes * minute,
  people: shown,
  hasUndecided: shown.some(({ status }) => status === 'pending_approval'),
  isFolded: shown.every(({ status }) => status === 'registered'),
});

/** A webinar whose newest message is the last of those given; ten people fit into each. */
function gathering(messages: ShownMessage[], inLine: Registrant[]): GatherFacts {
  const newest = messages.at(-1);
  return {
    newest,
    open: messages.filter(({ hasUndecided }) => hasUndecided),
    inLine,
    newestClosesAt: newest && new Date(now.getTime() - newest.ageMs + 10 * minute),
    hasRoomFor: (shown) => shown.length < 10,
  };
}
const nothing = { join: undefined, post: [], fold: undefined };
const full = (id: number, ageMinutes: number) => message(id, ageMinutes, people(10, id * 100));

describe('newcomers', () => {
  it('of a webinar without messages get one', () => {
    expect(planGathering(gathering([], people(3, 1)))).toEqual({ ...nothing, post: [people(3, 1)] });
  });

  it('join the newest message while it is younger than ten minutes', () => {
    const plan = planGathering(gathering([message(31, 9.99, people(2, 100))], people(3, 1)));
    expect(plan).toEqual({ ...nothing, join: { messageId: 31, people: people(3, 1) } });
  });

  it('get a new message when the newest is ten minutes old, because an edit notifies nobody', () => {
    const plan = planGathering(gathering([message(31, 10, people(2, 100))], people(3, 1)));
    expect(plan).toEqual({ ...nothing, post: [people(3, 1)] });
  });

  it('join only the newest message, however young and empty an older one is', () => {
    const plan = planGathering(gathering([message(30, 1, people(1, 100)), full(31, 1)], people(1, 1)));
    expect(plan.join).toBeUndefined();
    expect(plan.post).toHaveLength(1);
  });

  it('join as far as there is room, and the rest get a new message', () => {
    const plan = planGathering(gathering([message(31, 1, people(8, 100))], people(5, 1)));
    expect(idsOf(plan.join?.people)).toEqual([1, 2]);
    expect(plan.post.map(idsOf)).toEqual([[3, 4, 5]]);
  });

  it('join a message whose people are decided and still on their way', () => {
    const plan = planGathering(gathering([message(31, 1, [approved({ id: 100 })])], people(1, 1)));
    expect(plan.join?.messageId).toBe(31);
  });

  it('do not join a message that has folded', () => {
    const folded = message(31, 1, [approved({ id: 100, status: 'registered' })]);
    expect(planGathering(gathering([folded], people(2, 1)))).toEqual({ ...nothing, post: [people(2, 1)] });
  });

  it('keep the order in which they asked', () => {
    const plan = planGathering(gathering([message(31, 1, people(5, 100))], people(27, 1)));
    const placed = [...(plan.join?.people ?? []), ...plan.post.flat()];
    expect(idsOf(placed)).toEqual(idsOf(people(placed.length, 1)));
  });

  it('are shown even when they alone are too large for any message', () => {
    const facts = { ...gathering([], people(2, 1)), hasRoomFor: () => false };
    expect(planGathering(facts).post.map(idsOf)).toEqual([[1], [2]]);
  });

  it('who are none change nothing', () => {
    expect(planGathering(gathering([message(31, 1, people(2, 100))], []))).toEqual(nothing);
  });
});

describe('many who ask', () => {
  it('as a burst of 3,000 make three messages, and the others wait in line', () => {
    const plan = planGathering(gathering([], people(3_000, 1)));
    expect(plan.post.map((some) => some.length)).toEqual([10, 10, 10]);
    expect(plan.fold).toBeUndefined();
  });

  it('make no fourth message while all three are full and the newest is young', () => {
    const three = [full(29, 3), full(30, 3), full(31, 3)];
    expect(planGathering(gathering(three, people(2_970, 1, { statusAt: minutesAgo(1) })))).toEqual(nothing);
  });

  it('and came while the newest was young get no message of their own by waiting', () => {
    const three = [full(29, 30), full(30, 30), full(31, 30)];
    expect(planGathering(gathering(three, people(50, 1, { statusAt: minutesAgo(25) })))).toEqual(nothing);
  });

  it('get the next message when one of the three is decided', () => {
    const decided = message(29, 3, [approved({ id: 900 })]);
    const plan = planGathering(gathering([decided, full(30, 3), full(31, 3)], people(50, 1)));
    expect(plan).toEqual({ ...nothing, post: [people(10, 1)] });
  });

  it('do not join a message without undecided people while three others have some', () => {
    const onTheirWay = message(31, 1, [approved({ id: 900 })]);
    const line = people(5, 1, { statusAt: minutesAgo(1) });
    expect(planGathering(gathering([full(28, 3), full(29, 3), full(30, 3), onTheirWay], line))).toEqual(
      nothing,
    );
  });

  it('never have more than three messages with undecided people', () => {
    const state = fc.constantFrom<Registrant['status']>('pending_approval', 'registering', 'registered');
    const shown = fc.record({
      age: fc.integer({ min: 0, max: 20 }),
      count: fc.integer({ min: 1, max: 10 }),
      state,
    });
    const messages = fc
      .array(shown, { maxLength: 5 })
      .map((all) =>
        all.map(({ age, count, state: status }, index) =>
          message(index + 1, age, people(count, index * 100, { status })),
        ),
      )
      .filter((all) => all.filter(({ hasUndecided }) => hasUndecided).length <= 3);
    fc.assert(
      fc.property(messages, fc.nat(60), fc.nat(20), (before, waiting, arrivedMinutesAgo) => {
        const line = people(waiting, 10_000, { statusAt: minutesAgo(arrivedMinutesAgo) });
        const { join, post, fold } = planGathering(gathering(before, line));
        const open = new Set(before.filter(({ hasUndecided }) => hasUndecided).map(({ id }) => id));
        if (join) open.add(join.messageId);
        if (fold) open.delete(fold.messageId);
        expect(open.size + post.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 500 },
    );
  });
});

describe('somebody who comes later than ten minutes after the newest of three full messages', () => {
  const three = () => [full(29, 40), full(30, 30), full(31, 20)];
  const late = (count: number) => people(count, 1, { statusAt: minutesAgo(1) });

  it('gets a new message, and the oldest of the three folds', () => {
    const plan = planGathering(gathering(three(), late(1)));
    expect(plan.join).toBeUndefined();
    expect(plan.post).toHaveLength(1);
    expect(plan.fold).toEqual({ messageId: 29 });
  });

  it('finds there the undecided people of the oldest one, who move down before anybody else in line', () => {
    const answered = people(6, 2900, { status: 'registered' });
    const [, second, third] = three();
    const halfDone = message(29, 40, [...answered, ...people(4, 2906)]);
    const waiting = people(40, 1, { statusAt: minutesAgo(25), askedAt: minutesAgo(25) });
    const messages = [halfDone, second, third].filter((one) => one !== undefined);
    const plan = planGathering(gathering(messages, [...waiting, ...late(1)]));
    expect(plan.fold).toEqual({ messageId: 29 });
    expect(idsOf(plan.post[0])).toEqual(expect.arrayContaining([2906, 2907, 2908, 2909]));
  });
});
