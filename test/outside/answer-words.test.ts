import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/outside/answer-words.ts';

describe('the sentence that says what went wrong', () => {
  it.each([
    ['{"message":"The event is full."}', 'The event is full.'],
    ['{"error":"unauthorized","error_description":"No such client."}', 'No such client.'],
    ['{"errors":[{"code":"611","message":"System error"}],"success":false}', 'System error'],
    [
      '<?xml version="1.0"?><error><message>Tom &amp; Co is &lt;unknown&gt;</message></error>',
      'Tom & Co is <unknown>',
    ],
    ['<html><head><style>h1{}</style></head><body><h1>502</h1> Bad gateway</body></html>', '502 Bad gateway'],
    ['The event id 7 is inactive.', 'The event id 7 is inactive.'],
    ['', 'HTTP 503'],
    ['{"unexpected":true}', 'HTTP 503'],
  ])('is found in %s', (text, words) => {
    expect(wordsOf({ status: 503, text })).toBe(words);
  });
});
