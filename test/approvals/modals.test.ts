/** The modals that approvers see: why somebody is rejected, and everything about one person. */
import { describe, expect, it } from 'vitest';
import { loadingModal, messageModal, personModal } from '../../src/approvals/details-modal.ts';
import { presetReasons, readReason, rejectFields, rejectModal } from '../../src/approvals/reject-modal.ts';
import type { HistoryEntry } from '../../src/store/schema/history.ts';
import { faultsOfModal, linesOf } from './as-slack-reads.ts';
import { approved, at, charles, nameless, registrant } from './sample-people.ts';

describe('the modal that asks why', () => {
  it('names the person, offers the preset reasons and a free text, and says who will see it', () => {
    const view = rejectModal('12.3', 'Ada Lovelace');
    expect(linesOf(view)).toEqual([
      'Why is Ada Lovelace not admitted?',
      'Reason:  [Competitor | Not a fit | Duplicate | Other]',
      'In your words:  [plain_text_input]',
      'Everybody in this channel sees the reason. The person does not, unless a campaign of yours in Marketo mails it.',
    ]);
    expect(faultsOfModal(view)).toEqual([]);
  });

  it('opens before the name is known', () => {
    const view = rejectModal('12.3');
    expect(linesOf(view)[0]).toBe('Why is this person not admitted?');
    expect(faultsOfModal(view)).toEqual([]);
  });

  it('remembers whom it is about, as of which decision', () => {
    expect(rejectModal('12.3', 'Ada Lovelace')).toMatchObject({
      callback_id: 'reject_reason',
      private_metadata: '12.3',
    });
  });

  it('asks again for what is missing in the very fields that it shows', () => {
    const blockIds = rejectModal('12.3').blocks.map(({ block_id: blockId }) => blockId);
    expect(blockIds).toEqual(
      expect.arrayContaining([rejectFields.preset.blockId, rejectFields.note.blockId]),
    );
  });
});

describe('the reason of a rejection', () => {
  it.each(Object.entries(presetReasons).filter(([preset]) => preset !== 'other'))(
    'may be the preset alone: %s',
    (preset, words) => {
      expect(readReason(preset, undefined)).toEqual({ reason: words });
      expect(readReason(preset, '   ')).toEqual({ reason: words });
    },
  );

  it('holds what was typed beside the preset', () => {
    expect(readReason('competitor', ' Works for Difference Ltd ')).toEqual({
      reason: 'Competitor: Works for Difference Ltd',
    });
  });

  it('is what was typed, for any other reason', () => {
    expect(readReason('other', 'Asked us not to')).toEqual({ reason: 'Asked us not to' });
  });

  it.each([
    ['nothing is chosen', undefined, 'typed', 'preset'],
    ['something unknown is chosen', 'because', 'typed', 'preset'],
    ['"Other" stands alone', 'other', undefined, 'note'],
    ['"Other" comes with blanks', 'other', ' \n', 'note'],
  ] as const)('is missing where %s', (_what, preset, note, missing) => {
    expect(readReason(preset, note)).toEqual({ missing });
  });
});

const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({
  id: 1,
  webinarId: 7,
  registrantId: 1,
  episode: 1,
  event: 'moved',
  fromStatus: null,
  toStatus: null,
  cause: null,
  actor: 'usher',
  reason: null,
  at: at('10:42:08'),
  ...more,
});

describe('the details of a person', () => {
  it('are everything that is known, the address among it', () => {
    const view = personModal(approved({ status: 'registered', on24UserId: 88123 }), []);
    expect(linesOf(view).slice(0, 7)).toEqual([
      'Ada Lovelace',
      'E-mail: ada@acme-corp.example',
      'Title: VP Engineering',
      'Company: Analytical Engines',
      'Status: Registered',
      'Lead in Marketo: 4117',
      'User in ON24: 88123',
    ]);
    expect(faultsOfModal(view)).toEqual([]);
  });

  it('say what was not given', () => {
    const lines = linesOf(personModal(nameless({ email: null }), []));
    expect(lines).toEqual(
      expect.arrayContaining(['E-mail: not given', 'Title: not given', 'User in ON24: not given']),
    );
  });

  it.each<[Partial<HistoryEntry>, string]>([
    [{ toStatus: 'pending_approval', actor: 'marketo' }, ' · not here yet to Pending Approval · in Marketo'],
    [
      { event: 'decided', toStatus: 'rejected', actor: 'U0MARA', reason: 'Competitor' },
      ' · decided: Rejected · U0MARA · "Competitor"',
    ],
    [{ event: 'undone', actor: 'U0JO' }, ' · decision taken back · U0JO'],
    [{ event: 'hold_ended', actor: 'U0JO' }, ' · a held decision ended without effect · U0JO'],
    [
      { event: 'click_refused', cause: 'approve', actor: 'U0SAM', reason: 'not_an_approver' },
      ' · a click on Approve was refused: may not decide here · U0SAM',
    ],
    [
      { event: 'click_refused', cause: 'undo', actor: 'U0JO', reason: 'hold_is_over' },
      ' · a click on Undo was refused: too late · U0JO',
    ],
    [{ event: 'click_refused', actor: 'U0JO', reason: 'of long ago' }, ' · a click was refused · U0JO'],
    [{ event: 'not_followed', actor: 'marketo' }, ' · a change in Marketo was not followed · in Marketo'],
    [{ event: 'asked_again', actor: 'marketo' }, ' · asked again · in Marketo'],
    [
      { fromStatus: 'registering', toStatus: 'registered', actor: 'on24' },
      ' · Registering to Registered · ON24',
    ],
    [
      { fromStatus: 'registering', toStatus: 'registration_error', actor: 'usher' },
      ' · Registering to Registration Error · Usher',
    ],
  ])('tell the history: %o', (more, line) => {
    const view = personModal(registrant(), [entry(more)]);
    expect(linesOf(view).at(-1)).toBe(line);
    expect(faultsOfModal(view)).toEqual([]);
  });

  it('tell the latest of a long history, and stay within Slack’s limits', () => {
    const long = Array.from({ length: 500 }, (_, index) =>
      entry({
        id: index,
        event: 'decided',
        toStatus: 'rejected',
        reason: `${'"'.repeat(400)}`,
        actor: `U${index}`,
      }),
    );
    const view = personModal(registrant(), long);
    expect(linesOf(view).at(-1)).toContain('U499');
    expect(faultsOfModal(view)).toEqual([]);
  });

  it('name the others with the same address and where they stand, and no more than fit', () => {
    const twin = charles({ status: 'registered' });
    const lines = linesOf(personModal(registrant({ hasTwin: true }), [], [twin]));
    expect(lines.join('\n')).toContain(
      'Same e-mail as another registrant\nCharles Babbage (lead 4116): Registered',
    );
    const many = personModal(registrant({ hasTwin: true }), [], Array(40).fill(twin));
    expect(linesOf(many).join('\n')).toContain('and 30 more');
    expect(faultsOfModal(many)).toEqual([]);
  });

  it('open with a word of patience before anything is known', () => {
    expect(linesOf(loadingModal())).toEqual(['One moment…']);
    expect(faultsOfModal(loadingModal())).toEqual([]);
  });
});

describe('the details of a folded message', () => {
  it('tell where each of its people stands', () => {
    const view = messageModal([
      approved({ status: 'registered' }),
      charles({ status: 'rejected', decision: 'reject', decidedBy: 'U0JO', decisionReason: 'Competitor' }),
      nameless(),
    ]);
    expect(linesOf(view)).toEqual([
      '3 people: 1 approved, 1 rejected, 1 pending',
      'Ada Lovelace',
      'Approved by U0MARA,  · registered',
      '[Change]',
      'Charles Babbage',
      'Rejected by U0JO,  · "Competitor"',
      '[Change]',
      'Someone at gmail.com (no. 4117)',
      'Waits for a decision',
    ]);
    expect(faultsOfModal(view)).toEqual([]);
  });
});
