/** A message's blocks as plain text: what a person reads, with the labels of what can be clicked in [brackets]. */
import { type Fields, fieldsOf, isFields, listOf, recordsOf, stringOf, wordsOf } from './json-fields.ts';
import type { SandboxChannel, SlackBlock } from './slack-records.ts';

/** One line per block; the text alone when there are no blocks. */
export function messageText(message: {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}): string {
  if (message.blocks.length === 0) return message.text;
  return message.blocks.map(blockText).join('\n');
}

/** The channel as one would read it aloud, oldest message first. */
export function channelText(channel: SandboxChannel): string {
  const messages = channel.messages.map((message) => {
    const thread = message.threadTs === undefined ? '' : ` in thread ${message.threadTs}`;
    return `  ${message.ts} ${message.userId}${thread}\n${messageText(message).replace(/^/gm, '    ')}`;
  });
  const count = channel.messages.length === 1 ? '1 message' : `${channel.messages.length} messages`;
  return [`#${channel.name} (${channel.id}), ${count}`, ...messages].join('\n');
}

function blockText(block: Fields): string {
  const render = renderers[stringOf(block.type)];
  return render === undefined ? `(${stringOf(block.type)}) ${wordsOf(block.text)}`.trim() : render(block);
}

const line = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('  ');
const elementsText = (elements: unknown): string => line(...recordsOf(elements).map(elementText));

const renderers: Readonly<Record<string, (block: Fields) => string>> = {
  divider: () => '---',
  header: (block) => wordsOf(block.text),
  alert: (block) => `! ${wordsOf(block.text)}`,
  markdown: (block) => wordsOf(block.text),
  section: (block) =>
    line(
      wordsOf(block.text),
      ...listOf(block.fields).map(wordsOf),
      isFields(block.accessory) ? elementText(block.accessory) : '',
    ),
  context: (block) => elementsText(block.elements),
  context_actions: (block) => elementsText(block.elements),
  actions: (block) => elementsText(block.elements),
  input: (block) =>
    line(`${wordsOf(block.label)}:`, elementText(fieldsOf(block.element)), wordsOf(block.hint)),
  image: (block) => line(wordsOf(block.title), `(image: ${stringOf(block.alt_text)})`),
  rich_text: (block) => richText(block),
  table: (block) => rowsText(block.rows),
  data_table: (block) => `${stringOf(block.caption)}\n${rowsText(block.rows)}`,
  data_visualization: (block) => `${stringOf(block.title)}: ${chartText(fieldsOf(block.chart))}`,
  card: (block) =>
    line(wordsOf(block.title), wordsOf(block.subtitle), wordsOf(block.body), elementsText(block.actions)),
  carousel: (block) =>
    recordsOf(block.elements)
      .map((card) => blockText({ ...card, type: 'card' }))
      .join('\n'),
  container: (block) =>
    [wordsOf(block.title), ...recordsOf(block.child_blocks).map(blockText)].filter(Boolean).join('\n'),
  plan: (block) => [stringOf(block.title), ...recordsOf(block.tasks).map(taskText)].join('\n'),
  task_card: (block) => taskText(block),
};

function elementText(element: Fields): string {
  const options = [
    ...recordsOf(element.options),
    ...recordsOf(element.option_groups).flatMap((group) => recordsOf(group.options)),
  ];
  const labels = options.map((option) => wordsOf(option.text)).join(' | ');
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return `[${wordsOf(element.text)}]`;
    case 'icon_button':
      return `[${wordsOf(element.text) || stringOf(element.icon)}]`;
    case 'overflow':
      return `[... ${labels}]`;
    case 'image':
      return `(image: ${stringOf(element.alt_text)})`;
    case 'plain_text':
    case 'mrkdwn':
      return wordsOf(element);
    default:
      return `[${line(wordsOf(element.placeholder), labels) || stringOf(element.type)}]`;
  }
}

function rowsText(rows: unknown): string {
  return listOf(rows)
    .map((row) => recordsOf(row).map(cellText).join(' | '))
    .join('\n');
}

function cellText(cell: Fields): string {
  if (cell.type === 'rich_text') return richText(cell);
  return typeof cell.value === 'number' ? String(cell.value) : wordsOf(cell);
}

function chartText(chart: Fields): string {
  const points = (items: unknown) =>
    recordsOf(items)
      .map((item) => `${stringOf(item.label)} ${String(item.value)}`)
      .join(', ');
  if (chart.type === 'pie') return points(chart.segments);
  return recordsOf(chart.series)
    .map((series) => `${stringOf(series.name)} (${points(series.data)})`)
    .join('; ');
}

function taskText(task: Fields): string {
  return `- ${stringOf(task.title)}: ${stringOf(task.status)}`;
}

function richText(value: Fields): string {
  const nested = recordsOf(value.elements).map(richText);
  const own = stringOf(value.text) || stringOf(value.user_id) || stringOf(value.url) || stringOf(value.name);
  return own + nested.join(value.type === 'rich_text' || value.type === 'rich_text_list' ? '\n' : '');
}
