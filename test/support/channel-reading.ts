/** What a person sees in the channel, as text to look for. */
import { messageText, type SlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import type { SandboxMessage } from '../../sandbox/slack/slack-records.ts';
import { channelId } from './usher-under-test.ts';

/** The message that shows this person, once the channel has it; `words` may narrow it down to what is said about them. */
export function messageWith(slack: SlackSandbox, ...words: string[]): Promise<SandboxMessage> {
  return slack.until(`a message with ${words.map((word) => `"${word}"`).join(' and ')}`, () => findMessage(slack, ...words), 15_000);
}

export function findMessage(slack: SlackSandbox, ...words: string[]): SandboxMessage | undefined {
  return slack.channel(channelId).messages.find((message) => {
    const text = messageText(message);
    return words.every((word) => text.includes(word));
  });
}

/** The blocks that belong to one person's row, as text. */
export function textOf(message: SandboxMessage): string {
  return messageText(message);
}

/** Clicks a button of one person's row, as it is on screen now. */
export async function clickFor(slack: SlackSandbox, userId: string, name: string, actionId: string) {
  const message = await messageWith(slack, name);
  const value = valueFor(message, name, actionId);
  return slack.as(userId).click({ channelId, ts: message.ts }, { actionId, value });
}

/** The value of the button in the actions block that follows the row which names the person. */
export function valueFor(message: SandboxMessage, name: string, actionId: string): string {
  const blocks = message.blocks as { type: string; elements?: { action_id?: string; value?: string }[] }[];
  const row = blocks.findIndex((block) => JSON.stringify(block).includes(name) && block.type === 'rich_text');
  const button = blocks[row + 1]?.elements?.find((element) => element.action_id === actionId);
  if (!button?.value) throw new Error(`no button "${actionId}" for ${name} in:\n${messageText(message)}`);
  return button.value;
}
