/** What may be changed about somebody who is decided: every status with every decision, and what forbids it. */
import { describe, expect, it } from 'vitest';
import {
  type ChangeCircumstances,
  type Changing,
  causeOfDecision,
  possibleChanges,
  reasonToRefuseCancel,
  reasonToRefuseChange,
  reasonToRefuseChangeTo,
} from '../../src/program/change-rules.ts';
import { type Decision, decisions } from '../../src/program/registrant.ts';
import { type Status, statuses } from '../../src/program/status.ts';
import { channelWith, usualChannel } from './sample-channels.ts';

const startsAt = new Date('2024-12-12T18:00:00Z');
const before = new Date(startsAt.getTime() - 1);
const around: ChangeCircumstances = { channel: usualChannel, registrar: 'on24', startsAt, now: before };

const decided = (status: Status, more: Partial<Changing> = {}): Changing => ({
  status,
  decision: 'approve',
  decidedBy: 'U0JO',
  decidedAt: before,
  holdsUntil: null,
  decisionNumber: 4,
  isInOn24: false,
  on24Cancel: null,
  on24CancelBy: null,
  ...more,
});

const possible: Partial<Record<Status, Partial<Record<Decision, ReturnType<typeof causeOfDecision>>>>> = {
  waitlisted: { approve: 'promotion', reject: 'decision' },
  rejected: { approve: 'changed_decision', waitlist: 'changed_decision' },
  registered: { reject: 'cancelled_in_on24' },
  registration_error: { waitlist: 'decision', reject: 'decision' },
};

describe('from each status', () => {
  const cells = statuses.flatMap((status) => decisions.map((decision) => [status, decision] as const));

  it.each(cells)('%s: to %s only where the table of moves leads there', (status, decision) => {
    const cause = possible[status]?.[decision];
    const refusal = reasonToRefuseChangeTo(decided(status), decision, 4, around);
    expect(refusal === undefined).toBe(cause !== undefined);
    if (cause) expect(causeOfDecision(status, decision)).toBe(cause);
  });

  it.each(statuses)('%s: what is offered is what is allowed', (status) => {
    expect(possibleChanges(status, usualChannel)).toEqual(
      decisions.filter((decision) => possible[status]?.[decision] !== undefined),
    );
  });
});

describe('a change is refused', () => {
  it.each<[string, Changing, Partial<ChangeCircumstances>, object]>([
    ['to who has left', decided('not_in_program'), {}, { kind: 'registrant_gone' }],
    [
      'during a hold',
      decided('rejected', { holdsUntil: before }),
      {},
      { kind: 'already_decided', by: 'U0JO' },
    ],
    ['on an older button', decided('rejected', { decisionNumber: 5 }), {}, { kind: 'already_decided' }],
    ['while ON24 registers them', decided('registering'), {}, { kind: 'being_registered' }],
    [
      'while ON24 cancels them',
      decided('registered', { on24Cancel: 'wanted' }),
      {},
      { kind: 'being_cancelled' },
    ],
    [
      'once the webinar has begun',
      decided('registered'),
      { now: startsAt },
      { kind: 'webinar_begun', at: startsAt },
    ],
    [
      'to whom the adapter has registered',
      decided('registered'),
      { registrar: 'marketo' },
      { kind: 'registered_by_adapter' },
    ],
    ['to who attended', decided('attended'), {}, { kind: 'nothing_to_change', status: 'attended' }],
    ['to who is undecided', decided('pending_approval'), {}, { kind: 'nothing_to_change' }],
    [
      'where the steps forbid every choice',
      decided('rejected'),
      { channel: channelWith({ rejected: 30 }) },
      { kind: 'nothing_to_change' },
    ],
  ])('%s', (_why, registrant, more, refusal) => {
    expect(reasonToRefuseChange(registrant, 4, { ...around, ...more })).toMatchObject(refusal);
  });

  it('only for that choice where another is still open', () => {
    const channel = channelWith({ waitlisted: 15, registering: 'absent' });
    expect(possibleChanges('rejected', channel)).toEqual(['approve']);
    expect(reasonToRefuseChangeTo(decided('rejected'), 'waitlist', 4, { ...around, channel })).toMatchObject({
      kind: 'illegal_move',
      to: 'waitlisted',
    });
  });

  it('not to others once the webinar has begun', () => {
    expect(reasonToRefuseChange(decided('waitlisted'), 4, { ...around, now: startsAt })).toBeUndefined();
  });
});

describe('a cancel in ON24', () => {
  const left = (more: Partial<Changing> = {}) =>
    decided('rejected', { isInOn24: true, on24Cancel: 'asked', ...more });

  it.each([null, 'asked', 'left', 'refused'] as const)('may be wished after "%s"', (on24Cancel) => {
    expect(reasonToRefuseCancel(left({ on24Cancel }), 4, around)).toBeUndefined();
  });

  it.each<[string, Changing, Date, object]>([
    [
      'when it is wished already, and by whom',
      left({ on24Cancel: 'wanted', on24CancelBy: 'U0MARA' }),
      before,
      { kind: 'cancel_answered', answer: 'cancel', by: 'U0MARA' },
    ],
    ['once the webinar has begun', left(), startsAt, { kind: 'webinar_begun' }],
    ['for who is approved again', left({ status: 'registering' }), before, { kind: 'being_registered' }],
    ['for who is registered again', left({ status: 'registered' }), before, { kind: 'already_decided' }],
    ['on an older button', left({ decisionNumber: 5 }), before, { kind: 'already_decided' }],
    ['for whom ON24 has let go', left({ isInOn24: false }), before, { kind: 'not_in_on24' }],
  ])('is refused %s', (_why, registrant, now, refusal) => {
    expect(reasonToRefuseCancel(registrant, 4, { startsAt, now })).toMatchObject(refusal);
  });
});
