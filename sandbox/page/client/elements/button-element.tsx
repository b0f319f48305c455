/** A button, or a link that looks like one. */
import type { ElementOf } from './element-shapes.ts';
import type { ElementProps } from './element-view.tsx';
import { useElement } from './use-element.ts';
import { WarningMark } from './warning-mark.tsx';

export function ButtonElement({ blockId, element }: ElementProps<ElementOf<'button'>>) {
  const { send, isBusy, warning } = useElement(blockId, element);
  const press = () => send(element.value === undefined ? {} : { value: element.value });
  const look = `slack-button ${element.style ?? ''}`;
  const label = element.accessibility_label;
  return (
    <>
      {element.url === undefined ? (
        <button
          type="button"
          class={look}
          aria-label={label}
          aria-busy={isBusy}
          disabled={isBusy}
          onClick={press}
        >
          {element.text.text}
        </button>
      ) : (
        <a
          class={look}
          href={element.url}
          target="_blank"
          rel="noreferrer"
          aria-label={label}
          onClick={press}
        >
          {element.text.text}
        </a>
      )}
      <WarningMark warning={warning} />
    </>
  );
}
