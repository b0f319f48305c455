/** Draws blocks in order; one that the page does not know is named, so that nothing vanishes. */
import type { ShownBlock } from '../../page-state.ts';
import { blockShape } from './block-shapes.ts';
import { BlockView } from './block-view.tsx';

export function BlockList({ blocks }: { blocks: readonly ShownBlock[] }) {
  return (
    <div class="blocks">
      {blocks.map((given) => {
        const parsed = blockShape.safeParse(given);
        return parsed.success ? (
          <BlockView key={given.block_id} block={parsed.data} />
        ) : (
          <p key={given.block_id} class="unknown-block">
            A block of type {given.type}, which this page does not draw.
          </p>
        );
      })}
    </div>
  );
}
