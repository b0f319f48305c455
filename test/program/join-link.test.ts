/** The link that a registered person is given. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeWords } from '../../src/outside/safe-words.ts';
import { faultOfTemplate, joinLinkOf } from '../../src/program/join-link.ts';

const ada = { email: 'ada+web@acme.test', firstName: 'Ada', lastName: 'O’Neil & Söhne', company: null };
const event = {
  on24EventId: 4410123,
  joinLink: 'https://event.on24.com/wcc/r/4410123/KEY',
  joinLinkTemplate: null,
};
const link = (joinLinkTemplate: string, person = ada) => joinLinkOf({ ...event, joinLinkTemplate }, person);

describe('the join link', () => {
  it('is the event’s own page', () => {
    expect(joinLinkOf(event, ada)).toBe(event.joinLink);
    expect(joinLinkOf({ ...event, joinLink: null }, ada)).toBeNull();
  });

  it('is made from a template, with what is filled in encoded', () => {
    expect(link('https://a.test/{eventId}/x?e={email}&f={firstName}&l={lastName}&c={company}')).toBe(
      'https://a.test/4410123/x?e=ada%2Bweb%40acme.test&f=Ada&l=O%E2%80%99Neil%20%26%20S%C3%B6hne&c=',
    );
  });

  it('never leads to another host or holds a field of its own making, whoever the person is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const made = new URL(link('https://a.test/p?f={firstName}&end=1', { ...ada, firstName: name }) ?? '');
        expect(made.origin).toBe('https://a.test');
        expect([...made.searchParams.keys()]).toEqual(['f', 'end']);
      }),
    );
  });

  it('that has grown longer than Marketo takes gives way to the event’s page', () => {
    expect(link('https://a.test/?f={firstName}', { ...ada, firstName: '👩'.repeat(300) })).toBe(
      event.joinLink,
    );
  });

  it('shows no address where it is logged all the same', () => {
    expect(safeWords(link('https://a.test/?email={email}&x=1') ?? '')).not.toContain('ada%2Bweb%40');
  });
});

describe('a template', () => {
  it.each(['https://a.test', 'https://a.test/{email}', 'https://a.test?e={email}&n={firstName}{lastName}'])(
    '"%s" is fine',
    (template) => expect(faultOfTemplate(template)).toBeUndefined(),
  );

  it.each([
    ['http://a.test/{email}', 'https'],
    ['a.test/{email}', 'https'],
    ['https://{company}.test/', 'https'],
    ['https://a.test{email}', 'https'],
    ['https://me@a.test/', 'https'],
    ['javascript:alert(1)', 'https'],
    ['https://a.test/{phone}', '{phone}'],
    ['https://a.test/{toString}', '{toString}'],
    ['https://a.test/{Email}', '{email}'],
    ['https://a.test/{email', 'brace'],
    ['', 'https'],
  ])('"%s" has a fault that says what is wrong', (template, word) => {
    expect(faultOfTemplate(template)).toContain(word);
  });
});
