/** A channel's messages, oldest first, with the days between them; stays at the newest while one reads there. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShownMessage } from '../../page-state.ts';
import { slackDate } from '../blocks/slack-date.ts';
import { useNow } from '../page-context.ts';
import { MessageView } from './message-view.tsx';

export interface ListedMessage extends ShownMessage {
  readonly isEphemeral: boolean;
}

/** Messages of one author that follow within this time stand under one name. */
const togetherSeconds = 300;
const nearBottomPx = 80;

interface MessageListProps {
  readonly title: string;
  readonly messages: readonly ListedMessage[];
  readonly onDismiss: (ts: string) => void;
}

export function MessageList({ title, messages, onDismiss }: MessageListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [isAtBottom, setAtBottom] = useState(true);
  const now = useNow();
  const newest = messages.at(-1)?.ts;
  const toBottom = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  useLayoutEffect(() => {
    if (isAtBottom) toBottom();
  });
  useEffect(() => {
    setAtBottom(true);
    toBottom();
  }, [title]);
  const look = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = list.current ?? {};
    setAtBottom(scrollHeight - scrollTop - clientHeight < nearBottomPx);
  };

  return (
    <div class="messages-frame">
      <div ref={list} class="messages" role="log" aria-label={`Messages in ${title}`} onScroll={look}>
        {messages.length === 0 && <p class="nothing">Nothing has been said here yet.</p>}
        {messages.map((message, index) => {
          const before = messages[index - 1];
          const day = dayOf(message, now);
          const isNewDay = before === undefined || dayOf(before, now) !== day;
          return (
            <div key={message.ts}>
              {isNewDay && (
                <div class="day">
                  <span>{day}</span>
                </div>
              )}
              <MessageView
                message={message}
                isFollowUp={!isNewDay && isTogether(before, message)}
                onDismiss={() => onDismiss(message.ts)}
              />
            </div>
          );
        })}
      </div>
      {!isAtBottom && newest !== undefined && (
        <button type="button" class="to-newest" onClick={toBottom}>
          To the newest
        </button>
      )}
    </div>
  );
}

function dayOf({ ts }: ShownMessage, now: Date): string {
  return slackDate(new Date(Number(ts) * 1_000), '{date_long_pretty}', { now });
}

function isTogether(before: ListedMessage | undefined, message: ListedMessage): boolean {
  return (
    before !== undefined &&
    // What the bot posts in blocks is a thing of its own, and reads better under its own name.
    message.blocks.length === 0 &&
    before.userId === message.userId &&
    before.isEphemeral === message.isEphemeral &&
    Number(message.ts) - Number(before.ts) < togetherSeconds
  );
}
