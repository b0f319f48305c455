/** Whom ON24 still lets in although nobody wants them there, and what a move makes of a wish to cancel them. */
import { describe, expect, it } from 'vitest';
import {
  cancelAfterMove,
  hasBegun,
  isToBeAsked,
  type On24Cancel,
  on24Cancels,
} from '../../src/program/on24-cancel.ts';
import { type Status, statuses } from '../../src/program/status.ts';

const unwanted = ['not_in_program', 'rejected', 'waitlisted', 'registration_error'];

describe('approvers are asked', () => {
  it.each(statuses)('about who is in ON24 and not wanted, and about nobody else: %s', (status) => {
    expect(isToBeAsked({ status, isInOn24: true, on24Cancel: null })).toBe(unwanted.includes(status));
    expect(isToBeAsked({ status, isInOn24: false, on24Cancel: null })).toBe(false);
  });

  it.each(on24Cancels)('not again while the answer is "%s"', (on24Cancel) => {
    expect(isToBeAsked({ status: 'rejected', isInOn24: true, on24Cancel })).toBe(false);
  });
});

describe('after a move', () => {
  it.each<[On24Cancel, Status, On24Cancel | null]>([
    ['wanted', 'registering', null],
    ['wanted', 'registered', null],
    ['asked', 'registering', null],
    ['wanted', 'not_in_program', 'wanted'],
    ['wanted', 'pending_approval', 'wanted'],
    ['wanted', 'attended', 'wanted'],
    ['asked', 'not_in_program', 'asked'],
    ['asked', 'pending_approval', null],
    ['left', 'not_in_program', 'left'],
    ['left', 'pending_approval', null],
    ['refused', 'rejected', null],
  ])('"%s" of somebody who comes to %s is %s', (cancel, to, after) => {
    expect(cancelAfterMove(to, cancel)).toBe(after);
  });
});

describe('a webinar', () => {
  const startsAt = new Date('2024-12-12T18:00:00Z');
  it('has begun at its start, not a moment before, and never without a start', () => {
    expect(hasBegun({ startsAt }, startsAt)).toBe(true);
    expect(hasBegun({ startsAt }, new Date(startsAt.getTime() - 1))).toBe(false);
    expect(hasBegun({ startsAt: null }, startsAt)).toBe(false);
  });
});
