/** What a person sees in the channel, as text to look for, and the buttons they see there. */
import { expect } from 'vitest';
import { z } from 'zod';
import type { SandboxMessage, SlackBlock } from '../../sandbox/slack/slack-records.ts';
import { messageText, type SlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { channelId } from './usher-under-test.ts';

/** The message that shows this person, once the channel has it; `words` may narrow it down to what is said about them. */
export function messageWith(slack: SlackSandbox, ...words: string[]): Promise<SandboxMessage> {
  const wanted = words.map((word) => `"${word}"`).join(' and ');
  return slack.until(`a message with ${wanted}`, () => findMessage(slack, ...words), 15_000);
}

export function findMessage(slack: SlackSandbox, ...words: string[]): SandboxMessage | undefined {
  return messagesWith(slack, ...words)[0];
}

/** Every message of the channel that says all of this, oldest first. */
export function messagesWith(slack: SlackSandbox, ...words: string[]): SandboxMessage[] {
  return slack.channel(channelId).messages.filter((message) => {
    const text = messageText(message);
    return words.every((word) => text.includes(word));
  });
}

/** The whole message, one line for each block. */
export function textOf(message: SandboxMessage): string {
  return messageText(message);
}

/** What is said about one person: their row and the buttons below it. */
export function rowOf(message: SandboxMessage, name: string): string {
  return messageText({ text: '', blocks: rowBlocks(message, name) });
}

/** A row that says this about the person, once the channel shows it; answers with the row. */
export function rowWith(slack: SlackSandbox, name: string, ...words: string[]): Promise<string> {
  const said = words.map((word) => `"${word}"`).join(' and ');
  return slack.until(
    `${name}'s row says ${said}`,
    () =>
      messagesWith(slack, name)
        .map((message) => rowOf(message, name))
        .find((row) => words.every((word) => row.includes(word))),
    15_000,
  );
}

function rowBlocks({ blocks }: SandboxMessage, name: string): readonly SlackBlock[] {
  const at = blocks.findIndex(
    (block) => block.type === 'rich_text' && messageText({ text: '', blocks: [block] }).includes(name),
  );
  const next = blocks[at + 1];
  return blocks.slice(at, next?.type === 'actions' && !next.block_id.startsWith('all-') ? at + 2 : at + 1);
}

/** Clicks a button of one person's row, as it is on screen now. */
export async function clickFor(slack: SlackSandbox, userId: string, name: string, actionId: string) {
  const message = await messageWith(slack, name);
  const value = valueFor(message, name, actionId);
  return slack.as(userId).click({ channelId, ts: message.ts }, { actionId, value });
}

const withButtons = z.object({
  elements: z.array(z.object({ action_id: z.string().optional(), value: z.string().optional() })).default([]),
});

/** What the button in the person's row carries; throws when there is no such button now. */
export function valueFor(message: SandboxMessage, name: string, actionId: string): string {
  const row = rowBlocks(message, name).at(-1);
  const button = withButtons.safeParse(row).data?.elements.find((element) => element.action_id === actionId);
  if (!button?.value) throw new Error(`no button "${actionId}" for ${name} in:\n${messageText(message)}`);
  return button.value;
}

/** What only this person is told, newest last. */
export function toldTo(slack: SlackSandbox, userId: string): string[] {
  return slack.ephemerals(userId).map(messageText);
}

/** The last private word to this person, once it says this. */
export function told(slack: SlackSandbox, userId: string, ...words: string[]): Promise<string> {
  return slack.until(
    `${userId} is told ${words.join(' and ')}`,
    () => toldTo(slack, userId).findLast((text) => words.every((word) => text.includes(word))),
    10_000,
  );
}

const drawn = z.object({ text: z.string(), blocks: z.array(z.looseObject({ type: z.string() })) });

/** Every version of every message that Slack was given, oldest first, with the way it went. */
export function versions(slack: SlackSandbox): { at: Date; method: string; text: string; all: string }[] {
  const ways = ['chat.postMessage', 'chat.update', 'response_url'];
  return slack.calls.flatMap((call) => {
    const given = drawn.safeParse(call.arguments).data;
    if (!given || !call.ok || !ways.includes(call.method)) return [];
    const blocks = given.blocks.map((block) => ({ ...block, block_id: '' }));
    const { at, method } = call;
    return [{ at, method, text: given.text, all: `${given.text}\n${messageText({ text: '', blocks })}` }];
  });
}

/** The modal on top of this person's screen, once it shows this. */
export function modalWith(slack: SlackSandbox, userId: string, ...words: string[]) {
  return slack.until(
    `${userId} sees a modal with ${words.join(' and ')}`,
    () => {
      const view = slack.views(userId).at(-1);
      const text = view && `${view.title}\n${messageText({ text: '', blocks: view.blocks })}`;
      return view && text && words.every((word) => text.includes(word)) ? { view, text } : undefined;
    },
    10_000,
  );
}

/** Nobody was answered 429, and no message of ours was refused. */
export function expectNoRefusedCalls(slack: SlackSandbox): void {
  expect(slack.calls.filter((call) => !call.ok)).toEqual([]);
}
