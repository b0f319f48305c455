import { expect, it } from 'vitest';
import { messageText } from '../../sandbox/slack/slack-sandbox.ts';
import { backgroundWords } from '../../src/approvals/background-words.ts';
import { personRow } from '../../src/approvals/person-row.ts';
import { registrant } from './sample-people.ts';

const all = {
  colleaguesIn: 2,
  attendedBefore: 1,
  missedBefore: 3,
  isFirst: false,
  isPossibleDuplicate: true,
};

it('says in a few words each what helps to decide', () => {
  expect(backgroundWords(all)).toEqual([
    '2 of the same company are in',
    'attended once',
    'did not come 3 times',
    'possible duplicate',
  ]);
  expect(
    backgroundWords({ ...all, colleaguesIn: 1, attendedBefore: 0, missedBefore: 0, isFirst: true }),
  ).toEqual(['1 of the same company is in', 'first event with us', 'possible duplicate']);
  expect(backgroundWords(null)).toEqual([]);
});

it('stands beside the domain of somebody who waits for a decision', () => {
  const blocks = personRow(registrant({ background: all }), null);
  expect(messageText({ text: '', blocks } as never)).toContain(
    'acme-corp.example · 2 of the same company are in · attended once · did not come 3 times · possible duplicate · asked at',
  );
});
