/** Radio buttons and check boxes. */
import { TextView } from '../blocks/text-view.tsx';
import { listOf } from '../held-values.ts';
import type { ElementOf } from './element-shapes.ts';
import type { ElementProps } from './element-view.tsx';
import { useElement } from './use-element.ts';
import { WarningMark } from './warning-mark.tsx';

export function ChoiceElement({
  blockId,
  element,
  input,
}: ElementProps<ElementOf<'radio_buttons' | 'checkboxes'>>) {
  const { held, change, warning, id } = useElement(blockId, element, input);
  const picked = listOf(held);
  const isRadio = element.type === 'radio_buttons';
  const toggle = (value: string) => {
    if (isRadio) return change(value);
    return change(picked.includes(value) ? picked.filter((other) => other !== value) : [...picked, value]);
  };
  return (
    <fieldset class="choices" aria-invalid={input?.isInvalid}>
      <legend class="unseen">{input?.label ?? 'Choose'}</legend>
      {element.options.map((option) => (
        <label key={option.value}>
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={`${id.blockId} ${id.actionId}`}
            checked={picked.includes(option.value)}
            onChange={() => toggle(option.value)}
          />
          <span>
            <TextView text={option.text} />
            {option.description && (
              <small>
                <TextView text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
      <WarningMark warning={warning} />
    </fieldset>
  );
}
