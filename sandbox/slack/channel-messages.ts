/** Posting, editing and deleting in a channel, whoever asks for it; nothing is checked here. */
import { world } from '../world.ts';
import type { MessageMetadata, SandboxEphemeral, SandboxMessage, SlackBlock } from './slack-records.ts';
import type { Workspace } from './workspace.ts';

export interface MessageDraft {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly userId?: string;
  readonly metadata?: MessageMetadata | undefined;
  readonly threadTs?: string | undefined;
}

export function findMessage(workspace: Workspace, channelId: string, ts: string): SandboxMessage | undefined {
  return workspace.channels.get(channelId)?.messages.find((message) => message.ts === ts);
}

/** Throws when there is no such channel. */
export function addMessage(workspace: Workspace, channelId: string, draft: MessageDraft): SandboxMessage {
  const channel = workspace.channels.get(channelId);
  if (channel === undefined) throw new Error(`the sandbox has no channel ${channelId}`);
  const message: SandboxMessage = {
    ts: workspace.nextTs(),
    channelId,
    userId: draft.userId ?? world.slack.botUserId,
    text: draft.text,
    blocks: draft.blocks,
    metadata: draft.metadata,
    threadTs: draft.threadTs,
    edits: 0,
    isMarkedEdited: false,
  };
  workspace.channels.set(channelId, { ...channel, messages: [...channel.messages, message] });
  workspace.changed();
  return message;
}

/** Puts `message` in the place of the one with its ts, as one edit more. */
export function replaceMessage(workspace: Workspace, message: SandboxMessage): SandboxMessage {
  const edited = { ...message, edits: message.edits + 1 };
  const channel = workspace.channels.get(message.channelId);
  if (channel !== undefined) {
    const messages = channel.messages.map((other) => (other.ts === message.ts ? edited : other));
    workspace.channels.set(channel.id, { ...channel, messages });
  }
  workspace.changed();
  return edited;
}

export function removeMessage(workspace: Workspace, channelId: string, ts: string): void {
  const channel = workspace.channels.get(channelId);
  if (channel === undefined) return;
  const messages = channel.messages.filter((message) => message.ts !== ts);
  workspace.channels.set(channelId, { ...channel, messages });
  workspace.changed();
}

export function addEphemeral(
  workspace: Workspace,
  place: { readonly channelId: string; readonly userId: string },
  content: { readonly text: string; readonly blocks: readonly SlackBlock[] },
): SandboxEphemeral {
  const ephemeral = {
    ts: workspace.nextTs(),
    channelId: place.channelId,
    userId: place.userId,
    text: content.text,
    blocks: content.blocks,
  };
  workspace.ephemerals = [...workspace.ephemerals, ephemeral];
  workspace.changed();
  return ephemeral;
}

/** The person's channel with the bot, made on first use. */
export function directChannelId(workspace: Workspace, userId: string): string {
  const existing = [...workspace.channels.values()].find((channel) => channel.directWith === userId);
  if (existing !== undefined) return existing.id;
  const id = `D0${userId.slice(1)}`;
  workspace.channels.set(id, {
    id,
    name: `direct message with ${userId}`,
    isPrivate: true,
    isArchived: false,
    isBotMember: true,
    directWith: userId,
    members: [userId],
    messages: [],
  });
  return id;
}

/** The message as the Web API and payloads carry it. */
export function wireMessage(message: SandboxMessage, withMetadata = false): Record<string, unknown> {
  const isBot = message.userId === world.slack.botUserId;
  return {
    type: 'message',
    user: message.userId,
    ...(isBot ? { bot_id: world.slack.botId, app_id: world.slack.appId } : {}),
    team: world.slack.teamId,
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
    ...(message.isMarkedEdited ? { edited: { user: message.userId, ts: message.ts } } : {}),
  };
}
