/** Block Kit's limits, pure: what Slack refuses in the blocks of a message, in a modal or in a Home tab. */
import { type BlockFault, FaultList } from './block-faults.ts';
import { buttonTypes, checkElement, checkElements } from './element-limits.ts';
import { type Fields, fieldsOf, isFields, listOf, recordsOf, stringOf } from './json-fields.ts';
import type { SlackSwitches } from './slack-switches.ts';

export type Surface = 'message' | 'modal' | 'home';
export type BlockRules = Pick<
  SlackSwitches,
  'newBlockTypes' | 'dataTableRows' | 'dataTableActionCells' | 'chartSegments'
>;

/** Types that reached workspaces in phases during 2026. */
export const newBlockTypes: readonly string[] = [
  'alert',
  'card',
  'carousel',
  'container',
  'data_table',
  'data_visualization',
  'plan',
  'task_card',
];

const containerChildren =
  'actions context divider file header image input rich_text section table video'.split(' ');

/** Faults of a message's, modal's or Home's `blocks`; none means Slack takes them. Sizes over the whole message are in message-budget. */
export function faultsOfBlocks(blocks: unknown, surface: Surface, rules: BlockRules): BlockFault[] {
  const list = new FaultList();
  checkBlocks(list, blocks, '/blocks', surface, rules);
  return list.faults;
}

/** Faults of a view as views.open, update, push and publish check it; pointers start at `/view`. */
export function faultsOfView(view: unknown, rules: BlockRules): BlockFault[] {
  const list = new FaultList();
  const fields = fieldsOf(view);
  const type = fields.type;
  if (type !== 'modal' && type !== 'home') {
    list.add('/view/type', 'wrong_value', 'must be "modal" or "home"', 'type');
    return list.faults;
  }
  for (const key of ['callback_id', 'external_id']) {
    if (fields[key] !== '') list.length(fields[key], `/view/${key}`, 255);
  }
  if (fields.private_metadata !== '') list.length(fields.private_metadata, '/view/private_metadata', 3000);
  if (type === 'modal') {
    list.text(fields.title, '/view/title', 24, { isPlain: true });
    list.text(fields.submit, '/view/submit', 24, { isPlain: true, isOptional: true });
    list.text(fields.close, '/view/close', 24, { isPlain: true, isOptional: true });
    const hasInputs = recordsOf(fields.blocks).some((block) => block.type === 'input');
    if (hasInputs && fields.submit === undefined) list.missing('/view/submit', 'submit');
  }
  if (!Array.isArray(fields.blocks)) list.missing('/view/blocks', 'blocks');
  checkBlocks(list, fields.blocks, '/view/blocks', type, rules);
  return list.faults;
}

/** Whether a fault only says that this workspace does not have the block type yet. */
export function hasRefusedNewType(blocks: unknown, rules: BlockRules): boolean {
  return (
    rules.newBlockTypes === 'refused' &&
    recordsOf(blocks).some((block) => newBlockTypes.includes(stringOf(block.type)))
  );
}

function checkBlocks(
  list: FaultList,
  blocks: unknown,
  pointer: string,
  surface: Surface,
  rules: BlockRules,
): void {
  if (blocks === undefined) return;
  list.count(listOf(blocks).length, pointer, 0, surface === 'message' ? 50 : 100);
  listOf(blocks).forEach((block, index) => {
    if (isFields(block)) checkBlock(list, block, `${pointer}/${index}`, surface, rules);
    else list.add(`${pointer}/${index}`, 'wrong_value', 'must be an object', 'object');
  });
  const records = recordsOf(blocks);
  list.unique(
    records.map((block) => block.block_id),
    pointer,
    'block_id',
  );
  const count = (type: string) => records.filter((block) => block.type === type).length;
  if (count('table') > 1)
    list.add(pointer, 'too_many', 'only one table block allowed', 'max_items 1 of table');
  if (count('data_visualization') > 2)
    list.add(
      pointer,
      'too_many',
      'no more than 2 data_visualization blocks allowed',
      'max_items 2 of data_visualization',
    );
  if (count('plan') > 0 && count('task_card') > 0)
    list.add(pointer, 'wrong_value', 'plan and task_card blocks cannot be mixed', 'plan or task_card');
}

function checkBlock(list: FaultList, block: Fields, at: string, surface: Surface, rules: BlockRules): void {
  const type = stringOf(block.type);
  const isRefused = newBlockTypes.includes(type) && rules.newBlockTypes === 'refused';
  if (isRefused || (type === 'alert' && surface !== 'modal')) {
    list.unsupported(`${at}/type`, type);
    return;
  }
  list.length(block.block_id, `${at}/block_id`, 255);
  const check = blockChecks[type];
  if (check === undefined) list.unsupported(`${at}/type`, block.type);
  else check(list, block, at, rules, surface);
}

type BlockCheck = (list: FaultList, block: Fields, at: string, rules: BlockRules, surface: Surface) => void;

const blockChecks: Readonly<Record<string, BlockCheck>> = {
  divider: () => {},
  rich_text: () => {},
  file: () => {},
  video: () => {},
  alert: (list, block, at) => list.text(block.text, `${at}/text`, 3000),
  header: (list, block, at) => list.text(block.text, `${at}/text`, 150, { isPlain: true }),
  markdown: (list, block, at) => list.length(block.text, `${at}/text`, 12_000, true),
  section: (list, block, at) => {
    const fields = block.fields;
    list.text(block.text, `${at}/text`, 3000, { isOptional: fields !== undefined });
    if (fields !== undefined) list.count(listOf(fields).length, `${at}/fields`, 1, 10);
    listOf(fields).forEach((field, index) => {
      list.text(field, `${at}/fields/${index}`, 2000);
    });
    if (block.accessory !== undefined) checkElement(list, block.accessory, `${at}/accessory`);
  },
  context: (list, block, at) => {
    const elements = listOf(block.elements);
    list.count(elements.length, `${at}/elements`, 1, 10);
    elements.forEach((element, index) => {
      if (fieldsOf(element).type === 'image') checkElement(list, element, `${at}/elements/${index}`);
      else list.text(element, `${at}/elements/${index}`, 3000);
    });
  },
  context_actions: (list, block, at) => checkElements(list, block.elements, `${at}/elements`, 5),
  actions: (list, block, at) => checkElements(list, block.elements, `${at}/elements`, 25),
  input: (list, block, at) => {
    list.text(block.label, `${at}/label`, 2000, { isPlain: true });
    list.text(block.hint, `${at}/hint`, 2000, { isPlain: true, isOptional: true });
    const type = stringOf(fieldsOf(block.element).type);
    if (block.element === undefined) list.missing(`${at}/element`, 'element');
    else if (buttonTypes.includes(type)) list.unsupported(`${at}/element/type`, type);
    else checkElement(list, block.element, `${at}/element`);
  },
  image: (list, block, at) => {
    checkElement(list, { ...block, type: 'image' }, at);
    list.text(block.title, `${at}/title`, 2000, { isPlain: true, isOptional: true });
  },
  table: (list, block, at) => checkRows(list, block.rows, `${at}/rows`, 1, 100),
  data_table: (list, block, at, rules) => {
    list.length(block.caption, `${at}/caption`, 3000, true);
    checkRows(list, block.rows, `${at}/rows`, 2, rules.dataTableRows + 1);
    const pageSize = block.page_size;
    if (typeof pageSize === 'number' && (pageSize < 1 || pageSize > 100))
      list.add(`${at}/page_size`, 'wrong_value', 'must be between 1 and 100', 'range 1..100');
    const [header, ...body] = listOf(block.rows).map(recordsOf);
    if (header?.some((cell) => cell.type === 'rich_text'))
      list.add(`${at}/rows/0`, 'wrong_value', 'header cells cannot be rich_text', 'raw_text');
    if (rules.dataTableActionCells === 'refused') {
      body.forEach((row, index) => {
        const action = row.find(
          (cell) => !['raw_text', 'raw_number', 'rich_text'].includes(stringOf(cell.type)),
        );
        if (action !== undefined) list.unsupported(`${at}/rows/${index + 1}`, action.type);
      });
    }
  },
  data_visualization: (list, block, at, rules) => {
    list.length(block.title, `${at}/title`, 50, true);
    const chart = fieldsOf(block.chart);
    const isPie = chart.type === 'pie';
    if (!isPie && !['bar', 'line', 'area'].includes(stringOf(chart.type)))
      list.unsupported(`${at}/chart/type`, chart.type);
    const parts = recordsOf(isPie ? chart.segments : chart.series);
    const key = isPie ? 'segments' : 'series';
    list.count(parts.length, `${at}/chart/${key}`, 1, rules.chartSegments);
    parts.forEach((part, index) => {
      const partAt = `${at}/chart/${key}/${index}`;
      list.length(part[isPie ? 'label' : 'name'], `${partAt}/${isPie ? 'label' : 'name'}`, 20, true);
      if (!isPie) list.count(listOf(part.data).length, `${partAt}/data`, 1, 20);
    });
  },
  card: (list, block, at) => {
    for (const [key, max] of Object.entries({ title: 150, subtitle: 150, body: 200 }))
      list.text(block[key], `${at}/${key}`, max, { isOptional: true });
    if (block.actions !== undefined) checkElements(list, block.actions, `${at}/actions`, 25);
  },
  carousel: (list, block, at, rules, surface) => {
    list.count(listOf(block.elements).length, `${at}/elements`, 1, 10);
    recordsOf(block.elements).forEach((card, index) => {
      checkBlock(list, { ...card, type: 'card' }, `${at}/elements/${index}`, surface, rules);
    });
  },
  container: (list, block, at, rules, surface) => {
    const hasRichTitle = block.rich_text_title !== undefined;
    list.text(block.title, `${at}/title`, 150, { isPlain: true, isOptional: hasRichTitle });
    list.text(block.subtitle, `${at}/subtitle`, 150, { isOptional: true });
    const children = recordsOf(block.child_blocks);
    list.count(children.length, `${at}/child_blocks`, 1, 10);
    children.forEach((child, index) => {
      const childAt = `${at}/child_blocks/${index}`;
      if (!containerChildren.includes(stringOf(child.type))) list.unsupported(`${childAt}/type`, child.type);
      else checkBlock(list, child, childAt, surface, rules);
    });
  },
  plan: (list, block, at) => {
    list.length(block.title, `${at}/title`, 3000, true);
    recordsOf(block.tasks).forEach((task, index) => {
      checkTask(list, task, `${at}/tasks/${index}`);
    });
  },
  task_card: (list, block, at) => checkTask(list, block, at),
};

function checkTask(list: FaultList, task: Fields, at: string): void {
  list.length(task.task_id, `${at}/task_id`, 255, true);
  list.length(task.title, `${at}/title`, 3000, true);
  if (!['pending', 'in_progress', 'complete', 'error'].includes(stringOf(task.status)))
    list.add(`${at}/status`, 'wrong_value', 'must be pending, in_progress, complete or error', 'status');
}

function checkRows(list: FaultList, value: unknown, at: string, min: number, max: number): void {
  const rows = listOf(value);
  list.count(rows.length, at, min, max);
  rows.forEach((row, index) => {
    list.count(listOf(row).length, `${at}/${index}`, 1, 20);
  });
  const characters = rows.flatMap(recordsOf).reduce((sum, cell) => sum + cellLength(cell), 0);
  if (characters > 10_000)
    list.add(at, 'too_long', 'must be less than 10001 characters in all cells', 'max_length 10000');
}

function cellLength(cell: Fields): number {
  const text = cell.text ?? cell.value;
  return text === undefined || isFields(text) ? JSON.stringify(cell).length : String(text).length;
}
