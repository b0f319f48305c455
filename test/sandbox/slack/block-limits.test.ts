/** Block Kit's limits one by one: the largest that passes, and the first that does not. */
import { describe, expect, it } from 'vitest';
import { faultsOfBlocks, faultsOfView, hasRefusedNewType } from '../../../sandbox/slack/block-limits.ts';
import {
  isOverBlockBudget,
  isTextTooLongToPost,
  isTextTooLongToUpdate,
} from '../../../sandbox/slack/message-budget.ts';
import { defaultSwitches } from '../../../sandbox/slack/slack-switches.ts';

const rules = defaultSwitches();
const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain('label'), value });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const words = (length: number) => 'x'.repeat(length);
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const button = (more: object) => ({ type: 'button', text: plain('Approve'), ...more });
const confirm = (more: object) => ({
  title: plain('Sure?'),
  text: plain('It cannot be undone.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});
const pointers = (blocks: unknown, surface: 'message' | 'modal' | 'home' = 'message', changed = {}) =>
  faultsOfBlocks(blocks, surface, { ...rules, ...changed }).map((fault) => fault.pointer);

const cell = (text: string) => ({ type: 'raw_text', text });
const dataTable = (rows: number, more = {}) => ({
  type: 'data_table',
  caption: 'Attendance',
  rows: times(rows, () => [cell('a')]),
  ...more,
});
const pie = (segments: number) => ({
  type: 'data_visualization',
  title: 'Attendance',
  chart: { type: 'pie', segments: times(segments, (index) => ({ label: `part ${index}`, value: 1 })) },
});

const limits: [what: string, fits: unknown[], breaks: unknown[], pointer: string][] = [
  ['50 blocks', times(50, () => ({ type: 'divider' })), times(51, () => ({ type: 'divider' })), '/blocks'],
  [
    '150 characters in a header',
    [{ type: 'header', text: plain(words(150)) }],
    [{ type: 'header', text: plain(words(151)) }],
    '/blocks/0/text/text',
  ],
  [
    '3000 characters in a section',
    [{ type: 'section', text: plain(words(3000)) }],
    [{ type: 'section', text: plain(words(3001)) }],
    '/blocks/0/text/text',
  ],
  [
    '10 fields',
    [{ type: 'section', fields: times(10, () => plain('a')) }],
    [{ type: 'section', fields: times(11, () => plain('a')) }],
    '/blocks/0/fields',
  ],
  [
    '2000 characters in a field',
    [{ type: 'section', fields: [plain(words(2000))] }],
    [{ type: 'section', fields: [plain(words(2001))] }],
    '/blocks/0/fields/0/text',
  ],
  [
    '10 elements in a context',
    [{ type: 'context', elements: times(10, () => plain('a')) }],
    [{ type: 'context', elements: times(11, () => plain('a')) }],
    '/blocks/0/elements',
  ],
  [
    '25 elements in actions',
    [actions(...times(25, () => button({})))],
    [actions(...times(26, () => button({})))],
    '/blocks/0/elements',
  ],
  [
    'an action_id once in a block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'b' }))],
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '/blocks/0/elements',
  ],
  [
    'a block_id once',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'b' },
    ],
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '/blocks',
  ],
  [
    '255 characters in an action_id',
    [actions(button({ action_id: words(255) }))],
    [actions(button({ action_id: words(256) }))],
    '/blocks/0/elements/0/action_id',
  ],
  [
    '75 characters on a button',
    [actions(button({ text: plain(words(75)) }))],
    [actions(button({ text: plain(words(76)) }))],
    '/blocks/0/elements/0/text/text',
  ],
  [
    '2000 characters in a button value',
    [actions(button({ value: words(2000) }))],
    [actions(button({ value: words(2001) }))],
    '/blocks/0/elements/0/value',
  ],
  [
    'primary and danger as styles',
    [actions(button({ style: 'danger' }))],
    [actions(button({ style: 'bold' }))],
    '/blocks/0/elements/0/style',
  ],
  [
    '300 characters in a confirmation',
    [actions(button({ confirm: confirm({ text: plain(words(300)) }) }))],
    [actions(button({ confirm: confirm({ text: plain(words(301)) }) }))],
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    '30 characters on its buttons',
    [actions(button({ confirm: confirm({ deny: plain(words(30)) }) }))],
    [actions(button({ confirm: confirm({ deny: plain(words(31)) }) }))],
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  [
    '5 options in an overflow',
    [actions({ type: 'overflow', options: times(5, String).map(option) })],
    [actions({ type: 'overflow', options: times(6, String).map(option) })],
    '/blocks/0/elements/0/options',
  ],
  [
    '10 checkboxes',
    [actions({ type: 'checkboxes', options: times(10, String).map(option) })],
    [actions({ type: 'checkboxes', options: times(11, String).map(option) })],
    '/blocks/0/elements/0/options',
  ],
  [
    '100 options in a select',
    [actions({ type: 'static_select', options: times(100, String).map(option) })],
    [actions({ type: 'static_select', options: times(101, String).map(option) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'one table',
    [{ type: 'table', rows: [[cell('a')]] }],
    times(2, () => ({ type: 'table', rows: [[cell('a')]] })),
    '/blocks',
  ],
  ['100 rows under the header of a data table', [dataTable(101)], [dataTable(102)], '/blocks/0/rows'],
  [
    'cells of text and numbers',
    [dataTable(2)],
    [dataTable(1, { rows: [[cell('a')], [{ type: 'action', elements: [] }]] })],
    '/blocks/0/rows/1',
  ],
  ['6 segments in a pie', [pie(6)], [pie(7)], '/blocks/0/chart/segments'],
  [
    '10 cards in a carousel',
    [{ type: 'carousel', elements: times(10, () => ({ type: 'card' })) }],
    [{ type: 'carousel', elements: times(11, () => ({ type: 'card' })) }],
    '/blocks/0/elements',
  ],
  [
    '10 blocks in a container',
    [{ type: 'container', title: plain('a'), child_blocks: times(10, () => ({ type: 'divider' })) }],
    [{ type: 'container', title: plain('a'), child_blocks: times(11, () => ({ type: 'divider' })) }],
    '/blocks/0/child_blocks',
  ],
  [
    'the states of a task',
    [{ type: 'task_card', task_id: '1', title: 'a', status: 'complete' }],
    [{ type: 'task_card', task_id: '1', title: 'a', status: 'completed' }],
    '/blocks/0/status',
  ],
  [
    '12,000 characters of markdown',
    [{ type: 'markdown', text: words(12_000) }],
    [{ type: 'markdown', text: words(12_001) }],
    '/blocks/0/text',
  ],
  [
    'an image with its description',
    [{ type: 'image', image_url: 'https://a.example/a.png', alt_text: 'a' }],
    [{ type: 'image', image_url: 'https://a.example/a.png' }],
    '/blocks/0/alt_text',
  ],
  ['types that Slack knows', [{ type: 'divider' }], [{ type: 'marquee' }], '/blocks/0/type'],
];

it.each(limits)('a message takes %s, and not one more', (_what, fits, breaks, pointer) => {
  expect(pointers(fits)).toEqual([]);
  expect(pointers(breaks)).toEqual([pointer]);
});

describe('what depends on where it stands, or on a switch', () => {
  it('a modal and Home take 100 blocks', () => {
    expect(
      pointers(
        times(100, () => ({ type: 'divider' })),
        'home',
      ),
    ).toEqual([]);
    expect(
      pointers(
        times(101, () => ({ type: 'divider' })),
        'modal',
      ),
    ).toEqual(['/blocks']);
  });

  it('an alert stands in modals only', () => {
    const alert = [{ type: 'alert', text: plain('3 were already decided') }];
    expect(pointers(alert, 'modal')).toEqual([]);
    expect(pointers(alert, 'message')).toEqual(['/blocks/0/type']);
  });

  it('a workspace without the new blocks refuses them', () => {
    const switched = { ...rules, newBlockTypes: 'refused' } as const;
    expect(pointers([pie(2)], 'message', switched)).toEqual(['/blocks/0/type']);
    expect(hasRefusedNewType([pie(2)], switched)).toBe(true);
    expect(hasRefusedNewType([{ type: 'divider' }], switched)).toBe(false);
  });

  it('twelve segments and action cells pass where the switches say so', () => {
    const action = dataTable(1, { rows: [[cell('a')], [{ type: 'action', elements: [] }]] });
    expect(
      pointers([pie(12), action], 'message', { chartSegments: 12, dataTableActionCells: 'accepted' }),
    ).toEqual([]);
  });
});

describe('a modal', () => {
  const modal = { type: 'modal', title: plain('Reject'), blocks: [] };
  const input = { type: 'input', label: plain('Why'), element: { type: 'plain_text_input' } };
  const places = (view: object) => faultsOfView(view, rules).map((fault) => fault.pointer);

  it('has a title of at most 24 characters', () => {
    expect(places({ ...modal, title: plain(words(24)) })).toEqual([]);
    expect(places({ ...modal, title: plain(words(25)) })).toEqual(['/view/title/text']);
    expect(places({ type: 'modal', blocks: [] })).toEqual(['/view/title']);
  });

  it('needs a submit button as soon as it has an input', () => {
    expect(places({ ...modal, blocks: [input] })).toEqual(['/view/submit']);
    expect(places({ ...modal, submit: plain('Reject'), blocks: [input] })).toEqual([]);
  });

  it('keeps at most 3000 characters of private metadata', () => {
    expect(places({ ...modal, private_metadata: words(3000) })).toEqual([]);
    expect(places({ ...modal, private_metadata: words(3001) })).toEqual(['/view/private_metadata']);
  });
});

describe('a whole message', () => {
  const blocks = times(6, () => ({ type: 'section', text: plain(words(1950)) }));

  it('is measured in one of three ways', () => {
    expect(isOverBlockBudget(blocks, 'serialised 13200')).toBe(false);
    expect(isOverBlockBudget(blocks, 'text 12000 and overhead')).toBe(false);
    expect(isOverBlockBudget(blocks, 'serialised 11300')).toBe(true);
    expect(isOverBlockBudget([...blocks, ...blocks], 'text 12000 and overhead')).toBe(true);
  });

  it('has less room for its text in an update than in a post', () => {
    expect(isTextTooLongToPost(words(40_000))).toBe(false);
    expect(isTextTooLongToPost(words(40_001))).toBe(true);
    expect(isTextTooLongToUpdate(words(4000), '4000 bytes')).toBe(false);
    expect(isTextTooLongToUpdate('é'.repeat(2001), '4000 bytes')).toBe(true);
    expect(isTextTooLongToUpdate('<'.repeat(1001), '4000 bytes')).toBe(true);
    expect(isTextTooLongToUpdate('<'.repeat(1001), 'off')).toBe(false);
  });
});
