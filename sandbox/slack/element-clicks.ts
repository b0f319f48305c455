/** Finds an element on screen and says what Slack would send when a person uses it. */
import { holdsValue, type PlacedElement, pickedValue, placedElements } from './input-elements.ts';
import { type Fields, fieldsOf, stringOf, wordsOf } from './json-fields.ts';
import type { ElementUse } from './slack-person.ts';
import type { SlackBlock } from './slack-records.ts';

/** Throws an Error that lists what can be used when the element is not there. */
export function findElement(blocks: readonly SlackBlock[], use: ElementUse): PlacedElement {
  const all = placedElements(blocks);
  const alike = all.filter(
    (placed) =>
      placed.actionId === use.actionId &&
      (use.blockId === undefined || placed.block.block_id === use.blockId) &&
      (placed.element.type !== 'button' || use.value === undefined || placed.element.value === use.value),
  );
  const [found] = alike;
  if (found !== undefined) return found;
  const there = all.map(
    ({ block, element, actionId }) =>
      `${block.block_id}/${actionId} [${wordsOf(element.text) || stringOf(element.type)}] ${stringOf(element.value)}`,
  );
  const wanted = [use.blockId, use.actionId, use.value].filter(Boolean).join('/');
  throw new Error(`nothing to use as ${wanted}; on screen: ${there.join(', ') || 'nothing'}`);
}

/** The entry of `actions` in a block_actions payload. Throws an Error for an option that is not offered. */
export function actionOf(
  { block, element, actionId }: PlacedElement,
  use: ElementUse,
  suggested: unknown,
): Fields {
  const type = stringOf(element.type);
  const needsValue = type === 'overflow' || holdsValue(element);
  const picked = use.selectedOptions ?? use.selectedOption ?? use.value;
  return {
    type,
    action_id: actionId,
    block_id: block.block_id,
    ...(needsValue
      ? pickedValue(element, picked, suggested)
      : keep(element, ['value', 'text', 'style', 'url', 'icon'])),
    ...keep(element, ['confirm', 'placeholder']),
  };
}

/** Whether using the element tells the bot; an input block keeps its value until the modal is submitted. */
export function dispatches({ block }: PlacedElement): boolean {
  return block.type !== 'input' || block.dispatch_action === true;
}

/** The question the element asks first, if any. */
export function confirmationOf({ element }: PlacedElement): { title: string; text: string } | undefined {
  if (element.confirm === undefined) return undefined;
  const confirm = fieldsOf(element.confirm);
  return { title: wordsOf(confirm.title), text: wordsOf(confirm.text) };
}

function keep(element: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(
    keys.filter((key) => element[key] !== undefined).map((key) => [key, element[key]]),
  );
}
