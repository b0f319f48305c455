/** Messages as plain text: every block that people can read has words. */
import { expect, it } from 'vitest';
import { messageText } from '../../../sandbox/slack/slack-sandbox.ts';

const plain = (text: string) => ({ type: 'plain_text', text });

it('reads the blocks from top to bottom, with labels in brackets', () => {
  const text = messageText({
    text: 'not shown beside blocks',
    blocks: [
      { type: 'header', block_id: '1', text: plain('1 person asks to join') },
      { type: 'divider', block_id: '2' },
      {
        type: 'section',
        block_id: '3',
        text: { type: 'mrkdwn', text: '*Ada*' },
        accessory: { type: 'overflow', options: [{ text: plain('Details'), value: 'd' }] },
      },
      {
        type: 'actions',
        block_id: '4',
        elements: [
          { type: 'button', text: plain('Approve') },
          { type: 'button', text: plain('Reject') },
        ],
      },
      { type: 'context', block_id: '5', elements: [plain('112 of 150 places')] },
      {
        type: 'data_visualization',
        block_id: '6',
        title: 'Attendance',
        chart: { type: 'pie', segments: [{ label: 'attended', value: 212 }] },
      },
      {
        type: 'data_table',
        block_id: '7',
        caption: 'Who came',
        rows: [
          [plain('Name'), plain('Minutes')],
          [plain('Ada'), { type: 'raw_number', value: 42 }],
        ],
      },
    ],
  });
  expect(text.split('\n')).toEqual([
    '1 person asks to join',
    '---',
    '*Ada*  [... Details]',
    '[Approve]  [Reject]',
    '112 of 150 places',
    'Attendance: attended 212',
    'Who came',
    'Name | Minutes',
    'Ada | 42',
  ]);
});

it('a message without blocks is its text', () => {
  expect(messageText({ text: 'hello', blocks: [] })).toBe('hello');
});
