/** What people are called in a channel, whatever they or their forms put into the fields. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emailDomain,
  hasName,
  isFreeMail,
  type Named,
  personName,
  shownText,
} from '../../src/program/person-name.ts';

const person = (named: Partial<Named>): Named => ({
  firstName: null,
  lastName: null,
  email: 'ada@acme-corp.example',
  leadId: 4117,
  ...named,
});

describe('a person is called', () => {
  it.each<[Partial<Named>, string]>([
    [{ firstName: 'Ada', lastName: 'Lovelace' }, 'Ada Lovelace'],
    [{ firstName: 'Ada' }, 'Ada'],
    [{ lastName: 'Lovelace' }, 'Lovelace'],
    [{ firstName: '  Ada ', lastName: '\tLovelace\n' }, 'Ada Lovelace'],
    [{ firstName: 'Zoë', lastName: 'Đặng' }, 'Zoë Đặng'],
    [{}, 'Someone at acme-corp.example (no. 4117)'],
    [{ firstName: '', lastName: ' \u0007 ' }, 'Someone at acme-corp.example (no. 4117)'],
    [{ email: null }, 'Someone (no. 4117)'],
    [{ email: 'no address at all' }, 'Someone (no. 4117)'],
    [{ email: 'Ada@ACME-Corp.Example ' }, 'Someone at acme-corp.example (no. 4117)'],
  ])('%o: %s', (named, called) => {
    expect(personName(person(named))).toBe(called);
  });

  it.each(['\u200b', '\u2060\ufeff', '\u00ad', '\u3164'])(
    'by their domain when the name is only made of invisible characters (%j)',
    (invisible) => {
      expect(personName(person({ firstName: invisible, lastName: invisible }))).toBe(
        'Someone at acme-corp.example (no. 4117)',
      );
    },
  );

  it('never by an address, also when a form put one into the name', () => {
    expect(
      personName(person({ firstName: 'ada@acme-corp.example', lastName: 'ada@acme-corp.example' })),
    ).not.toContain('ada@');
    expect(personName(person({}))).not.toContain('ada');
  });

  it('nothing that could be taken for a name when there is none', () => {
    expect(hasName(person({}))).toBe(false);
    expect(hasName(person({ firstName: ' ', lastName: '\n' }))).toBe(false);
    expect(hasName(person({ lastName: 'Lovelace' }))).toBe(true);
  });
});

describe('the domain of an address', () => {
  it.each([
    ['ada@acme-corp.example', 'acme-corp.example'],
    ['"a@b"@acme.example', 'acme.example'],
    [' ada@GMAIL.com ', 'gmail.com'],
    ['ada', undefined],
    ['ada@', undefined],
    ['', undefined],
    [null, undefined],
  ])('of %j is %s', (email, domain) => {
    expect(emailDomain(email)).toBe(domain);
  });

  it('tells whether it gives addresses to anybody', () => {
    expect(isFreeMail(emailDomain('ada@GMail.com'))).toBe(true);
    expect(isFreeMail(emailDomain('ada@acme-corp.example'))).toBe(false);
    expect(isFreeMail(undefined)).toBe(false);
  });
});

describe('text from outside', () => {
  it('is one line', () => {
    expect(shownText('first\r\nsecond\u2028third\u0000\tfourth', 100)).toBe('first second third fourth');
  });

  it('cannot turn the rest of the line round', () => {
    const overrides = '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f';
    expect(shownText(`ab${overrides}cd`, 100)).toBe('abcd');
  });

  it.each(['עדה לאבלייס', 'آدا لوفلايس', 'Ada عدا'])(
    'that runs from right to left stays in a frame of its own: %s',
    (name) => {
      expect(shownText(name, 100)).toBe(`\u2068${name}\u2069`);
    },
  );

  it('of 200 letters is cut to the length that is allowed, and shows that it was', () => {
    const shown = shownText('x'.repeat(200), 80);
    expect(shown).toBe(`${'x'.repeat(79)}…`);
  });

  it('that just fits is not cut', () => {
    expect(shownText('x'.repeat(80), 80)).toBe('x'.repeat(80));
  });

  it('is cut between the characters that people see, never within one', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(shownText(family.repeat(20), 30)).toBe(`${family.repeat(2)}…`);
    expect(shownText('👍🏽'.repeat(20), 10)).toBe('👍🏽👍🏽…');
    expect(shownText(`e${'\u0301'.repeat(200)}`, 20)).toBe('…');
  });

  it('that is missing is no text', () => {
    expect(shownText(null, 80)).toBe('');
    expect(shownText(undefined, 80)).toBe('');
  });

  it('is never longer than allowed, never broken, and shown again as it was shown', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 150 }), (text, longest) => {
        const shown = shownText(text, longest);
        const inFrame = shown.replace(/^\u2068|\u2069$/gu, '');
        expect(inFrame.length).toBeLessThanOrEqual(longest);
        expect(shown).not.toMatch(/\p{Surrogate}|[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        expect(shownText(shown, longest)).toBe(shown);
      }),
    );
  });
});
