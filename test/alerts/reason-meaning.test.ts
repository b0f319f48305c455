import { expect, it } from 'vitest';
import { meaningOf } from '../../src/alerts/reason-meaning.ts';

it.each([
  ["The country 'Narnia' is not in the list.", 'a fixed list for this field'],
  ['Country must match one of the values of the listbox', 'a fixed list for this field'],
  ["The field 'company' is required.", 'insists on a field'],
  ['job_title is missing', 'insists on a field'],
  ['The value "x" is not valid for the E-mail.', 'does not take the address'],
  ['ON24 gave no answer for three days: the connection was refused', 'could not be reached for three days'],
  ['The webinar ended before ON24 answered. ON24 said last: HTTP 503', 'If they may watch the recording'],
  ['Event is closed', 'takes no registrations any more'],
  ['The webcast has been archived.', 'takes no registrations any more'],
])('%s', (reason, means) => {
  expect(meaningOf(reason)).toContain(means);
});

it('every meaning says what to do, and ends in a retry', () => {
  for (const reason of [
    'is not in the list',
    'required',
    'e-mail',
    'no answer for three days',
    'closed',
    'The webinar ended before',
  ])
    expect(meaningOf(reason)).toMatch(/retry\.$/);
});

it('nothing is made up about a reason that is not known', () => {
  for (const reason of ['', 'Something odd happened (X17).', '👩‍👩‍👧‍👦'])
    expect(meaningOf(reason)).toBeUndefined();
});
