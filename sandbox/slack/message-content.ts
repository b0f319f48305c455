/** Checks the text and blocks of a message as the chat methods do, and gives the blocks their ids. */
import { faultLine } from './block-faults.ts';
import { type GivenBlock, withBlockIds } from './block-ids.ts';
import { faultsOfBlocks } from './block-limits.ts';
import { isOverBlockBudget, isTextTooLongToPost, isTextTooLongToUpdate } from './message-budget.ts';
import type { SlackBlock } from './slack-records.ts';
import { WebApiRefusal } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

/** Throws WebApiRefusal: invalid_blocks with readable lines. */
export function storedBlocks(workspace: Workspace, blocks: readonly GivenBlock[]): SlackBlock[] {
  const faults = faultsOfBlocks(blocks, 'message', workspace.switches);
  if (faults.length > 0) throw new WebApiRefusal('invalid_blocks', faults.map(faultLine));
  return withBlockIds(blocks);
}

/** Throws WebApiRefusal: msg_too_long, invalid_blocks or msg_blocks_too_long. */
export function checkedContent(
  workspace: Workspace,
  content: { readonly text?: string | undefined; readonly blocks?: readonly GivenBlock[] | undefined },
  use: 'post' | 'update',
): { text: string | undefined; blocks: SlackBlock[] | undefined } {
  const { text, blocks } = content;
  const { switches } = workspace;
  if (text !== undefined) {
    const isTooLong =
      use === 'post' ? isTextTooLongToPost(text) : isTextTooLongToUpdate(text, switches.updateTextLimit);
    if (isTooLong) throw new WebApiRefusal('msg_too_long');
  }
  if (blocks === undefined) return { text, blocks: undefined };
  const stored = storedBlocks(workspace, blocks);
  if (isOverBlockBudget(blocks, switches.messageBudget)) throw new WebApiRefusal('msg_blocks_too_long');
  return { text, blocks: stored };
}
