/** Drawings of the worst people that a form lets through: within Slack's limits, and their words are never markup. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApprovalMessageFacts,
  approvalMessage,
  hasRoomFor,
} from '../../src/approvals/approval-message.ts';
import { messageModal, personModal } from '../../src/approvals/details-modal.ts';
import { rejectModal } from '../../src/approvals/reject-modal.ts';
import { escaped } from '../../src/outside/slack/blocks.ts';
import { personName } from '../../src/program/person-name.ts';
import { statuses } from '../../src/program/status.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';
import { brokenTexts, faultsOfDrawing, faultsOfModal, linesOf, markupIn } from './as-slack-reads.ts';
import { at, facts, registrant, worst } from './sample-people.ts';

const longReason = `ON24 says "${'<b>no</b> *country* "quoted" \\ '.repeat(20)}"`;
const title = '<!channel> *Zero* "trust" עברית 👩‍👩‍👧‍👦 '.repeat(10);

/** Fills a message as newcomers do, until it has no room. */
function filled(people: Registrant[]): ApprovalMessageFacts {
  const newest = { placesTaken: 999_999, moreWaiting: 1000 };
  const webinar = { ...facts([]).webinar, title, capacity: 1_000_000 };
  const full = facts([], { newest, webinar });
  for (const person of people)
    if (full.people.length === 0 || hasRoomFor(full, person)) full.people.push(person);
  return full;
}

/** What may become of somebody after they were given their place. */
const fates: fc.Arbitrary<Partial<Registrant>> = fc.record(
  {
    status: fc.constantFrom(...statuses),
    decision: fc.constantFrom('approve', 'waitlist', 'reject', null),
    decidedBy: fc.constantFrom('U0123456789', 'marketo', null),
    decidedAt: fc.constantFrom(at('10:42:08'), null),
    holdsUntil: fc.constantFrom(at('10:42:18'), null),
    statusReason: fc.constantFrom(longReason, null),
    decisionReason: fc.constantFrom('"'.repeat(300), longReason, null),
    marketoRefused: fc.constantFrom(null, longReason),
    askedAgainAt: fc.constantFrom(null, at('09:15:00')),
    pushFailingSince: fc.constantFrom(null, at('10:50:00')),
    on24IsBlocked: fc.boolean(),
  },
  { requiredKeys: [] },
);

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom('<!channel>', '<@U0MARA>', '*bold*', '<https://evil.test|here>', '&lt;!here&gt;', '```'),
);

describe('the approval message of the worst people', () => {
  it.each([0, 1, 2, 3, 4, 5])('is within Slack’s limits when all are of one kind (%i)', (kind) => {
    const full = filled(Array.from({ length: 10 }, (_, index) => worst(kind, { id: 999_999_900 + index })));
    expect(faultsOfDrawing(approvalMessage(full))).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4, 5])('cuts nobody’s name in the middle of a character (%i)', (kind) => {
    const people = [
      worst(kind),
      worst(kind, { id: 2, status: 'registration_error', statusReason: longReason }),
    ];
    expect(brokenTexts(approvalMessage(facts(people)))).toEqual([]);
    expect(brokenTexts(people.map((person) => personModal(person, [])))).toEqual([]);
  });

  it('holds at least five of them', () => {
    expect(
      filled(Array.from({ length: 12 }, (_, index) => worst(index))).people.length,
    ).toBeGreaterThanOrEqual(5);
  });

  it('stays within Slack’s limits whatever becomes of them', () => {
    const placed = filled(Array.from({ length: 10 }, (_, index) => worst(index)));
    const manyFates = fc.array(fates, { minLength: placed.people.length, maxLength: placed.people.length });
    fc.assert(
      fc.property(manyFates, fc.nat(5_000), (becoming, movedDown) => {
        const people = placed.people.map((person, index) => ({ ...person, ...becoming[index] }));
        expect(faultsOfDrawing(approvalMessage({ ...placed, people, movedDown }))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('stays within Slack’s limits when ON24 refuses all of them at length', () => {
    const placed = filled(Array.from({ length: 10 }, (_, index) => worst(index)));
    const people = placed.people.map((person) => ({
      ...person,
      status: 'registration_error' as const,
      statusReason: '"'.repeat(500),
      decision: 'approve' as const,
      decidedBy: 'U0123456789',
      decidedAt: at('10:42:08'),
      marketoRefused: '"'.repeat(500),
    }));
    expect(faultsOfDrawing(approvalMessage({ ...placed, people }))).toEqual([]);
  });
});

describe('words from outside', () => {
  it('are never markup in a message', () => {
    fc.assert(
      fc.property(nasty, nasty, fates, (name, words, fate) => {
        const person = registrant({
          ...fate,
          firstName: name,
          company: words,
          title: words,
          email: `a@${words}`,
        });
        const webinar = { ...facts([]).webinar, title: words };
        const drawing = approvalMessage(
          facts([person, registrant({ id: 2 })], { webinar, newest: { placesTaken: 1, moreWaiting: 2 } }),
        );
        const ownMarkup = markupIn(drawing.blocks).map((text) =>
          text.replace(/<!date\^\d+\^[^|<>]+\|[^|<>]+>/g, ''),
        );
        for (const text of ownMarkup) expect(text).toMatch(/^[\w ·,.:]*$/);
        expect(drawing.text).not.toMatch(/[<>]/);
      }),
      { numRuns: 200 },
    );
  });

  it('are escaped in the sentence for screen readers', () => {
    const name = '<!channel> & <@U0MARA>';
    const { text } = approvalMessage(facts([registrant({ firstName: name, lastName: null })]));
    expect(text).toBe(`${escaped(name)} asks to join "Zero-trust in practice".`);
  });

  it('are shown as they are in the row and in the heading', () => {
    const person = registrant({
      firstName: '<!channel>',
      lastName: '*bold*',
      company: '_it_ <https://evil.test>',
    });
    const webinar = { ...facts([]).webinar, title: '<!here> *Zero*' };
    const lines = linesOf(approvalMessage(facts([person], { webinar })));
    expect(lines[0]).toBe('1 person asks to join "<!here> *Zero*"');
    expect(lines[3]).toBe('<!channel> *bold* · VP Engineering · _it_ <https://evil.test>');
  });

  it('keep every modal within Slack’s limits, and are never markup there', () => {
    fc.assert(
      fc.property(fc.nat(5), fates, (index, fate) => {
        const person = worst(index, fate);
        for (const view of [
          personModal(person, []),
          messageModal(Array.from({ length: 10 }, (_, id) => ({ ...person, id }))),
          rejectModal('999999999.999999999', personName(person)),
        ]) {
          expect(faultsOfModal(view)).toEqual([]);
          expect(markupIn(view)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
