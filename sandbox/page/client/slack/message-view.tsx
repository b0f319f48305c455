/** One message as Slack shows it: who, when, and its blocks. */
import { useMemo } from 'preact/hooks';
import { BlockList } from '../blocks/block-list.tsx';
import { slackDate } from '../blocks/slack-date.ts';
import { Mrkdwn } from '../blocks/text-view.tsx';
import { useNow, usePage } from '../page-context.ts';
import { SurfaceProvider } from '../surface.ts';
import { Avatar } from './avatar.tsx';
import type { ListedMessage } from './message-list.tsx';
import { messageSurface } from './message-surface.ts';

interface MessageViewProps {
  readonly message: ListedMessage;
  readonly isFollowUp: boolean;
  readonly onDismiss: () => void;
}

export function MessageView({ message, isFollowUp, onDismiss }: MessageViewProps) {
  const { directory, viewerId } = usePage();
  const now = useNow();
  const at = new Date(Number(message.ts) * 1_000);
  const isBot = message.userId === directory.botUserId;
  const author = isBot ? 'Usher' : (directory.people.find(({ id }) => id === message.userId)?.realName ?? '');
  const time = slackDate(at, '{time}', { now });
  // Every change in the sandbox arrives here; a message that stayed the same is not drawn again.
  const content = JSON.stringify([message.text, message.blocks]);
  const body = useMemo(() => <MessageBody message={message} />, [content]);
  const surface = useMemo(
    () => messageSurface(viewerId, message.channelId, message.ts),
    [viewerId, message.channelId, message.ts],
  );

  return (
    <article
      class={`message${isFollowUp ? ' follow-up' : ''}${message.isEphemeral ? ' ephemeral' : ''}`}
      aria-label={`${author}, ${time}`}
    >
      {!isFollowUp && <Avatar id={message.userId} name={author} />}
      <div class="message-words">
        {message.isEphemeral && (
          <p class="ephemeral-note">
            Only visible to you
            <button type="button" class="link" onClick={onDismiss}>
              Dismiss
            </button>
          </p>
        )}
        {!isFollowUp && (
          <p class="byline">
            <b>{author}</b>
            {isBot && <span class="app-mark">App</span>}
            <time dateTime={at.toISOString()} title={at.toLocaleString()}>
              {time}
            </time>
          </p>
        )}
        <SurfaceProvider value={surface}>{body}</SurfaceProvider>
        {message.isMarkedEdited && <small class="edited">(edited)</small>}
      </div>
    </article>
  );
}

function MessageBody({ message }: { message: ListedMessage }) {
  if (message.blocks.length > 0) return <BlockList blocks={message.blocks} />;
  return (
    <p class="text">
      <Mrkdwn source={message.text} />
    </p>
  );
}
