/** A drawing as Slack takes it: what a person reads, what Slack would refuse, and where text is read as markup. */
import { faultLine } from '../../sandbox/slack/block-faults.ts';
import { faultsOfBlocks, faultsOfView } from '../../sandbox/slack/block-limits.ts';
import { isOverBlockBudget, isTextTooLongToUpdate } from '../../sandbox/slack/message-budget.ts';
import { messageText } from '../../sandbox/slack/slack-sandbox.ts';
import { defaultSwitches } from '../../sandbox/slack/slack-switches.ts';
import type { Drawing } from '../../src/outside/slack/blocks.ts';

interface Drawn {
  blocks: readonly object[];
}

/** The lines of a message or a modal; frames around right-to-left text are invisible and left out. */
export function linesOf({ blocks }: Drawn): string[] {
  const records = blocks.map((block) => ({ type: '', block_id: '', ...block }));
  return messageText({ text: '', blocks: records })
    .replace(/[\u2068\u2069]/g, '')
    .split('\n');
}

/** Everything that Slack would refuse in a message, and everything above Usher's own limit; nothing when all is well. */
export function faultsOfDrawing({ text, blocks }: Drawing): string[] {
  const switches = defaultSwitches();
  const faults = faultsOfBlocks(blocks, 'message', switches).map(faultLine);
  for (const budget of ['serialised 13200', 'serialised 11300', 'text 12000 and overhead'] as const)
    if (isOverBlockBudget(blocks, budget)) faults.push(`too large by the measure "${budget}"`);
  if (JSON.stringify(blocks).length > 11_000)
    faults.push(`${JSON.stringify(blocks).length} characters, more than 11,000`);
  if (isTextTooLongToUpdate(text, '4000 bytes')) faults.push('the sentence is too long for an update');
  if (text.trim() === '') faults.push('no sentence for screen readers');
  return [...faults, ...emptyPieces(blocks)];
}

export function faultsOfModal(view: Drawn): string[] {
  return [...faultsOfView(view, defaultSwitches()).map(faultLine), ...emptyPieces(view.blocks)];
}

/** Every text that Slack reads as markup. */
export function markupIn(value: unknown): string[] {
  return everyObject(value).flatMap((piece) =>
    piece['type'] === 'mrkdwn' && typeof piece['text'] === 'string' ? [piece['text']] : [],
  );
}

/** The labels of everything that can be clicked, in order. */
export function buttonsIn({ blocks }: Drawn): { actionId: string; value: string }[] {
  return everyObject(blocks).flatMap(({ action_id: actionId, value }) =>
    typeof actionId === 'string' ? [{ actionId, value: typeof value === 'string' ? value : '' }] : [],
  );
}

/** Slack refuses a rich text piece without text; its simulator does not look into rich text. */
function emptyPieces(blocks: unknown): string[] {
  return everyObject(blocks).flatMap((piece) =>
    piece['type'] === 'text' && piece['text'] === '' ? ['a rich text piece without text'] : [],
  );
}

/** Texts that were cut within a character. */
export function brokenTexts(value: unknown): string[] {
  return everyString(value).filter((text) => /\p{Surrogate}/u.test(text));
}

type Fields = Record<string, unknown>;

function everyObject(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(everyObject);
  if (typeof value !== 'object' || value === null) return [];
  return [{ ...value }, ...Object.values(value).flatMap(everyObject)];
}

function everyString(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(everyString);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyString) : [];
}
