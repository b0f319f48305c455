/** Block Kit's limits inside a block: buttons, selects, options, confirmation dialogs. */
import type { FaultList } from './block-faults.ts';
import { type Fields, fieldsOf, listOf, recordsOf, stringOf } from './json-fields.ts';

const elementsWithOptions: Readonly<Record<string, number>> = {
  overflow: 5,
  checkboxes: 10,
  radio_buttons: 10,
  static_select: 100,
  multi_static_select: 100,
};
/** Elements that act at once and hold no value. */
export const buttonTypes = ['button', 'overflow', 'workflow_button', 'icon_button', 'feedback_buttons'];
const selects =
  'external_select users_select conversations_select channels_select multi_external_select multi_users_select multi_conversations_select multi_channels_select';
const otherElements =
  `${selects} datepicker datetimepicker timepicker plain_text_input email_text_input number_input url_text_input rich_text_input file_input image`.split(
    ' ',
  );
/** Between 1 and `max` elements, each action_id once. */
export function checkElements(list: FaultList, value: unknown, at: string, max: number): void {
  const elements = listOf(value);
  list.count(elements.length, at, 1, max);
  elements.forEach((element, index) => {
    checkElement(list, element, `${at}/${index}`);
  });
  list.unique(
    recordsOf(value).map((element) => element.action_id),
    at,
    'action_id',
  );
}

export function checkElement(list: FaultList, value: unknown, at: string): void {
  const element = fieldsOf(value);
  const type = stringOf(element.type);
  const maxOptions = elementsWithOptions[type];
  if (maxOptions === undefined && !buttonTypes.includes(type) && !otherElements.includes(type)) {
    list.unsupported(`${at}/type`, element.type);
    return;
  }
  list.length(element.action_id, `${at}/action_id`, 255);
  list.text(element.placeholder, `${at}/placeholder`, 150, { isPlain: true, isOptional: true });
  if (element.confirm !== undefined) checkConfirm(list, fieldsOf(element.confirm), `${at}/confirm`);
  if (type === 'button') {
    list.text(element.text, `${at}/text`, 75, { isPlain: true });
    if (element.value !== '') list.length(element.value, `${at}/value`, 2000);
    list.length(element.url, `${at}/url`, 3000);
    list.length(element.accessibility_label, `${at}/accessibility_label`, 75);
    checkStyle(list, element.style, `${at}/style`);
  }
  if (type === 'image') {
    list.length(element.image_url, `${at}/image_url`, 3000, element.slack_file === undefined);
    list.length(element.alt_text, `${at}/alt_text`, 2000, true);
  }
  if (maxOptions !== undefined) checkOptions(list, element, at, maxOptions);
}

function checkOptions(list: FaultList, element: Fields, at: string, max: number): void {
  const groups = element.option_groups;
  const lists =
    groups === undefined
      ? [{ options: element.options, at: `${at}/options` }]
      : listOf(groups).map((group, index) => ({
          options: fieldsOf(group).options,
          at: `${at}/option_groups/${index}/options`,
        }));
  list.count(lists.length, `${at}/option_groups`, 1, 100);
  for (const { options, at: optionsAt } of lists) {
    list.count(listOf(options).length, optionsAt, 1, max);
    recordsOf(options).forEach((option, index) => {
      list.text(option.text, `${optionsAt}/${index}/text`, 75);
      // Sources differ between 75 and 150; 150 is what the validator of one SDK lets through.
      list.length(option.value, `${optionsAt}/${index}/value`, 150, true);
      list.text(option.description, `${optionsAt}/${index}/description`, 75, { isOptional: true });
    });
  }
}

function checkConfirm(list: FaultList, confirm: Fields, at: string): void {
  list.text(confirm.title, `${at}/title`, 100, { isPlain: true });
  list.text(confirm.text, `${at}/text`, 300);
  list.text(confirm.confirm, `${at}/confirm`, 30, { isPlain: true });
  list.text(confirm.deny, `${at}/deny`, 30, { isPlain: true });
  checkStyle(list, confirm.style, `${at}/style`);
}

function checkStyle(list: FaultList, style: unknown, at: string): void {
  if (style !== undefined && style !== 'primary' && style !== 'danger')
    list.add(at, 'wrong_value', 'must be primary or danger', 'primary or danger');
}
