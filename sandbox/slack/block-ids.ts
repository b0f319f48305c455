/** Gives blocks and elements the ids that the bot left out, as Slack does when it stores them. */
import { randomBytes } from 'node:crypto';
import { fieldsOf, recordsOf, stringOf } from './json-fields.ts';
import type { SlackBlock } from './slack-records.ts';

export type GivenBlock = Readonly<Record<string, unknown>> & { readonly type: string };

const generatedId = (): string => randomBytes(4).toString('base64url').slice(0, 5);

export function withBlockIds(blocks: readonly GivenBlock[]): SlackBlock[] {
  return blocks.map((block) => ({
    ...block,
    ...('accessory' in block ? { accessory: withActionId(block.accessory) } : {}),
    ...('element' in block ? { element: withActionId(block.element) } : {}),
    ...(block.type === 'actions' ? { elements: recordsOf(block.elements).map(withActionId) } : {}),
    ...(block.type === 'container'
      ? {
          child_blocks: withBlockIds(
            recordsOf(block.child_blocks).map((child) => ({ ...child, type: stringOf(child.type) })),
          ),
        }
      : {}),
    block_id: stringOf(block.block_id) || generatedId(),
  }));
}

function withActionId(value: unknown): unknown {
  const element = fieldsOf(value);
  const isInteractive = typeof element.type === 'string' && element.type !== 'image';
  return isInteractive && element.action_id === undefined ? { ...element, action_id: generatedId() } : value;
}
