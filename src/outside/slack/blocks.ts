/** The few Block Kit pieces that Usher's views are made of; text from outside is always data, never markup. */
import type { Button, KnownBlock, PlainTextElement, RichTextElement } from '@slack/types';
import { shownText } from '../../program/person-name.ts';

export type Inline = RichTextElement;

/** A message or the part of it that a view draws: the sentence for phones and screen readers, and the blocks. */
export interface Drawing {
  text: string;
  blocks: KnownBlock[];
  /** The same without blocks that not every workspace has yet; shown instead where Slack refuses them. */
  plainBlocks?: KnownBlock[];
}

/** A block that `@slack/types` does not know yet, as Slack documents it. */
export function newerBlock(block: { type: string; block_id: string; [field: string]: unknown }): KnownBlock {
  return block as unknown as KnownBlock;
}

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

export function words(text: string): Inline {
  return { type: 'text', text };
}

export function bold(text: string): Inline {
  return { type: 'text', text, style: { bold: true } };
}

export function italic(text: string): Inline {
  return { type: 'text', text, style: { italic: true } };
}

export function user(userId: string): Inline {
  return { type: 'user', user_id: userId };
}

/** An instant in the reader's own time zone, absolute, so that nothing has to tick. */
export function time(
  at: Date,
  format: '{time}' | '{time_secs}' | '{date_short_pretty} {time}' = '{time}',
): Inline {
  return {
    type: 'date',
    timestamp: Math.floor(at.getTime() / 1000),
    format,
    fallback: at.toISOString().slice(11, 16),
  };
}

/** One paragraph of inline pieces. Rich text is the one block in which nothing is read as markup. */
export function paragraph(blockId: string, pieces: Inline[]): KnownBlock {
  return {
    type: 'rich_text',
    block_id: blockId,
    elements: [{ type: 'rich_text_section', elements: pieces }],
  };
}

export interface ButtonParts {
  actionId: string;
  text: string;
  value: string;
  /** What a screen reader says instead of the short text. */
  label?: string;
  style?: 'primary' | 'danger';
  /** `deny`: what the other button says, where *Cancel* could be misread. */
  confirm?: { title: string; text: string; confirm: string; deny?: string };
}

export function button({ actionId, text, value, label, style, confirm }: ButtonParts): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(text),
    value,
    ...(label ? { accessibility_label: shownText(label, 75) } : {}),
    ...(style ? { style } : {}),
    ...(confirm
      ? {
          confirm: {
            title: plain(confirm.title),
            text: plain(confirm.text),
            confirm: plain(confirm.confirm),
            deny: plain(confirm.deny ?? 'Cancel'),
          },
        }
      : {}),
  };
}

/** Signs that mrkdwn reads as formatting, and their like that it does not; mrkdwn has no way to escape them. */
const lookalikes: Readonly<Record<string, string>> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ' };

/** Text from outside for the places that only take mrkdwn or a message's `text`: nothing in it is read as markup. */
export function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[*_~`]/g, (sign) => lookalikes[sign] ?? sign);
}

/** An instant for mrkdwn, shown in the reader's own time zone. */
export function mrkdwnDate(at: Date, format: string): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^${format}|${at.toISOString().slice(0, 16).replace('T', ' ')} UTC>`;
}

/** How much of Slack's message budget blocks take: their serialised length. */
export function sizeOf(blocks: readonly KnownBlock[]): number {
  return JSON.stringify(blocks).length;
}

/** Near 13,200 characters Slack answers msg_blocks_too_long; the exact formula is unknown, so we stay well below. */
export const messageBudget = 11_000;
