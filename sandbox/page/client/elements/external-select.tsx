/** A select that asks the bot for options as one types. */
import { useRef, useState } from 'preact/hooks';
import { listOf } from '../held-values.ts';
import { useSurface } from '../surface.ts';
import { type ElementOf, type Option, suggestedShape } from './element-shapes.ts';
import type { ElementProps } from './element-view.tsx';
import { useElement } from './use-element.ts';
import { WarningMark } from './warning-mark.tsx';

const typingPauseMs = 150;

export function ExternalSelect({
  blockId,
  element,
  input,
}: ElementProps<ElementOf<'external_select' | 'multi_external_select'>>) {
  const { id, held, change, warning } = useElement(blockId, element, input);
  const surface = useSurface();
  const [options, setOptions] = useState<readonly Option[]>([]);
  const [seen, setSeen] = useState<readonly Option[]>([]);
  const [query, setQuery] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isMulti = element.type === 'multi_external_select';
  const picked = listOf(held);
  const label = input?.label ?? element.placeholder?.text ?? 'Search';
  const nameOf = (value: string) => seen.find((option) => option.value === value)?.text.text ?? value;

  const search = async (text: string) => {
    const answer = await surface.suggest(id, text);
    const found = suggestedShape.safeParse(answer.body ?? {});
    setTrouble(answer.ok ? undefined : answer.warning);
    const all = found.success
      ? [...found.data.options, ...found.data.option_groups.flatMap((group) => group.options)]
      : [];
    setOptions(all);
    setSeen((before) => [...all, ...before]);
  };
  const type = (text: string) => {
    setQuery(text);
    clearTimeout(pause.current);
    if (text.length >= element.min_query_length)
      pause.current = setTimeout(() => search(text), typingPauseMs);
    else setOptions([]);
  };
  const pick = (value: string) => {
    setQuery('');
    setOptions([]);
    return change(isMulti ? [...picked.filter((other) => other !== value), value] : value);
  };

  return (
    <div class="searcher">
      {picked.map((value) => (
        <span key={value} class="chip">
          {nameOf(value)}
          <button
            type="button"
            aria-label={`Take ${nameOf(value)} away`}
            onClick={() => change(isMulti ? picked.filter((other) => other !== value) : null)}
          >
            ×
          </button>
        </span>
      ))}
      <input
        type="text"
        aria-label={label}
        aria-invalid={input?.isInvalid}
        placeholder={element.placeholder?.text ?? 'Type to search'}
        value={query}
        onInput={(event) => type(event.currentTarget.value)}
        onFocus={() => {
          if (element.min_query_length === 0) void search(query);
        }}
      />
      {options.length > 0 && (
        <ul class="suggestions" aria-label={`${label}: suggestions`}>
          {options.map((option) => (
            <li key={option.value}>
              <button type="button" onClick={() => pick(option.value)}>
                {option.text.text}
              </button>
            </li>
          ))}
        </ul>
      )}
      <WarningMark warning={warning ?? trouble} />
    </div>
  );
}
