/** chat.*: posting, updating, deleting, and what only one person sees. */
import { z } from 'zod';
import { world } from '../world.ts';
import {
  addEphemeral,
  addMessage,
  directChannelId,
  findMessage,
  removeMessage,
  replaceMessage,
  wireMessage,
} from './channel-messages.ts';
import { checkedContent } from './message-content.ts';
import { tier3, tier4, unlisted } from './rate-limits.ts';
import type { SandboxChannel, SandboxMessage } from './slack-records.ts';
import { blocksArgument, WebApiRefusal, webApiMethod } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

/** An empty object takes the metadata away. */
const metadataArgument = z.union([
  z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) }),
  z.strictObject({}).transform(() => undefined),
]);
const content = {
  channel: z.string(),
  text: z.string().optional(),
  blocks: blocksArgument.optional(),
  attachments: z.array(z.unknown()).optional(),
  thread_ts: z.string().optional(),
};

/** The channel if the bot may write there; a person's id means their direct messages. Throws WebApiRefusal. */
export function writableChannel(workspace: Workspace, channelId: string): SandboxChannel {
  const id = workspace.people.has(channelId) ? directChannelId(workspace, channelId) : channelId;
  const channel = workspace.channels.get(id);
  if (channel === undefined) throw new WebApiRefusal('channel_not_found');
  if (!channel.isBotMember)
    throw new WebApiRefusal(channel.isPrivate ? 'channel_not_found' : 'not_in_channel');
  if (channel.isArchived) throw new WebApiRefusal('is_archived');
  return channel;
}

function ownMessage(workspace: Workspace, channelId: string, ts: string, refusal: string): SandboxMessage {
  const message = findMessage(workspace, channelId, ts);
  if (message === undefined) throw new WebApiRefusal('message_not_found');
  if (message.userId !== world.slack.botUserId) throw new WebApiRefusal(refusal);
  return message;
}

function refuseEmpty(given: {
  text?: string | undefined;
  blocks?: unknown[] | undefined;
  attachments?: unknown[] | undefined;
}): void {
  const isEmpty = !given.text && !given.blocks?.length && !given.attachments?.length;
  if (isEmpty) throw new WebApiRefusal('no_text');
}

export const chatMethods = {
  'chat.postMessage': webApiMethod({
    scopes: ['chat:write'],
    limit: unlisted,
    arguments: z.object({ ...content, metadata: metadataArgument.optional() }),
    answer: (workspace, given) => {
      const channel = writableChannel(workspace, given.channel);
      refuseEmpty(given);
      const checked = checkedContent(workspace, given, 'post');
      const message = addMessage(workspace, channel.id, {
        text: checked.text ?? '',
        blocks: checked.blocks ?? [],
        metadata: given.metadata,
        threadTs: given.thread_ts,
      });
      return { channel: channel.id, ts: message.ts, message: wireMessage(message, true) };
    },
  }),

  'chat.update': webApiMethod({
    scopes: ['chat:write'],
    limit: tier3,
    arguments: z.object({ ...content, ts: z.string(), metadata: metadataArgument.optional() }),
    answer: (workspace, given) => {
      const channel = writableChannel(workspace, given.channel);
      // A direct message is reached by its D... id only.
      if (channel.id !== given.channel) throw new WebApiRefusal('channel_not_found');
      const before = ownMessage(workspace, channel.id, given.ts, 'cant_update_message');
      if (given.text === undefined && given.blocks === undefined && !('metadata' in given))
        refuseEmpty(given);
      const checked = checkedContent(workspace, given, 'update');
      const message = replaceMessage(workspace, {
        ...before,
        text: checked.text ?? before.text,
        // Text alone takes the blocks away: https://docs.slack.dev/reference/methods/chat.update
        blocks: checked.blocks ?? (checked.text === undefined ? before.blocks : []),
        metadata: 'metadata' in given ? given.metadata : before.metadata,
        isMarkedEdited: before.isMarkedEdited || checked.blocks === undefined,
      });
      return { channel: channel.id, ts: message.ts, text: message.text, message: wireMessage(message, true) };
    },
  }),

  'chat.delete': webApiMethod({
    scopes: ['chat:write'],
    limit: tier3,
    arguments: z.object({ channel: z.string(), ts: z.string() }),
    answer: (workspace, given) => {
      const channel = writableChannel(workspace, given.channel);
      const message = ownMessage(workspace, channel.id, given.ts, 'cant_delete_message');
      removeMessage(workspace, channel.id, message.ts);
      return { channel: channel.id, ts: message.ts };
    },
  }),

  'chat.postEphemeral': webApiMethod({
    scopes: ['chat:write'],
    limit: tier4,
    arguments: z.object({ ...content, user: z.string() }),
    answer: (workspace, given) => {
      const channel = writableChannel(workspace, given.channel);
      if (!channel.members.includes(given.user)) throw new WebApiRefusal('user_not_in_channel');
      refuseEmpty(given);
      const checked = checkedContent(workspace, given, 'post');
      const ephemeral = addEphemeral(
        workspace,
        { channelId: channel.id, userId: given.user },
        { text: checked.text ?? '', blocks: checked.blocks ?? [] },
      );
      return { message_ts: ephemeral.ts };
    },
  }),

  'chat.getPermalink': webApiMethod({
    limit: unlisted,
    arguments: z.object({ channel: z.string(), message_ts: z.string() }),
    answer: (workspace, given) => {
      const channel = workspace.channels.get(given.channel);
      if (channel === undefined) throw new WebApiRefusal('channel_not_found');
      if (findMessage(workspace, channel.id, given.message_ts) === undefined)
        throw new WebApiRefusal('message_not_found');
      const path = `archives/${channel.id}/p${given.message_ts.replace('.', '')}`;
      return { channel: channel.id, permalink: `https://${world.slack.teamDomain}.slack.com/${path}` };
    },
  }),
};
