/** Slack's Web API as background jobs use it: no retries of its own, a time limit, failures sorted by remedy. */
import type { KnownBlock } from '@slack/types';
import { type ConversationsHistoryResponse, WebClient } from '@slack/web-api';
import { slackFailure } from './slack-failure.ts';

export interface PostedMessage {
  text: string;
  blocks: KnownBlock[];
}

export interface SentFile {
  /** With its ending, such as `people.csv`. */
  name: string;
  title: string;
  content: string;
  comment: string;
}

/** The permission to make a call of a kind now; throws a throttled `OutsideFailure` when the shared budget is used up. */
export type SlackBudget = (method: 'chat.postMessage' | 'chat.update', channelId: string) => Promise<void>;

export interface SlackOutbox {
  /** Posts a message that carries our message id in its metadata; returns its `ts`. */
  post(channelId: string, messageId: number, message: PostedMessage, threadTs?: string): Promise<string>;
  /** The `ts` of the message that carries our id, if the channel holds it since then. */
  findPosted(
    channelId: string,
    messageId: number,
    since: Date,
    threadTs?: string,
  ): Promise<string | undefined>;
  update(channelId: string, ts: string, message: PostedMessage): Promise<void>;
  /** Repaints the message of a click through that click's response_url. */
  replaceThroughResponse(responseUrl: string, message: PostedMessage): Promise<void>;
  /** Says something to one person in a channel; nobody else sees it. `text` is mrkdwn of ours. */
  postPrivately(channelId: string, userId: string, text: string): Promise<void>;
  /** Sends a file to one person in their direct messages. `comment` is mrkdwn of ours. */
  sendFile(userId: string, file: SentFile): Promise<void>;
  groupMembers(groupId: string): Promise<string[]>;
  /** Throws when the token is not taken or Slack does not answer. `scopes` are those granted, where Slack tells them. */
  checkToken(): Promise<{ botUserId: string; team: string; scopes?: string[] | undefined }>;
  /** A channel as the bot sees it. */
  lookAtChannel(channelId: string): Promise<SeenChannel>;
  /** Whether the bot is in the channel; joins a public one. */
  joinChannel(channelId: string): Promise<SeenChannel>;
}

export interface SeenChannel {
  name: string;
  isMember: boolean;
  isArchived: boolean;
  isPrivate: boolean;
}

const messageEvent = 'usher_message';
const historyPages = 5;

export function createSlackOutbox(options: {
  token: string;
  slackApiUrl: string;
  budget: SlackBudget;
  timeoutMs?: number;
}): SlackOutbox {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const client = new WebClient(options.token, {
    slackApiUrl: options.slackApiUrl,
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
  });

  const call = async <Result>(operation: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw slackFailure(operation, error, [options.token]);
    }
  };

  const lookAtChannel = async (channelId: string): Promise<SeenChannel> => {
    const { channel } = await call('look at the channel', () =>
      client.conversations.info({ channel: channelId }),
    );
    return {
      name: channel?.name ?? channelId,
      isMember: channel?.is_member ?? false,
      isArchived: channel?.is_archived ?? false,
      isPrivate: channel?.is_private ?? false,
    };
  };

  return {
    lookAtChannel,

    async post(channelId, messageId, { text, blocks }, threadTs) {
      await options.budget('chat.postMessage', channelId);
      const posted = await call('post a message', () =>
        client.chat.postMessage({
          channel: channelId,
          text,
          blocks,
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: messageEvent, event_payload: { message_id: messageId } },
        }),
      );
      if (!posted.ts) throw new Error('Slack posted a message without telling its ts');
      return posted.ts;
    },

    async findPosted(channelId, messageId, since, threadTs) {
      let cursor: string | undefined;
      for (let page = 0; page < historyPages; page++) {
        const where = {
          channel: channelId,
          oldest: String(since.getTime() / 1000),
          include_all_metadata: true,
          limit: 200,
          ...(cursor ? { cursor } : {}),
        };
        // A channel's history leaves out what was said in threads.
        const history: ConversationsHistoryResponse = await call('read the channel history', () =>
          threadTs === undefined
            ? client.conversations.history(where)
            : client.conversations.replies({ ...where, ts: threadTs }),
        );
        const found = history.messages?.find((message) => carries(message.metadata, messageId));
        if (found?.ts) return found.ts;
        cursor = history.response_metadata?.next_cursor;
        if (!cursor) return undefined;
      }
      return undefined;
    },

    async update(channelId, ts, { text, blocks }) {
      await options.budget('chat.update', channelId);
      await call('update a message', () => client.chat.update({ channel: channelId, ts, text, blocks }));
    },

    async replaceThroughResponse(responseUrl, { text, blocks }) {
      await call('answer a click', async () => {
        const response = await fetch(responseUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ replace_original: true, text, blocks }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`the response_url answered ${response.status}`);
      });
    },

    async postPrivately(channelId, userId, text) {
      await call('say something privately', () =>
        client.chat.postEphemeral({ channel: channelId, user: userId, text }),
      );
    },

    async sendFile(userId, { name, title, content, comment }) {
      const direct = await call('open the direct messages', () =>
        client.conversations.open({ users: userId }),
      );
      const channelId = direct.channel?.id;
      if (!channelId) throw new Error('Slack opened direct messages without telling which');
      await call('send a file', () =>
        client.files.uploadV2({
          channel_id: channelId,
          filename: name,
          title,
          content,
          initial_comment: comment,
        }),
      );
    },

    async groupMembers(groupId) {
      const answer = await call('read a user group', () =>
        client.usergroups.users.list({ usergroup: groupId }),
      );
      return answer.users ?? [];
    },

    async checkToken() {
      const answer = await call('check the bot token', () => client.auth.test());
      const { user_id: botUserId = '', team = '', response_metadata: told } = answer;
      return { botUserId, team, scopes: told?.scopes };
    },

    async joinChannel(channelId) {
      const seen = await lookAtChannel(channelId);
      if (seen.isMember || seen.isArchived || seen.isPrivate) return seen;
      await call('join the channel', () => client.conversations.join({ channel: channelId }));
      return { ...seen, isMember: true };
    },
  };
}

function carries(metadata: unknown, messageId: number): boolean {
  if (typeof metadata !== 'object' || metadata === null) return false;
  const { event_type: eventType, event_payload: payload } = metadata as {
    event_type?: unknown;
    event_payload?: unknown;
  };
  if (eventType !== messageEvent || typeof payload !== 'object' || payload === null) return false;
  return Number((payload as { message_id?: unknown }).message_id) === messageId;
}
