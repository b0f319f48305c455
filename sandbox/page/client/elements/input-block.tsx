/** An input of a modal: label, element, hint and the field error under it. */
import type { BlockOf } from '../blocks/block-shapes.ts';
import { useSurface } from '../surface.ts';
import { ElementView } from './element-view.tsx';

export function InputBlock({ block }: { block: BlockOf<'input'> }) {
  const error = useSurface().errorOf(block.block_id);
  const label = block.label.text;
  const input = { label, isInvalid: error !== undefined, tellsBot: block.dispatch_action };
  return (
    <div class={error === undefined ? 'input' : 'input input-invalid'}>
      <div class="input-label">
        {label}
        {block.optional && <small> (optional)</small>}
      </div>
      <ElementView blockId={block.block_id} element={block.element} input={input} />
      {error !== undefined && (
        <p class="input-error" role="alert">
          {error}
        </p>
      )}
      {block.hint && <p class="input-hint">{block.hint.text}</p>}
    </div>
  );
}
