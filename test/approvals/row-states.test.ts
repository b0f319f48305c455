/** Where one person stands, as everybody in the channel reads it: one sentence for each state. */
import { describe, expect, it } from 'vitest';
import { personRow } from '../../src/approvals/person-row.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import { buttonsIn, faultsOfDrawing } from './as-slack-reads.ts';
import { approved, at, registrant } from './sample-people.ts';

/** The second line of a row as a reader in UTC sees it, with the buttons beneath. */
function read(person: Registrant): string {
  const [row, ...rest] = personRow(person, null);
  if (row?.type !== 'rich_text') throw new Error('a row begins with rich text');
  const words = row.elements.flatMap((section) =>
    section.type === 'rich_text_section' ? section.elements : [],
  );
  const line = words.map((piece) => {
    if (piece.type === 'text') return piece.text;
    if (piece.type === 'user') return `@${piece.user_id}`;
    if (piece.type !== 'date') throw new Error(`a row has no place for ${piece.type}`);
    const length = piece.format === '{time_secs}' ? 19 : 16;
    return new Date(piece.timestamp * 1000).toISOString().slice(11, length);
  });
  const buttons = buttonsIn({ blocks: rest }).map(({ actionId }) => `[${actionId}]`);
  return [line.join('').split('\n')[1], ...buttons].join(' ');
}

const held: Partial<Registrant> = { status: 'pending_approval', holdsUntil: at('10:42:18') };
const inMarketo: Partial<Registrant> = { decidedBy: 'marketo', decidedAt: at('10:44:00') };
const rejected: Partial<Registrant> = { status: 'rejected', decision: 'reject', decidedAt: at('10:43:00') };
const rejectedByJo: Partial<Registrant> = {
  status: 'registered',
  isInOn24: true,
  decision: 'reject',
  decidedBy: 'U0JO',
  decidedAt: at('11:02:00'),
  decisionReason: 'Competitor',
};
const leftOn24 = (more: Partial<Registrant>) =>
  approved({ ...rejected, ...inMarketo, isInOn24: true, ...more });

describe('a row says', () => {
  it.each<[string, Registrant]>([
    ['acme-corp.example · asked at 08:42 [approve] [waitlist] [reject] [more]', registrant()],
    [
      'acme-corp.example · asked at 08:42, asked again at 09:15 [approve] [waitlist] [reject] [more]',
      registrant({ askedAgainAt: at('09:15:00') }),
    ],
    ['asked at 08:42 [approve] [waitlist] [reject] [more]', registrant({ email: null })],

    ['Approved by @U0MARA · leaves at 10:42:18 [undo]', approved(held)],
    ['Waitlisted by @U0MARA · final at 10:42:18 [undo]', approved({ ...held, decision: 'waitlist' })],
    [
      'Rejected by @U0MARA · "Competitor" · final at 10:42:18 [undo]',
      approved({ ...held, decision: 'reject', decisionReason: 'Competitor' }),
    ],

    ['Approved by @U0MARA, 10:42 · registering with ON24', approved()],
    [
      'Approved by @U0MARA, 10:42 · ON24 does not answer, tried again and again since 10:50',
      approved({ pushFailingSince: at('10:50:00') }),
    ],
    [
      'Approved by @U0MARA, 10:42 · Marketo has given no answer since 10:43',
      approved({ isAdapterSilent: true, adapterAcceptedAt: at('10:43:00') }),
    ],
    [
      'Approved by @U0MARA, 10:42 · registering with ON24',
      approved({ adapterAskedAt: at('10:42:12'), adapterAcceptedAt: at('10:43:00') }),
    ],
    ['Approved by @U0MARA, 10:42 · registered [change]', approved({ status: 'registered' })],
    [
      'Approved by @U0MARA, 10:42 · registered, but blocked in ON24 [change]',
      approved({ status: 'registered', on24IsBlocked: true }),
    ],
    [
      'Approved by @U0MARA, 10:42 · registration error: "The country \'Narnia\' is not in the list." [retry] [change]',
      approved({ status: 'registration_error', statusReason: "The country 'Narnia' is not in the list." }),
    ],
    [
      'Approved by @U0MARA, 10:42 · registration error: no reason was given [retry] [change]',
      approved({ status: 'registration_error' }),
    ],

    [
      'Rejected by @U0MARA, 10:43 · "Competitor" [change]',
      approved({ ...rejected, decisionReason: 'Competitor' }),
    ],
    ['Rejected by @U0MARA, 10:43 [change]', approved(rejected)],
    ['Waitlisted by @U0MARA, 10:42 [change]', approved({ status: 'waitlisted', decision: 'waitlist' })],

    ['Approved in Marketo, 10:44 · registering with ON24', approved(inMarketo)],
    ['Approved in Marketo, 10:44 · registered [change]', approved({ ...inMarketo, status: 'registered' })],
    ['Rejected in Marketo, 10:44 [change]', approved({ ...rejected, ...inMarketo })],
    [
      'Waitlisted in Marketo, 10:44 [change]',
      approved({ ...inMarketo, status: 'waitlisted', decision: 'waitlist' }),
    ],

    ['Approved by @U0MARA, 10:42 · attended', approved({ status: 'attended' })],
    ['Approved by @U0MARA, 10:42 · attended on demand', approved({ status: 'attended_on_demand' })],
    ['Approved by @U0MARA, 10:42 · did not come', approved({ status: 'no_show' })],
    [
      'acme-corp.example · same e-mail as another registrant · asked at 08:42 [approve] [waitlist] [reject] [more]',
      registrant({ hasTwin: true }),
    ],
    [
      'No longer in Marketo (deleted or merged), 10:50',
      approved({ status: 'not_in_program', isLeadGone: true, statusAt: at('10:50:00') }),
    ],
    ['No longer in the program, 10:50', approved({ status: 'not_in_program', statusAt: at('10:50:00') })],
    [
      'Approved by @U0MARA, 10:42 · registered · Marketo shows Pending Approval: asked again [change]',
      approved({ status: 'registered', marketoRefused: 'Marketo shows Pending Approval: asked again' }),
    ],

    [
      'Rejected by @U0JO · "Competitor" · final at 11:02:10 [undo]',
      approved({ ...rejectedByJo, holdsUntil: at('11:02:10') }),
    ],
    [
      'Rejected by @U0JO, 11:02 · "Competitor" · cancelling in ON24',
      approved({ ...rejectedByJo, on24Cancel: 'wanted', on24CancelBy: 'U0JO' }),
    ],
    [
      'Rejected by @U0JO, 11:02 · "Competitor" · cancelled in ON24 [change]',
      approved({ ...rejectedByJo, status: 'rejected', isInOn24: false, on24CancelBy: 'U0JO' }),
    ],
    [
      'Approved by @U0MARA, 10:42 · registered · ON24 did not cancel: "The event has started." [change]',
      approved({
        status: 'registered',
        on24Cancel: 'refused',
        on24CancelBy: 'U0JO',
        on24CancelWords: 'The event has started.',
      }),
    ],
    ['Rejected in Marketo, 10:44 · still in ON24 [cancel_there] [change]', leftOn24({ on24Cancel: 'asked' })],
    ['Rejected in Marketo, 10:44 · still in ON24 [change]', leftOn24({})],
    ['Rejected in Marketo, 10:44 · cancelling in ON24 [change]', leftOn24({ on24Cancel: 'wanted' })],
    [
      'Rejected in Marketo, 10:44 · left in ON24 by @U0JO [cancel_there] [change]',
      leftOn24({ on24Cancel: 'left', on24CancelBy: 'U0JO' }),
    ],
    [
      'Rejected in Marketo, 10:44 · ON24 did not cancel: "Not now." [change]',
      leftOn24({ on24Cancel: 'refused', on24CancelBy: 'U0JO', on24CancelWords: 'Not now.' }),
    ],
    [
      'Rejected in Marketo, 10:44 · cancelled in ON24 [change]',
      leftOn24({ isInOn24: false, on24CancelBy: 'U0JO' }),
    ],
    [
      'No longer in the program, 10:50 · still in ON24 [cancel_there]',
      leftOn24({ status: 'not_in_program', statusAt: at('10:50:00'), on24Cancel: 'asked' }),
    ],
    [
      "Approved by @U0MARA, 10:42 · registered · Somebody had set Waitlisted in Marketo a moment before; Usher's Registered followed [change]",
      approved({
        status: 'registered',
        marketoOvertaken:
          "Somebody had set Waitlisted in Marketo a moment before; Usher's Registered followed",
      }),
    ],
  ])('%s', (sentence, person) => {
    expect(read(person)).toBe(sentence);
    const drawing = { text: 'A row.', blocks: personRow(person, 'https://app-sj01.marketo.test/#ME1044A1') };
    expect(faultsOfDrawing(drawing)).toEqual([]);
  });

  it('also of somebody who still waits, that a change in Marketo is not followed', () => {
    const refused = 'Marketo shows Invited, which changes nothing here';
    expect(read(registrant({ marketoRefused: refused }))).toContain(refused);
  });

  it('nothing of an approval to somebody who attended without one', () => {
    const uninvited = { status: 'attended', statusAt: at('19:00:00') } as const;
    expect(read(registrant(uninvited))).not.toMatch(/approved/i);
  });

  it('no address that an outside system put into its reason', () => {
    const statusReason = 'The address ada@acme-corp.example is registered already.';
    expect(read(approved({ status: 'registration_error', statusReason }))).not.toContain('ada@');
  });
});

describe('a button of a row', () => {
  it('carries the person and their decision number as it was when drawn', () => {
    const values = (person: Registrant) =>
      buttonsIn({ blocks: personRow(person, null) }).map(({ value }) => value);
    expect(values(registrant({ id: 12, decisionNumber: 3 })).slice(0, 3)).toEqual(['12.3', '12.3', '12.3']);
    expect(values(approved({ ...held, id: 12, decisionNumber: 4 }))).toEqual(['12.4']);
  });

  it('tells a screen reader whom it is about', () => {
    expect(JSON.stringify(personRow(registrant(), null))).toContain(
      '"accessibility_label":"Waitlist Ada Lovelace"',
    );
  });
});
