/** A native select for one option; with several, those picked stand before it and can be taken away. */
import { listOf } from '../held-values.ts';
import type { Confirm, Option } from './element-shapes.ts';
import type { InputPlace } from './element-view.tsx';
import { useElement } from './use-element.ts';
import { WarningMark } from './warning-mark.tsx';

interface OptionPickerProps {
  readonly blockId: string;
  readonly element: {
    readonly type: string;
    readonly action_id: string;
    readonly confirm?: Confirm | undefined;
    readonly placeholder?: { readonly text: string } | undefined;
  };
  readonly input?: InputPlace | undefined;
  readonly groups: readonly { readonly label: string; readonly options: readonly Option[] }[];
}

export function OptionPicker({ blockId, element, input, groups }: OptionPickerProps) {
  const { held, change, warning, isBusy } = useElement(blockId, element, input);
  const picked = listOf(held);
  const isMulti = element.type.startsWith('multi_');
  const all = groups.flatMap(({ options }) => options);
  const nameOf = (value: string) => all.find((option) => option.value === value)?.text.text ?? value;
  const placeholder = element.placeholder?.text ?? (isMulti ? 'Add one' : 'Select an option');
  const pick = (value: string) => {
    if (isMulti) return value === '' ? undefined : change([...picked, value]);
    return change(value === '' ? null : value);
  };
  return (
    <span class="picker">
      {isMulti &&
        picked.map((value) => (
          <span key={value} class="chip">
            {nameOf(value)}
            <button
              type="button"
              aria-label={`Take ${nameOf(value)} away`}
              onClick={() => change(picked.filter((other) => other !== value))}
            >
              ×
            </button>
          </span>
        ))}
      <select
        aria-label={input?.label ?? placeholder}
        aria-invalid={input?.isInvalid}
        aria-busy={isBusy}
        value={isMulti ? '' : (picked[0] ?? '')}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        <option value="">{placeholder}</option>
        {groups.map(({ label, options }) => {
          const offered = options
            .filter(({ value }) => !isMulti || !picked.includes(value))
            .map(({ value, text }) => (
              <option key={value} value={value}>
                {text.text}
              </option>
            ));
          return label === '' ? (
            offered
          ) : (
            <optgroup key={label} label={label}>
              {offered}
            </optgroup>
          );
        })}
      </select>
      <WarningMark warning={warning} />
    </span>
  );
}
