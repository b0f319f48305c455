/** Inputs that are typed into: text, numbers, addresses, dates and times. */
import { textOf } from '../held-values.ts';
import { useSurface } from '../surface.ts';
import type { ElementOf } from './element-shapes.ts';
import type { ElementProps } from './element-view.tsx';
import { useElement } from './use-element.ts';
import { WarningMark } from './warning-mark.tsx';

const keyboards = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
} as const;

type TextElement = ElementOf<keyof typeof keyboards>;

export function TypedInput({ blockId, element, input }: ElementProps<TextElement>) {
  const surface = useSurface();
  const { id, held, warning, send } = useElement(blockId, element, input);
  const attributes = {
    'aria-label': input?.label ?? element.placeholder?.text ?? 'Text',
    'aria-invalid': input?.isInvalid ?? false,
    placeholder: element.placeholder?.text,
    value: textOf(held),
    onInput: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      surface.hold(id, value === '' ? null : value),
  };
  const isLong = element.type === 'plain_text_input' && element.multiline;
  return (
    <>
      {isLong ? (
        <textarea rows={3} {...attributes} />
      ) : (
        <input
          type="text"
          inputMode={keyboards[element.type]}
          {...attributes}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || input?.tellsBot !== true) return;
            event.preventDefault();
            void send({ value: event.currentTarget.value });
          }}
        />
      )}
      <WarningMark warning={warning} />
    </>
  );
}

export function MomentInput({
  blockId,
  element,
  input,
}: ElementProps<ElementOf<'datepicker' | 'timepicker'>>) {
  const { held, warning, change } = useElement(blockId, element, input);
  const attributes = {
    'aria-label': input?.label ?? element.placeholder?.text ?? 'When',
    'aria-invalid': input?.isInvalid ?? false,
    value: textOf(held),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      void change(value === '' ? null : value),
  };
  return (
    <>
      {element.type === 'datepicker' ? (
        <input type="date" {...attributes} />
      ) : (
        <input type="time" {...attributes} />
      )}
      <WarningMark warning={warning} />
    </>
  );
}
