import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { peopleModal, peopleOnPage, readPlace } from '../../src/alerts/people-modal.ts';
import { statuses, statusTitles } from '../../src/program/status.ts';
import type { PeoplePage } from '../../src/store/alert-people-store.ts';
import { brokenTexts, buttonsIn, faultsOfModal, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { charles, nameless, registrant, worst } from '../approvals/sample-people.ts';

const page = (more: Partial<PeoplePage> & Pick<PeoplePage, 'people'>): PeoplePage => ({
  earlier: 0,
  everybody: more.people.length,
  ...more,
});
const textOf = (given: PeoplePage, note?: string) => linesOf(peopleModal(9, given, note)).join('\n');

test('each person is named with title, company, where they stand now, and their own reason', () => {
  const people = [
    registrant({ status: 'registration_error', statusReason: 'The phone number is too short.' }),
    charles({ status: 'registered', company: null }),
  ];
  expect(textOf(page({ people }))).toContain(
    'Ada Lovelace · VP Engineering · Analytical Engines · Registration Error\n"The phone number is too short."',
  );
  expect(textOf(page({ people }))).toContain('Charles Babbage · CTO · Registered');
});

test('a page says which people it shows, and leads to those before and behind it', () => {
  const people = Array.from({ length: peopleOnPage }, (_, index) => worst(index, { id: index + 31 }));
  const modal = peopleModal(9, page({ people, earlier: 30, everybody: 10_000 }));
  expect(linesOf(modal)[0]).toBe('31 to 45 of 10000');
  expect(faultsOfModal(modal)).toEqual([]);
  expect(buttonsIn(modal)).toEqual([
    { actionId: alertActions.earlierPeople, value: '9.before.31' },
    { actionId: alertActions.laterPeople, value: '9.after.45' },
    { actionId: alertActions.sendPeople, value: '9.after.30' },
  ]);
});

test('the first page leads to none before it, and the last to none behind', () => {
  const people = [registrant()];
  const ids = (given: PeoplePage) => buttonsIn(peopleModal(9, given)).map(({ actionId }) => actionId);
  expect(ids(page({ people }))).toEqual([alertActions.sendPeople]);
  expect(ids(page({ people, everybody: 2 }))).not.toContain(alertActions.earlierPeople);
  expect(ids(page({ people, earlier: 1, everybody: 2 }))).not.toContain(alertActions.laterPeople);
});

test('what a click has led to stands above the people', () => {
  expect(textOf(page({ people: [registrant()] }), 'The list is on its way.')).toMatch(
    /^The list is on its way\./,
  );
});

test('it is said when nobody is left', () => {
  expect(textOf(page({ people: [] }))).toBe('Nobody has this error any more.');
});

test('addresses are not shown, neither of people without a name nor in a title or a reason', () => {
  const people = [
    registrant({ title: 'ask me at ada@acme-corp.example', statusReason: 'ada@acme-corp.example is taken' }),
    nameless(),
  ];
  const text = textOf(page({ people }));
  expect(text).toContain('Someone at gmail.com (no. 4117)');
  expect(text).not.toContain('ada@');
});

test('a button leads to the page it was drawn for, and what is no place of ours leads nowhere', () => {
  expect(readPlace('9')).toEqual({ alertId: 9, place: { after: 0 } });
  expect(readPlace('9.after.45')).toEqual({ alertId: 9, place: { after: 45 } });
  expect(readPlace('9.before.31')).toEqual({ alertId: 9, place: { before: 31 } });
  for (const value of [
    undefined,
    '',
    'x',
    '9.',
    '9.after',
    '9.beside.4',
    '9.after.-1',
    '9.after.1e9',
    '9 or 1=1',
  ])
    expect(readPlace(value)).toBeUndefined();
});

test('names are data, whatever they are, and Slack takes the modal', () => {
  fc.assert(
    fc.property(
      fc.nat(5),
      fc.constantFrom(...statuses),
      fc.integer({ min: 1, max: peopleOnPage }),
      (kind, status, count) => {
        const people = Array.from({ length: count }, (_, index) =>
          worst(kind, {
            id: index + 1,
            status,
            company: index % 2 === 0 ? null : worst(kind).company,
            statusReason: worst(kind).company,
          }),
        );
        const modal = peopleModal(9, page({ people, earlier: 5, everybody: 10_000 }));
        expect(faultsOfModal(modal)).toEqual([]);
        expect(markupIn(modal)).toEqual([]);
        expect(brokenTexts(modal)).toEqual([]);
        expect(linesOf(modal).join('\n').split(statusTitles[status]).length).toBeGreaterThan(count);
      },
    ),
    { numRuns: 40 },
  );
});
