import { expect, test } from 'vitest';
import { reasonFieldFault } from '../../src/program/reason-field.ts';

const field = (name: string, more = {}) => ({ name, dataType: 'string', isUpdateable: true, ...more });
const fields = [
  field('approvalNote'),
  field('longNote', { dataType: 'text' }),
  field('statusReason', { isUpdateable: false }),
  field('score', { dataType: 'integer' }),
  field('webinarUrl'),
  field('registrationCode'),
];

test.each(['approvalNote', 'longNote'])('%s takes reasons', (name) => {
  expect(reasonFieldFault(name, fields)).toBeUndefined();
});

test.each([
  [
    'nothingLikeIt',
    'Marketo has no program-member field "nothingLikeIt". Add it in Admin > Field Management',
  ],
  ['ApprovalNote', 'Marketo has no program-member field "ApprovalNote". Its REST name is "approvalNote".'],
  ['statusReason', 'Marketo lets nobody write the program-member field "statusReason" from outside.'],
  ['score', 'The program-member field "score" is of type integer and takes no text.'],
  ['webinarUrl', 'The field "webinarUrl" is one that Usher fills with something else.'],
  ['registrationCode', 'The field "registrationCode" is one that Usher fills with something else.'],
])('%s does not, and the administrator learns what to do', (name, words) => {
  expect(reasonFieldFault(name, fields)).toContain(words);
});

test('statusReason takes reasons exactly when Describe says that it may be written', () => {
  expect(reasonFieldFault('statusReason', [field('statusReason')])).toBeUndefined();
});
