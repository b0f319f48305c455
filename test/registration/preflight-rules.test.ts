/** What is known of a registration page before anybody is pushed, and for how long it may refuse somebody. */
import { describe, expect, it, test } from 'vitest';
import type { RegistrationField } from '../../src/program/webinar.ts';
import { mayRefuse, reasonNotToPush } from '../../src/registration/preflight-rules.ts';

const field = (name: string, more: Partial<RegistrationField> = {}): RegistrationField => ({
  name,
  caption: name,
  isRequired: false,
  options: null,
  ...more,
});
const country = field('country', { caption: 'Country', options: ['Norway', 'France'] });
const filled = ['email', 'firstname', 'company'];
const reason = (values: Record<string, string>, ...page: RegistrationField[]) =>
  reasonNotToPush({ email: 'ada@acme.test', ...values }, page, filled);

describe('a registration page', () => {
  it('takes who has everything that it requires', () => {
    expect(
      reason({ company: 'Acme' }, field('email', { isRequired: true }), field('company')),
    ).toBeUndefined();
    expect(reason({}, field('country'))).toBeUndefined();
  });

  it('names the field that it requires and that nothing fills, and what can be done', () => {
    expect(reason({}, { ...country, isRequired: true })).toBe(
      'The registration page of the event requires "Country", and Marketo has no value for it. Map a field in the settings, or make it optional in ON24.',
    );
  });

  it('says to fill in what Marketo could have', () => {
    const words = reason({ company: '  ' }, field('company', { caption: 'Company', isRequired: true }));
    expect(words).toContain('requires "Company"');
    expect(words).toContain('Fill it in there, or make it optional in ON24.');
  });

  it('with a list takes what is in it, however it is written, and everything while the list is empty', () => {
    expect(reason({ country: 'norway ' }, country)).toBeUndefined();
    expect(reason({ country: 'Narnia' }, { ...country, options: [] })).toBeUndefined();
    expect(reason({}, country)).toBeUndefined();
  });

  it('names the field of a value that is not in its list, and never the value', () => {
    const words = reason({ country: 'Narnia' }, country);
    expect(words).toContain('offers a fixed list for "Country"');
    expect(words).not.toContain('Narnia');
  });
});

const now = new Date('2026-12-12T18:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test.each([
  ['nine minutes ago', 9, { statusAt: ago(1), wasRefusedBefore: false }, true],
  ['eleven minutes ago', 11, { statusAt: ago(20), wasRefusedBefore: false }, false],
  ['before they were sent again', 5, { statusAt: ago(4), wasRefusedBefore: true }, false],
  ['after they were sent again', 3, { statusAt: ago(4), wasRefusedBefore: true }, true],
] as const)('a page read %s may refuse somebody: %#', (_when, minutes, person, expected) => {
  expect(mayRefuse(ago(minutes), person, now)).toBe(expected);
});
