/** A box on the right-hand side: what one outside system holds. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface PanelProps {
  readonly title: string;
  readonly about: string;
  readonly trouble?: string | undefined;
  readonly children: ComponentChildren;
}

export function Panel({ title, about, trouble, children }: PanelProps) {
  return (
    <section class="panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span class="about">{about}</span>
        {trouble !== undefined && <span class="badge badge-bad">{trouble}</span>}
      </header>
      {children}
    </section>
  );
}

/** The first few of a list, and the rest on demand. */
export function ShownFew<Item>(props: {
  readonly items: readonly Item[];
  readonly few: number;
  readonly total: number;
  readonly empty: string;
  readonly draw: (item: Item) => ComponentChildren;
}) {
  const { items, few, total, empty, draw } = props;
  const [isOpen, setOpen] = useState(false);
  if (items.length === 0) return <p class="nothing">{empty}</p>;
  const shown = isOpen ? items : items.slice(0, few);
  return (
    <>
      <ul class="rows">{shown.map(draw)}</ul>
      {items.length > few && (
        <button type="button" class="quiet more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen
            ? `Show the newest ${few}`
            : `Show ${items.length === total ? 'all' : 'the newest'} ${items.length} of ${total}`}
        </button>
      )}
    </>
  );
}
