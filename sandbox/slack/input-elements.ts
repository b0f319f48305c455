/** Elements that hold a value: where they stand in the blocks, what they start with, and how a picked value is written. */
import { type Fields, fieldsOf, isFields, listOf, recordsOf, stringOf } from './json-fields.ts';
import type { SlackBlock, ViewValues } from './slack-records.ts';

export interface PlacedElement {
  readonly block: SlackBlock;
  readonly element: Fields;
  readonly actionId: string;
}

type Shape = 'text' | 'option' | 'options' | 'ids';
interface ValueField {
  readonly key: string;
  readonly initialKey: string;
  readonly shape: Shape;
}

const field = (key: string, initialKey: string, shape: Shape): ValueField => ({ key, initialKey, shape });

const typed = field('value', 'initial_value', 'text');
const oneOption = field('selected_option', 'initial_option', 'option');
const manyOptions = field('selected_options', 'initial_options', 'options');

const valueFields: Readonly<Record<string, ValueField>> = {
  plain_text_input: typed,
  email_text_input: typed,
  number_input: typed,
  url_text_input: typed,
  rich_text_input: field('rich_text_value', 'initial_value', 'text'),
  static_select: oneOption,
  external_select: oneOption,
  radio_buttons: oneOption,
  checkboxes: manyOptions,
  multi_static_select: manyOptions,
  multi_external_select: manyOptions,
  users_select: field('selected_user', 'initial_user', 'text'),
  conversations_select: field('selected_conversation', 'initial_conversation', 'text'),
  channels_select: field('selected_channel', 'initial_channel', 'text'),
  multi_users_select: field('selected_users', 'initial_users', 'ids'),
  multi_conversations_select: field('selected_conversations', 'initial_conversations', 'ids'),
  multi_channels_select: field('selected_channels', 'initial_channels', 'ids'),
  datepicker: field('selected_date', 'initial_date', 'text'),
  timepicker: field('selected_time', 'initial_time', 'text'),
  datetimepicker: field('selected_date_time', 'initial_date_time', 'text'),
  file_input: field('files', 'initial_files', 'ids'),
};

/** Every element with an action_id, in the order people see them. */
export function placedElements(blocks: readonly SlackBlock[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    if (block.type === 'container') return placedElements(childBlocks(block));
    const elements = [block.accessory, block.element, ...listOf(block.elements), ...listOf(block.actions)];
    const cardActions = recordsOf(block.elements).flatMap((card) => listOf(card.actions));
    return [...elements, ...cardActions]
      .filter(isFields)
      .filter((element) => typeof element.action_id === 'string')
      .map((element) => ({ block, element, actionId: stringOf(element.action_id) }));
  });
}

function childBlocks(block: SlackBlock): SlackBlock[] {
  return recordsOf(block.child_blocks).map((child) => ({
    ...child,
    type: stringOf(child.type),
    block_id: stringOf(child.block_id),
  }));
}

export function holdsValue(element: Fields): boolean {
  return valueFields[stringOf(element.type)] !== undefined;
}

/** `view.state.values` for these blocks: a value survives while its block_id and action_id stay, else the initial one counts. */
export function valuesOf(blocks: readonly SlackBlock[], kept: ViewValues = {}): ViewValues {
  const values: Record<string, Record<string, Fields>> = {};
  for (const { block, element, actionId } of placedElements(blocks)) {
    const valueField = valueFields[stringOf(element.type)];
    if (valueField === undefined) continue;
    const before = kept[block.block_id]?.[actionId];
    const initial = element[valueField.initialKey] ?? emptyValue(valueField.shape);
    values[block.block_id] = {
      ...values[block.block_id],
      [actionId]:
        before?.type === element.type && before !== undefined
          ? before
          : { type: element.type, [valueField.key]: initial },
    };
  }
  return values;
}

/**
 * What Slack sends for a value picked or typed by a person.
 * @param picked a string, strings, null for nothing, or an object that is used as it stands.
 * @param suggested options the bot suggested, for selects that ask it.
 * Throws an Error when the element does not offer the option.
 */
export function pickedValue(element: Fields, picked: unknown, suggested?: unknown): Fields {
  const type = stringOf(element.type);
  if (isFields(picked)) return picked;
  const valueField = type === 'overflow' ? oneOption : valueFields[type];
  if (valueField === undefined) throw new Error(`a ${type || 'missing element'} takes no value`);
  const { key, shape } = valueField;
  const isNothing = picked === null || picked === undefined || picked === '';
  if (isNothing) return { type, [key]: emptyValue(shape) };
  if (shape === 'text') return { type, [key]: picked };
  const values = listOf(Array.isArray(picked) ? picked : [picked]).map(String);
  if (shape === 'ids') return { type, [key]: values };
  const options = values.map((value) => optionWith(element, value, suggested));
  return { type, [key]: shape === 'option' ? options[0] : options };
}

export function isEmptyValue(value: Fields): boolean {
  return Object.entries(value)
    .filter(([key]) => key !== 'type')
    .every(([, held]) => held === null || held === '' || (Array.isArray(held) && held.length === 0));
}

function emptyValue(shape: Shape): unknown {
  return shape === 'options' || shape === 'ids' ? [] : null;
}

function optionWith(element: Fields, value: string, suggested: unknown): Fields {
  const sources = [element, fieldsOf(suggested)];
  const options = sources.flatMap((source) => [
    ...recordsOf(source.options),
    ...recordsOf(source.option_groups).flatMap((group) => recordsOf(group.options)),
    ...recordsOf(source.initial_options),
    ...[source.initial_option].filter(isFields),
  ]);
  const found = options.find((option) => option.value === value);
  if (found !== undefined) return found;
  const offered = options.map((option) => stringOf(option.value)).join(', ');
  throw new Error(`${stringOf(element.action_id)} offers no option "${value}", only: ${offered}`);
}
