/** Selects whose options are known: given by the bot, or the people and channels of the workspace. */
import { usePage } from '../page-context.ts';
import type { ElementOf, Option } from './element-shapes.ts';
import type { ElementProps } from './element-view.tsx';
import { OptionPicker } from './option-picker.tsx';

interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

export function StaticSelect(props: ElementProps<ElementOf<'static_select' | 'multi_static_select'>>) {
  const { element } = props;
  const groups: OptionGroup[] = (element.option_groups ?? []).map(({ label, options }) => ({
    label: label.text,
    options,
  }));
  return <OptionPicker {...props} groups={[{ label: '', options: element.options ?? [] }, ...groups]} />;
}

type DirectoryElement = ElementOf<
  | 'users_select'
  | 'multi_users_select'
  | 'conversations_select'
  | 'multi_conversations_select'
  | 'channels_select'
  | 'multi_channels_select'
>;

export function DirectorySelect(props: ElementProps<DirectoryElement>) {
  const { people, channels } = usePage().directory;
  const named = (value: string, text: string): Option => ({ value, text: { type: 'plain_text', text } });
  const options = props.element.type.includes('users')
    ? people.map(({ id, realName }) => named(id, realName))
    : channels
        .filter(({ directWith }) => directWith === undefined)
        .map(({ id, name }) => named(id, `#${name}`));
  return <OptionPicker {...props} groups={[{ label: '', options }]} />;
}
