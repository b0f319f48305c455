import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostPeopleShown, peopleModal } from '../../src/alerts/people-modal.ts';
import { statuses, statusTitles } from '../../src/program/status.ts';
import { brokenTexts, faultsOfModal, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { charles, nameless, registrant, worst } from '../approvals/sample-people.ts';

const linesFor = (...parameters: Parameters<typeof peopleModal>) => linesOf(peopleModal(...parameters));

test('each person is named with their company and where they stand now', () => {
  const people = [
    registrant({ status: 'registration_error' }),
    charles({ status: 'registered', company: null }),
  ];
  expect(linesFor(people, 2)).toEqual([
    'Ada Lovelace · Analytical Engines · Registration Error',
    'Charles Babbage · Registered',
  ]);
});

test('of 3,000 people as many are shown as a modal holds, and the others are counted', () => {
  const people = Array.from({ length: mostPeopleShown }, (_, index) => worst(index));
  const modal = peopleModal(people, 3_000);
  expect(faultsOfModal(modal)).toEqual([]);
  expect(linesOf(modal)).toHaveLength(mostPeopleShown + 1);
  expect(linesOf(modal).at(-1)).toBe(`And ${3_000 - mostPeopleShown} more.`);
});

test('nothing is counted on top when everybody is shown', () => {
  expect(linesFor([registrant()], 1).join()).not.toContain('more');
});

test('it is said when nobody is left', () => {
  expect(linesFor([], 0)).toEqual(['Nobody has this error any more.']);
});

test('addresses are not shown, neither of people without a name', () => {
  const text = linesFor([registrant(), nameless()], 2).join('\n');
  expect(text).toContain('Someone at gmail.com (no. 4117)');
  expect(text).not.toContain('@');
});

test('names are data, whatever they are, and Slack takes the modal', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.constantFrom(...statuses), fc.nat(40), (kind, status, count) => {
      const people = Array.from({ length: count }, (_, index) =>
        worst(kind, { id: index + 1, status, company: index % 2 === 0 ? null : worst(kind).company }),
      );
      const modal = peopleModal(people, count);
      expect(faultsOfModal(modal)).toEqual([]);
      expect(markupIn(modal)).toEqual([]);
      expect(brokenTexts(modal)).toEqual([]);
      for (const line of linesOf(modal).slice(0, count)) expect(line).toContain(statusTitles[status]);
    }),
    { numRuns: 40 },
  );
});
