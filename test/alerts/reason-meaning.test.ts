import { expect, it } from 'vitest';
import { meaningOf } from '../../src/alerts/reason-meaning.ts';

it.each([
  ["The country 'Narnia' is not in the list.", 'a fixed list for this field'],
  ['Country must match one of the values of the listbox', 'a fixed list for this field'],
  ["The field 'company' is required.", 'insists on a field'],
  ['job_title is missing', 'insists on a field'],
  ['The value "x" is not valid for the E-mail.', 'does not take the address'],
  ['ON24 gave no answer for three days: the connection was refused', 'could not be reached for three days'],
  ['The webinar ended before ON24 answered. ON24 said last: HTTP 503', 'For the recording'],
  ['Event is closed', 'takes no registrations any more'],
  ['The webcast has been archived.', 'takes no registrations any more'],
  ['There is no e-mail address in Marketo, and ON24 needs one.', 'Marketo has none for this person'],
  ['email is blank', 'Marketo has none for this person'],
  ['The e-mail address is longer than 100 characters.', 'up to 100 characters'],
  ['New email address matches other registrant', 'another registration with the same address'],
  ['The email provided was not found.', 'does not know this person'],
  ['The phone number is too short.', 'seven digits or more'],
  [
    'The registration page of the event requires "Country", and Marketo has no value for it. Fill it in there, or make it optional in ON24.',
    'insists on a field',
  ],
  [
    'The registration page of the event offers a fixed list for "Role", and the value from Marketo is not in it.',
    'a fixed list for this field',
  ],
  ['The webinar ended before ON24 confirmed the registration.', 'For the recording'],
  ["The event 4410123 doesn't exist.", 'Connect it to the right one'],
  ['The event id 4410123 is inactive.', 'takes no registrations any more'],
  ['You have reached the maximum number of calls for this api', 'asked too often'],
  ['The accessTokenKey or accessTokenSecret is wrong or invalid.', 'does not take the credentials'],
  ['You do not have permission to access this resource.', 'lacks a permission'],
  ['No reason was given.', 'Neither ON24 nor Marketo has said why'],
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
  for (const reason of ['', 'Something odd happened (X17).', '👩‍👩‍👧‍👦', 'x'.repeat(100_000)])
    expect(meaningOf(reason)).toBeUndefined();
});
