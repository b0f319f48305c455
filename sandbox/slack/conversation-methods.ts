/** conversations.*: what channels there are, who is in them, and what was said. */
import { z } from 'zod';
import { world } from '../world.ts';
import { directChannelId, wireMessage } from './channel-messages.ts';
import { type RateLimit, tier2, tier3, tier4 } from './rate-limits.ts';
import type { SandboxChannel, SandboxMessage } from './slack-records.ts';
import { countArgument, flagArgument, WebApiRefusal, webApiMethod } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

const readScopes = ['channels:read', 'groups:read'];
const historyScopes = ['channels:history', 'groups:history'];

/** A private channel without the bot does not exist for it. Throws WebApiRefusal. */
function visibleChannel(workspace: Workspace, id: string): SandboxChannel {
  const channel = workspace.channels.get(id);
  if (channel === undefined || (channel.isPrivate && !channel.isBotMember))
    throw new WebApiRefusal('channel_not_found');
  return channel;
}

function wireChannel(channel: SandboxChannel): Record<string, unknown> {
  const isDirect = channel.directWith !== undefined;
  return {
    id: channel.id,
    ...(isDirect
      ? { user: channel.directWith }
      : { name: channel.name, num_members: channel.members.length }),
    is_channel: !isDirect && !channel.isPrivate,
    is_group: !isDirect && channel.isPrivate,
    is_im: isDirect,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_member: channel.isBotMember,
  };
}

const page = { limit: countArgument.max(999).default(100), cursor: z.string().default('') };

/** One page of a list; the cursor is the number of items before it. */
function pageOf<T>(items: readonly T[], given: { limit: number; cursor: string }) {
  const start = given.cursor === '' ? 0 : Number(Buffer.from(given.cursor, 'base64url').toString());
  if (!Number.isInteger(start)) throw new WebApiRefusal('invalid_cursor');
  const end = start + given.limit;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : '';
  return {
    items: items.slice(start, end),
    more: { response_metadata: { next_cursor: next } },
    hasMore: next !== '',
  };
}

function messagesMethod(limit: RateLimit, shape: { isThread: boolean }) {
  return webApiMethod({
    scopes: historyScopes,
    limit,
    arguments: z.object({
      ...page,
      channel: z.string(),
      ts: z.string().optional(),
      oldest: z.coerce.number().default(0),
      latest: z.coerce.number().default(Number.POSITIVE_INFINITY),
      inclusive: flagArgument.default(false),
      include_all_metadata: flagArgument.default(false),
    }),
    answer: (workspace, given) => {
      const channel = visibleChannel(workspace, given.channel);
      if (!channel.isBotMember) throw new WebApiRefusal('not_in_channel');
      const isWithin = ({ ts }: SandboxMessage) =>
        given.inclusive
          ? Number(ts) >= given.oldest && Number(ts) <= given.latest
          : Number(ts) > given.oldest && Number(ts) < given.latest;
      const messages = shape.isThread
        ? channel.messages.filter((message) => message.ts === given.ts || message.threadTs === given.ts)
        : channel.messages.filter((message) => message.threadTs === undefined).reverse();
      if (shape.isThread && messages.length === 0) throw new WebApiRefusal('thread_not_found');
      const { items, more, hasMore } = pageOf(messages.filter(isWithin), given);
      return {
        messages: items.map((message) => wireMessage(message, given.include_all_metadata)),
        has_more: hasMore,
        ...more,
      };
    },
  });
}

export const conversationMethods = {
  'conversations.info': webApiMethod({
    scopes: readScopes,
    limit: tier3,
    arguments: z.object({ channel: z.string() }),
    answer: (workspace, given) => ({ channel: wireChannel(visibleChannel(workspace, given.channel)) }),
  }),

  'conversations.list': webApiMethod({
    scopes: readScopes,
    limit: tier2,
    arguments: z.object({
      ...page,
      types: z.string().default('public_channel'),
      exclude_archived: flagArgument.default(false),
    }),
    answer: (workspace, given) => {
      const types = given.types.split(',').map((type) => type.trim());
      const channels = [...workspace.channels.values()].filter((channel) => {
        const type =
          channel.directWith !== undefined ? 'im' : channel.isPrivate ? 'private_channel' : 'public_channel';
        const isVisible = !channel.isPrivate || channel.isBotMember;
        return types.includes(type) && isVisible && !(given.exclude_archived && channel.isArchived);
      });
      const { items, more } = pageOf(channels, given);
      return { channels: items.map(wireChannel), ...more };
    },
  }),

  'conversations.members': webApiMethod({
    scopes: readScopes,
    limit: tier4,
    arguments: z.object({ ...page, channel: z.string() }),
    answer: (workspace, given) => {
      const channel = visibleChannel(workspace, given.channel);
      const bot = channel.isBotMember ? [world.slack.botUserId] : [];
      const { items, more } = pageOf([...channel.members, ...bot], given);
      return { members: items, ...more };
    },
  }),

  'conversations.join': webApiMethod({
    scopes: ['channels:join'],
    limit: tier3,
    arguments: z.object({ channel: z.string() }),
    answer: (workspace, given) => {
      const channel = visibleChannel(workspace, given.channel);
      if (channel.isArchived) throw new WebApiRefusal('is_archived');
      if (channel.isPrivate) throw new WebApiRefusal('method_not_supported_for_channel_type');
      const joined = { ...channel, isBotMember: true };
      workspace.channels.set(channel.id, joined);
      workspace.changed();
      return { channel: wireChannel(joined) };
    },
  }),

  'conversations.open': webApiMethod({
    scopes: ['im:write'],
    limit: tier3,
    arguments: z.object({ users: z.string() }),
    answer: (workspace, given) => {
      if (!workspace.people.has(given.users)) throw new WebApiRefusal('user_not_found');
      return { channel: { id: directChannelId(workspace, given.users) } };
    },
  }),

  'conversations.history': messagesMethod(tier3, { isThread: false }),
  'conversations.replies': messagesMethod(tier3, { isThread: true }),
};
