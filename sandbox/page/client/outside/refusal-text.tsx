/** What ON24 says to everybody while it refuses; changed words count from the next call. */
import { useState } from 'preact/hooks';
import { useOutside } from './use-outside.ts';

export function RefusalText({ refusal }: { refusal: string }) {
  const act = useOutside();
  const [text, setText] = useState(refusal);
  const isChanged = text.trim() !== '' && text !== refusal;
  return (
    <form
      class="refusal"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void act('on24/mode', { mode: 'refuses', refusal: text });
      }}
    >
      <label>
        <span>ON24 says</span>
        <input type="text" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={!isChanged}>
        Use
      </button>
    </form>
  );
}
