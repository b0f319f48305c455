import { describe, expect, it } from 'vitest';
import { OutsideFailure } from '../../src/outside/failure.ts';
import { safeWords } from '../../src/outside/safe-words.ts';

describe('words of an outside system', () => {
  it.each([
    ['The address mira+web@acme.test is taken.', 'The address m…@acme.test is taken.'],
    ['<zoë.k@büro.test>', '<z…@büro.test>'],
    ['mira%2Bweb%40acme.test is not valid', 'm…@acme.test is not valid'],
    ['"mira k"@acme.test', 'm…@acme.test'],
    ["'o'neil@acme.test','sam@acme.test'", "'o…@acme.test','s…@acme.test'"],
    ['mira@', 'm…@'],
  ])('keep no address: %s', (raw, safe) => {
    expect(safeWords(raw)).toBe(safe);
  });

  it.each([
    'Authorization: Bearer 8d1f0c2a-aaaa-bbbb-cccc-0123456789ab:sj',
    'token 8d1f0c2a-aaaa-bbbb-cccc-0123456789ab:sj expired',
    'accessTokenSecret=0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f',
    '{"client_secret":"hushhush"}',
    'see https://event.on24.test/report?key=hushhush&x=1',
    'xoxb-1-hushhush',
  ])('keep no secret: %s', (raw) => {
    expect(safeWords(raw)).not.toMatch(/hushhush|0f0f0f|8d1f0c2a|0123456789ab/);
  });

  it('keep no value that the caller names as secret, percent-encoded or not', () => {
    expect(safeWords('got pa/ss and pa%2Fss', ['pa/ss'])).toBe('got [removed] and [removed]');
  });

  it('keep the sentence that explains a missing header', () => {
    const sentence = 'Header must contain both accessTokenKey and accessTokenSecret.';
    expect(safeWords(sentence)).toBe(sentence);
  });

  it('are one line of at most 500 characters', () => {
    const words = safeWords(`first\r\nsecond\u0000 ${'x'.repeat(9_000)}`);
    expect(words.startsWith('first second x')).toBe(true);
    expect(words).toHaveLength(500);
  });

  it('are masked in the message of a failure too', () => {
    const failure = new OutsideFailure({
      system: 'on24',
      kind: 'refused',
      scope: 'person',
      cause: 'declined',
      operation: 'register person',
      words: 'No mira@acme.test with hushhush here.',
      secrets: ['hushhush'],
    });
    expect(failure.message).toBe(
      'on24 could not register person (declined): No m…@acme.test with [removed] here.',
    );
    expect(JSON.stringify(failure)).not.toMatch(/mira|hushhush/);
  });
});
