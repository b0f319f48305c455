/** The table of legal moves, written out a second time from the product's design, and compared cell by cell. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepOf } from '../../src/program/channel.ts';
import { type Cause, causes, reasonToRefuseMove } from '../../src/program/legal-moves.ts';
import { type Status, statuses, statusTitles } from '../../src/program/status.ts';
import { channelWith, usualChannel } from './sample-channels.ts';

/** Everybody between two statuses by the steps of the default channel, both included; equal steps are all included. */
const fromInvitedToRegistered: Status[] = [
  'invited',
  'pending_approval',
  'waitlisted',
  'rejected',
  'registering',
  'registered',
  'registration_error',
];
const fromInvitedToNoShow: Status[] = [...fromInvitedToRegistered, 'no_show'];
const whoMayBeApprovedInMarketo: Status[] = [
  'invited',
  'pending_approval',
  'waitlisted',
  'rejected',
  'registration_error',
];

/** One line for each line of the design's table; a status that stays as it is makes no move. */
const table: [from: Status[], to: Status[], by: Cause[]][] = [
  [['not_in_program'], [...statuses], ['seen_in_marketo']],
  [['not_in_program'], ['registering'], ['approved_in_marketo']],
  [['not_in_program'], ['registered'], ['adapter_answer']],
  [['invited'], ['pending_approval'], ['seen_in_marketo']],
  [['pending_approval'], ['registering', 'waitlisted', 'rejected'], ['decision']],
  [['waitlisted'], ['registering', 'rejected'], ['decision']],
  [['waitlisted'], ['registering'], ['promotion']],
  [['rejected'], ['registering', 'waitlisted'], ['changed_decision']],
  [['registering'], ['registered', 'registration_error'], ['on24_answer', 'adapter_answer']],
  [['registering'], ['registration_error'], ['webinar_ended']],
  [['registration_error'], ['registering'], ['retry']],
  [['registration_error'], ['waitlisted', 'rejected'], ['decision']],
  [['registration_error'], ['registered'], ['on24_answer']],
  [whoMayBeApprovedInMarketo, ['registering'], ['approved_in_marketo']],
  [whoMayBeApprovedInMarketo, ['registered'], ['adapter_answer']],
  [fromInvitedToRegistered, ['waitlisted', 'rejected', 'registration_error'], ['seen_in_marketo']],
  [['registered'], ['rejected'], ['cancelled_in_on24']],
  [['registered'], ['no_show'], ['attendance', 'seen_in_marketo']],
  [fromInvitedToNoShow, ['attended', 'attended_on_demand'], ['attendance', 'seen_in_marketo']],
  [[...statuses], ['not_in_program'], ['removed_in_marketo']],
];

const everyMove = statuses.flatMap((from) =>
  statuses.flatMap((to) => causes.map((cause) => ({ from, to, cause }))),
);

function inTable({ from, to, cause }: (typeof everyMove)[number]): boolean {
  return from !== to && table.some(([f, t, by]) => f.includes(from) && t.includes(to) && by.includes(cause));
}

const spelled = ({ from, to, cause }: (typeof everyMove)[number]) => `${from} -> ${to} by ${cause}`;

describe('the table of legal moves', () => {
  const isAllowed = ({ from, to, cause }: (typeof everyMove)[number]) =>
    reasonToRefuseMove(from, to, cause, usualChannel) === undefined;

  it('allows no move that the design does not name', () => {
    expect(everyMove.filter((move) => isAllowed(move) && !inTable(move)).map(spelled)).toEqual([]);
  });

  it('refuses no move that the design names', () => {
    expect(everyMove.filter((move) => !isAllowed(move) && inTable(move)).map(spelled)).toEqual([]);
  });

  it('says which move was refused, in words for people', () => {
    expect(reasonToRefuseMove('registered', 'pending_approval', 'seen_in_marketo', usualChannel)).toBe(
      'Registered does not become Pending Approval that way',
    );
  });

  it('lets nobody be registered by a click, a retry or a promotion', () => {
    const byPeople = everyMove.filter(
      ({ to, cause }) =>
        to === 'registered' && ['decision', 'changed_decision', 'promotion', 'retry'].includes(cause),
    );
    expect(byPeople.filter(isAllowed)).toEqual([]);
  });
});

describe('the steps of the program’s own channel', () => {
  it.each<
    [what: string, from: Status, to: Status, cause: Cause, variation: Parameters<typeof channelWith>[0]]
  >([
    ['a rejection above Registered', 'rejected', 'registering', 'changed_decision', { rejected: 30 }],
    ['a rejection above Registered', 'rejected', 'registered', 'adapter_answer', { rejected: 30 }],
    ['a rejection above Waitlisted', 'rejected', 'waitlisted', 'changed_decision', { rejected: 30 }],
    ['a waitlist above Registered', 'waitlisted', 'registering', 'promotion', { waitlisted: 25 }],
    ['a waitlist below Pending Approval', 'pending_approval', 'waitlisted', 'decision', { waitlisted: 10 }],
    [
      'an error above Registered',
      'registration_error',
      'registering',
      'retry',
      { registration_error: 25, registering: 'absent' },
    ],
    ['No Show above Attended', 'no_show', 'attended', 'attendance', { no_show: 45 }],
  ])('keep %s from falling: %s never becomes %s by %s', (_what, from, to, cause, variation) => {
    const channel = channelWith(variation);
    expect(reasonToRefuseMove(from, to, cause, channel)).toBe(
      `${statusTitles[to]} has a lower step than ${statusTitles[from]} in the channel "Webinar"`,
    );
  });

  it('allow a rejection from every status below it, however high Rejected stands', () => {
    const channel = channelWith({ rejected: 30 });
    for (const from of ['invited', 'pending_approval', 'waitlisted', 'registering', 'registered'] as const)
      expect(reasonToRefuseMove(from, 'rejected', 'seen_in_marketo', channel)).toBeUndefined();
  });

  it('allow a move to an equal step', () => {
    const channel = channelWith({ pending_approval: 20 });
    expect(reasonToRefuseMove('pending_approval', 'waitlisted', 'decision', channel)).toBeUndefined();
  });

  it('never keep anybody in the program who was removed', () => {
    const channel = channelWith({ not_in_program: 0, attended: 90 });
    expect(reasonToRefuseMove('attended', 'not_in_program', 'removed_in_marketo', channel)).toBeUndefined();
  });

  it('never fall by any move, whatever an administrator made of them', () => {
    const step = fc.integer({ min: 0, max: 100 });
    const variations = fc.record(
      Object.fromEntries(statuses.map((status) => [status, fc.oneof(step, fc.constant('absent' as const))])),
    );
    fc.assert(
      fc.property(variations, fc.constantFrom(...everyMove), (variation, { from, to, cause }) => {
        const channel = channelWith(variation);
        if (to === 'not_in_program' || reasonToRefuseMove(from, to, cause, channel) !== undefined)
          return true;
        return stepOf(channel, to) >= stepOf(channel, from);
      }),
      { numRuns: 2_000 },
    );
  });
});
