/** The modal in which a decision is changed: what it offers from each status, and what it warns of. */
import { describe, expect, it } from 'vitest';
import { changeModal } from '../../src/approvals/change-modal.ts';
import { possibleChanges } from '../../src/program/change-rules.ts';
import type { Status } from '../../src/program/status.ts';
import { usualChannel } from '../program/sample-channels.ts';
import { faultsOfModal, linesOf, markupIn } from './as-slack-reads.ts';
import { approved, worst } from './sample-people.ts';

function modalFor(status: Status, isOver = false) {
  const options = possibleChanges(status, usualChannel);
  return changeModal({ drawn: '12.3', registrant: approved({ status }), options, isOver });
}

describe('the modal that changes a decision', () => {
  it.each<[Status, string[]]>([
    [
      'registered',
      [
        'Decide anew:  [Reject]',
        'Reject: ON24 cancels them first, and only then Marketo shows Rejected. If ON24 does not cancel them, they stay registered, and you are told. Their confirmation mail may have left already.',
        'Reason:  [Competitor | Not a fit | Duplicate | Other]',
      ],
    ],
    [
      'waitlisted',
      [
        'Decide anew:  [Approve | Reject]',
        'Approve: they are registered in ON24, and Marketo sends the confirmation mail. The mail that they are on the waitlist may have left already.',
        'Reject: Marketo shows Rejected, with the mail of that campaign. The mail that they are on the waitlist may have left already.',
        'Reason for a rejection:  [Competitor | Not a fit | Duplicate | Other]',
      ],
    ],
    [
      'rejected',
      [
        'Decide anew:  [Approve | Waitlist]',
        'Approve: they are registered in ON24, and Marketo sends the confirmation mail. The mail that they are rejected may have left already.',
        'Waitlist: Marketo shows Waitlisted, with the mail of that campaign. The mail that they are rejected may have left already.',
      ],
    ],
    [
      'registration_error',
      [
        'Decide anew:  [Waitlist | Reject]',
        'Waitlist: the place kept for them is free again, and Marketo shows Waitlisted, with the mail of that campaign.',
        'Reject: the place kept for them is free again, and Marketo shows Rejected, with the mail of that campaign.',
      ],
    ],
  ])('says of somebody who is %s what can be chosen and what cannot be taken back', (status, lines) => {
    const view = modalFor(status);
    expect(linesOf(view)[0]).toBe('Ada Lovelace');
    expect(linesOf(view)).toEqual(expect.arrayContaining(lines));
    expect(faultsOfModal(view)).toEqual([]);
  });

  it('says what an approval means once the webinar is over', () => {
    expect(linesOf(modalFor('waitlisted', true)).join('\n')).toContain('Approve: the webinar is over.');
  });

  it('remembers whom it is about, as of which decision', () => {
    expect(modalFor('rejected')).toMatchObject({
      callback_id: 'change_decision',
      private_metadata: '12.3',
    });
  });

  it.each([0, 1, 2, 3, 4, 5])('takes the worst that a form lets through as data (%i)', (index) => {
    const registrant = worst(index, { status: 'waitlisted', statusReason: '*'.repeat(5_000) });
    const view = changeModal({ drawn: '12.3', registrant, options: ['approve', 'reject'], isOver: true });
    expect(faultsOfModal(view)).toEqual([]);
    expect(markupIn(view)).toEqual([]);
  });
});
