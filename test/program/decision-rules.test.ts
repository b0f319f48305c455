/** Each way in which a decision, an undo or a retry is refused, and when it is not. */
import { describe, expect, it } from 'vitest';
import {
  afterTheEnd,
  reasonToRefuseDecision,
  reasonToRefuseLateApproval,
  reasonToRefusePlaces,
  reasonToRefuseRetry,
  reasonToRefuseUndo,
} from '../../src/program/decision-rules.ts';
import { type Deciding, decisions } from '../../src/program/registrant.ts';
import { type Status, statuses } from '../../src/program/status.ts';
import { channelWith, usualChannel } from './sample-channels.ts';

const decidedAt = new Date('2024-12-12T18:42:08Z');
const now = new Date('2024-12-12T18:42:10Z');
const later = new Date(now.getTime() + 1);

const undecided: Deciding = {
  status: 'pending_approval',
  decision: null,
  decidedBy: null,
  decidedAt: null,
  holdsUntil: null,
  decisionNumber: 4,
};
const held: Deciding = { ...undecided, decision: 'approve', decidedBy: 'U0JO', decidedAt, holdsUntil: later };
const decided = (status: Status): Deciding => ({ ...held, status, holdsUntil: null });
const byJo = { kind: 'already_decided', decision: 'approve', by: 'U0JO', at: decidedAt };

describe('a decision', () => {
  it.each(decisions)('to %s stands, on somebody who is pending and undecided', (decision) => {
    expect(reasonToRefuseDecision(undecided, decision, 4, usualChannel)).toBeUndefined();
  });

  it('is refused on a button drawn before the last decision, and names who decided', () => {
    expect(reasonToRefuseDecision({ ...held, decisionNumber: 5 }, 'reject', 4, usualChannel)).toEqual({
      ...byJo,
      status: 'pending_approval',
    });
  });

  it('is refused on a button drawn before a decision that was undone', () => {
    expect(reasonToRefuseDecision({ ...undecided, decisionNumber: 6 }, 'approve', 4, usualChannel)).toEqual({
      kind: 'already_decided',
      decision: null,
      by: null,
      at: null,
      status: 'pending_approval',
    });
  });

  it('is refused while another one is held, even on an up-to-date button', () => {
    expect(reasonToRefuseDecision(held, 'reject', 4, usualChannel)).toMatchObject(byJo);
  });

  it.each(statuses.filter((status) => status !== 'pending_approval' && status !== 'not_in_program'))(
    'is refused on somebody who stands at %s already',
    (status) => {
      expect(reasonToRefuseDecision(decided(status), 'approve', 4, usualChannel)).toEqual({
        ...byJo,
        status,
      });
    },
  );

  it('is refused on somebody who has left the program', () => {
    expect(reasonToRefuseDecision(decided('not_in_program'), 'approve', 4, usualChannel)).toEqual({
      kind: 'registrant_gone',
    });
  });

  it('is refused where the channel’s steps forbid it', () => {
    const channel = channelWith({ waitlisted: 10 });
    expect(reasonToRefuseDecision(undecided, 'waitlist', 4, channel)).toMatchObject({
      kind: 'illegal_move',
      from: 'pending_approval',
      to: 'waitlisted',
    });
  });
});

describe('an undo', () => {
  it('stands until the hold is over', () => {
    expect(reasonToRefuseUndo(held, 4, now)).toBeUndefined();
  });

  it('is refused at the very instant at which the hold is over', () => {
    expect(reasonToRefuseUndo({ ...held, holdsUntil: now }, 4, now)).toEqual({
      kind: 'hold_is_over',
      decision: 'approve',
      status: 'pending_approval',
    });
  });

  it('is refused once the decision has been carried out', () => {
    expect(reasonToRefuseUndo(decided('registering'), 4, now)).toEqual({
      kind: 'hold_is_over',
      decision: 'approve',
      status: 'registering',
    });
  });

  it('is refused when nothing was decided', () => {
    expect(reasonToRefuseUndo(undecided, 4, now)).toEqual({
      kind: 'nothing_to_undo',
      status: 'pending_approval',
    });
  });

  it('is refused on a button of an earlier decision, and names who decided since', () => {
    expect(reasonToRefuseUndo(held, 3, now)).toMatchObject(byJo);
  });
});

describe('a retry', () => {
  it('stands for somebody with a registration error', () => {
    expect(reasonToRefuseRetry(decided('registration_error'), 4, usualChannel)).toBeUndefined();
  });

  it('is refused while ON24 is being asked', () => {
    expect(reasonToRefuseRetry(decided('registering'), 4, usualChannel)).toEqual({
      kind: 'being_registered',
    });
  });

  it('is refused for somebody who has left the program', () => {
    expect(reasonToRefuseRetry(decided('not_in_program'), 4, usualChannel)).toEqual({
      kind: 'registrant_gone',
    });
  });

  it.each(['registered', 'pending_approval', 'waitlisted', 'attended'] as const)(
    'is refused for somebody without an error: %s',
    (status) => {
      expect(reasonToRefuseRetry(decided(status), 4, usualChannel)).toEqual({
        kind: 'nothing_to_retry',
        status,
      });
    },
  );

  it('is refused on a button of an earlier decision', () => {
    expect(reasonToRefuseRetry(decided('registration_error'), 3, usualChannel)).toMatchObject(byJo);
  });

  it('is refused while another decision on them is held', () => {
    const held = { ...decided('registration_error'), decision: 'reject' as const, holdsUntil: later };
    expect(reasonToRefuseRetry(held, 4, usualChannel)).toMatchObject({
      kind: 'already_decided',
      decision: 'reject',
    });
  });

  it('is refused where the channel’s steps forbid the way back to registering', () => {
    const channel = channelWith({ registration_error: 30 });
    expect(reasonToRefuseRetry(decided('registration_error'), 4, channel)).toMatchObject({
      kind: 'illegal_move',
      to: 'registering',
    });
  });
});

describe('the places of a webinar', () => {
  it.each([
    [null, 10_000, 500],
    [150, 149, 1],
    [150, 0, 150],
    [0, 0, 0],
  ])('of %s, %i of them taken, suffice for %i more', (capacity, taken, wanted) => {
    expect(reasonToRefusePlaces(capacity, taken, wanted)).toBeUndefined();
  });

  it.each([
    [150, 150, 1],
    [150, 148, 3],
    [0, 0, 1],
    [150, 161, 1],
  ])('of %i, %i of them taken, do not suffice for %i more', (capacity, taken, wanted) => {
    expect(reasonToRefusePlaces(capacity, taken, wanted)).toEqual({
      kind: 'no_places_left',
      capacity,
      taken,
      wanted,
    });
  });
});

describe('an approval after the end', () => {
  const ended = { liveEndsAt: now, archiveEndsAt: later };

  it('is refused once, with what it means, and carried out by somebody who was told', () => {
    expect(reasonToRefuseLateApproval(ended, false, now)).toEqual({
      kind: 'webinar_over',
      recordingUntil: later,
    });
    expect(reasonToRefuseLateApproval(ended, true, now)).toBeUndefined();
  });

  it('is refused for good once the recording is gone', () => {
    expect(reasonToRefuseLateApproval(ended, true, later)).toEqual({ kind: 'recording_over', at: later });
  });

  it('is none while the webinar is not over, or its end is not known', () => {
    expect(reasonToRefuseLateApproval({ ...ended, liveEndsAt: later }, false, now)).toBeUndefined();
    expect(reasonToRefuseLateApproval({ liveEndsAt: null, archiveEndsAt: null }, false, now)).toBeUndefined();
    expect(afterTheEnd({ ...ended, archiveEndsAt: null }, now)).toEqual({ recordingUntil: null });
  });
});
