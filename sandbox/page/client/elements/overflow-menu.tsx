/** The "..." menu: opens above everything, closes by itself, and can be walked with the arrow keys. */
import { useId, useRef } from 'preact/hooks';
import type { ElementOf, Option } from './element-shapes.ts';
import type { ElementProps } from './element-view.tsx';
import { useElement } from './use-element.ts';
import { WarningMark } from './warning-mark.tsx';

export function OverflowMenu({ blockId, element }: ElementProps<ElementOf<'overflow'>>) {
  const { send, isBusy, warning } = useElement(blockId, element);
  const menuId = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  const open = () => {
    const from = opener.current?.getBoundingClientRect();
    if (from === undefined || menu.current === null) return;
    const height = 12 + element.options.length * 32;
    const top = from.bottom + height + 8 > innerHeight ? from.top - height - 4 : from.bottom + 4;
    menu.current.style.top = `${top}px`;
    menu.current.style.left = `${Math.max(8, Math.min(from.left, innerWidth - 212))}px`;
    menu.current.showPopover();
    menu.current.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  };
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    if (step === undefined) return;
    event.preventDefault();
    const index = items.findIndex((item) => item.matches(':focus'));
    items.at((index + step) % items.length)?.focus();
  };
  const pick = (option: Option) => {
    menu.current?.hidePopover();
    opener.current?.focus();
    void send({ selectedOption: option.value });
  };

  return (
    <>
      <button
        ref={opener}
        type="button"
        class="slack-button overflow"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-controls={menuId}
        aria-busy={isBusy}
        onClick={open}
      >
        <span aria-hidden="true">···</span>
      </button>
      <div ref={menu} id={menuId} class="menu" popover="auto" role="menu" tabIndex={-1} onKeyDown={walk}>
        {element.options.map((option) => (
          <MenuItem key={option.value} option={option} onPick={pick} />
        ))}
      </div>
      <WarningMark warning={warning} />
    </>
  );
}

function MenuItem({ option, onPick }: { option: Option; onPick: (option: Option) => void }) {
  if (option.url === undefined)
    return (
      <button type="button" role="menuitem" onClick={() => onPick(option)}>
        {option.text.text}
      </button>
    );
  return (
    <a href={option.url} target="_blank" rel="noreferrer" role="menuitem" onClick={() => onPick(option)}>
      {option.text.text}
    </a>
  );
}
