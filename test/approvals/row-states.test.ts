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
    ['Approved by @U0MARA, 10:42 · registered', approved({ status: 'registered' })],
    [
      'Approved by @U0MARA, 10:42 · registered, but blocked in ON24',
      approved({ status: 'registered', on24IsBlocked: true }),
    ],
    [
      'Approved by @U0MARA, 10:42 · registration error: "The country \'Narnia\' is not in the list." [retry]',
      approved({ status: 'registration_error', statusReason: "The country 'Narnia' is not in the list." }),
    ],
    [
      'Approved by @U0MARA, 10:42 · registration error: no reason was given [retry]',
      approved({ status: 'registration_error' }),
    ],

    ['Rejected by @U0MARA, 10:43 · "Competitor"', approved({ ...rejected, decisionReason: 'Competitor' })],
    ['Rejected by @U0MARA, 10:43', approved(rejected)],
    ['Waitlisted by @U0MARA, 10:42', approved({ status: 'waitlisted', decision: 'waitlist' })],

    ['Approved in Marketo, 10:44 · registering with ON24', approved(inMarketo)],
    ['Approved in Marketo, 10:44 · registered', approved({ ...inMarketo, status: 'registered' })],
    ['Rejected in Marketo, 10:44', approved({ ...rejected, ...inMarketo })],
    ['Waitlisted in Marketo, 10:44', approved({ ...inMarketo, status: 'waitlisted', decision: 'waitlist' })],

    ['Approved by @U0MARA, 10:42 · attended', approved({ status: 'attended' })],
    ['Approved by @U0MARA, 10:42 · attended on demand', approved({ status: 'attended_on_demand' })],
    ['Approved by @U0MARA, 10:42 · did not come', approved({ status: 'no_show' })],
    ['No longer in the program, 10:50', approved({ status: 'not_in_program', statusAt: at('10:50:00') })],
    [
      'Approved by @U0MARA, 10:42 · registered · Marketo shows Pending Approval: asked again',
      approved({ status: 'registered', marketoRefused: 'Marketo shows Pending Approval: asked again' }),
    ],
    [
      "Approved by @U0MARA, 10:42 · registered · Somebody had set Waitlisted in Marketo a moment before; Usher's Registered followed",
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
