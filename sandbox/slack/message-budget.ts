/** How large a message may be as a whole; Slack's formula is not published, so three readings of it stand behind a switch. */
import { isFields } from './json-fields.ts';
import type { SlackSwitches } from './slack-switches.ts';

const maxTextCharacters = 40_000;
const maxUpdatedTextBytes = 4_000;
const overheadPerBlock = 60;

/** https://github.com/slackapi/bolt-js/issues/2509 measured where posts begin to fail. */
export function isOverBlockBudget(
  blocks: readonly unknown[],
  budget: SlackSwitches['messageBudget'],
): boolean {
  if (budget === 'serialised 13200') return JSON.stringify(blocks).length > 13_200;
  if (budget === 'serialised 11300') return JSON.stringify(blocks).length > 11_300;
  return textCharacters(blocks) > 12_000 + overheadPerBlock * blocks.length;
}

export function isTextTooLongToPost(text: string): boolean {
  return text.length > maxTextCharacters;
}

/** chat.update counts the bytes that remain after `&`, `<` and `>` are escaped. */
export function isTextTooLongToUpdate(text: string, limit: SlackSwitches['updateTextLimit']): boolean {
  if (limit === 'off') return isTextTooLongToPost(text);
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return Buffer.byteLength(escaped) > maxUpdatedTextBytes;
}

function textCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textCharacters(item), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (key === 'text' && typeof item === 'string' ? item.length : textCharacters(item)),
    0,
  );
}
