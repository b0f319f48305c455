import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Concerned, causeKey } from '../../src/alerts/cause-key.ts';

const ada: Concerned = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@analytical.example',
  company: 'Analytical Engines',
};
const charles: Concerned = {
  firstName: 'Charles',
  lastName: 'Babbage',
  email: 'charles@difference.example',
  company: 'Difference Ltd',
};
const nobody: Concerned = { firstName: null, lastName: null, email: null, company: null };

/** Reasons in which an outside system repeats what is about one person. */
const templates: readonly ((of: Concerned, number: number) => string)[] = [
  () => "The country 'Narnia' is not in the list.",
  ({ email }) => `${email} is not a valid address.`,
  ({ firstName, lastName }) => `${firstName} ${lastName} could not be registered.`,
  ({ company }) => `The company "${company}" is blocked.`,
  (_of, number) => `Registrant ${number} exists already (request ${number + 1}).`,
  ({ email, lastName }, number) => `<${email}>: ${lastName}, ${number}`,
];

describe('two reasons are one cause', () => {
  it.each(templates)('when they differ only in what is about the person (%#)', (reason) => {
    expect(causeKey(reason(ada, 17), ada)).toBe(causeKey(reason(charles, 420_815), charles));
  });

  it('when they differ in letter case or in spaces', () => {
    expect(causeKey('The  COUNTRY\nis missing ', ada)).toBe(causeKey('the country is missing', ada));
  });

  it('when the person’s address stands in angle brackets, quotes or round brackets', () => {
    const keys = ['<a@b.c>', '"x.y@z.example"', '(q@r.example)'].map((said) =>
      causeKey(`Refused: ${said.slice(1, -1)}`, nobody),
    );
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toBe('refused: <address>');
  });

  it('when one of the addresses has an apostrophe in it', () => {
    const reason = ({ email }: Concerned) => `The address '${email}' is not valid.`;
    const brian = { ...nobody, email: "Brian.O'Brien@eire.example" };
    expect(causeKey(reason(brian), brian)).toBe(causeKey(reason(ada), ada));
  });

  it('when they carry another trace of the request, in letters and digits', () => {
    const reason = (trace: string) => `Refused (trace ${trace}).`;
    const traces = ['18c2d4e5f60', 'a7b3c9d2e114', '3f1a18c2-d4e5-4f60-9b1c-0a2b3c4d5e6f'];
    expect(new Set(traces.map((trace) => causeKey(reason(trace), nobody)))).toEqual(
      new Set(['refused (trace <number>).']),
    );
    expect(causeKey('The facade is effaced', nobody)).toBe('the facade is effaced');
  });

  it('when no reason was given to either', () => {
    expect(causeKey(null, ada)).toBe(causeKey(null, charles));
  });
});

describe('two reasons are two causes', () => {
  it('when they say different things', () => {
    expect(causeKey('The country is missing.', ada)).not.toBe(causeKey('The phone is missing.', ada));
  });

  it('when none was given to one of them', () => {
    expect(causeKey('The country is missing.', ada)).not.toBe(causeKey(null, ada));
  });

  it('when a name is only a part of a word in them', () => {
    const ann = { ...nobody, firstName: 'Ann' };
    expect(causeKey('The annual limit is reached', ann)).toBe('the annual limit is reached');
  });

  it('when a name is so short that it would tear ordinary words apart', () => {
    const li = { ...nobody, firstName: 'Li', lastName: 'O' };
    expect(causeKey('li is o', li)).toBe('li is o');
  });
});

describe('any person and any words', () => {
  const person: fc.Arbitrary<Concerned> = fc.record({
    firstName: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
    lastName: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
    email: fc.option(fc.emailAddress().filter((address) => !address.includes("'"))),
    company: fc.option(fc.constantFrom('A.*(B', '[x]+', 'C++ & Söhne', '$1 \\', '^$', '|')),
  });

  it('make a key of at most 300 characters without an address or a digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), person, (reason, concerned) => {
        const key = causeKey(`${reason} ${concerned.email ?? ''} 4410123`, concerned);
        expect(key.length).toBeLessThanOrEqual(300);
        expect(key).not.toMatch(/\d/);
        if (concerned.email && reason.length < 200) expect(key).not.toContain(concerned.email.toLowerCase());
      }),
      { numRuns: 300 },
    );
  });

  it('make the same key each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), person, (reason, concerned) => {
        expect(causeKey(reason, concerned)).toBe(causeKey(reason, { ...concerned }));
      }),
    );
  });

  it('make a key soon, however long the words are', () => {
    for (const reason of [
      'x'.repeat(100_000),
      '@'.repeat(100_000),
      'a1-'.repeat(40_000),
      '<'.repeat(100_000),
    ]) {
      const key = causeKey(reason, { ...ada, lastName: 'x'.repeat(5_000) });
      expect(key.length).toBeLessThanOrEqual(300);
    }
  });

  it('treats a name full of signs as plain text', () => {
    const odd = { ...nobody, lastName: 'A.*(B' };
    expect(causeKey('No A.*(B here', odd)).toBe('no <name> here');
    expect(causeKey('No AXXB here', odd)).toBe('no axxb here');
  });
});
