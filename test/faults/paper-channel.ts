/** A Slack channel on paper: it keeps what each message shows last, and answers at once. */
import type { KnownBlock } from '@slack/types';
import type { PostedMessage, SlackOutbox } from '../../src/outside/slack/slack-outbox.ts';

export interface PaperChannel {
  slack: SlackOutbox;
  /** What our message shows; nothing when it was never posted. */
  shows(messageId: number): PostedMessage | undefined;
}

export function paperChannel(): PaperChannel {
  const sheets = new Map<string, PostedMessage>();
  const timesOf = new Map<number, string>();
  const nobodyAsks = (): never => {
    throw new Error('nothing in these tests asks Slack for that');
  };
  return {
    shows: (messageId) => sheets.get(timesOf.get(messageId) ?? ''),
    slack: {
      async post(_channelId, messageId, message) {
        if (timesOf.has(messageId)) throw new Error(`message ${messageId} was posted twice`);
        const ts = `${1_700_000_000 + timesOf.size}.000100`;
        timesOf.set(messageId, ts);
        sheets.set(ts, message);
        return ts;
      },
      findPosted: async (_channelId, messageId) => timesOf.get(messageId),
      async update(_channelId, ts, message) {
        if (!sheets.has(ts)) throw new Error(`no message has the ts ${ts}`);
        sheets.set(ts, message);
      },
      replaceThroughResponse: nobodyAsks,
      postPrivately: nobodyAsks,
      sendFile: nobodyAsks,
      groupMembers: nobodyAsks,
      checkToken: nobodyAsks,
      lookAtChannel: nobodyAsks,
      joinChannel: nobodyAsks,
    },
  };
}

/** The buttons of a message: what each does, and what it carries. */
export function buttonsOf({
  blocks,
}: {
  blocks: readonly KnownBlock[];
}): { action: string; value: string }[] {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) =>
          element.type === 'button' ? [{ action: element.action_id ?? '', value: element.value ?? '' }] : [],
        )
      : [],
  );
}
