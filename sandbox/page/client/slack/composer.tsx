/** Where a person writes a message or a slash command. */
import { useState } from 'preact/hooks';
import { askServer } from '../ask-server.ts';
import { WarningMark } from '../elements/warning-mark.tsx';
import { usePage } from '../page-context.ts';

export function Composer({ channelId, title }: { channelId: string; title: string }) {
  const { viewerId } = usePage();
  const [text, setText] = useState('');
  const [warning, setWarning] = useState<string>();
  const send = async () => {
    const said = text.trim();
    if (said === '') return;
    setWarning(undefined);
    setText('');
    const answer = await askServer('slack/say', { personId: viewerId, channelId, text: said });
    if (answer.ok) return;
    setWarning(answer.warning);
    setText(said);
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <WarningMark warning={warning} />
      <div class="composer-box">
        <input
          type="text"
          aria-label={`Message ${title}`}
          placeholder={`Message ${title}, or /webinar help`}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="send" aria-label="Send" disabled={text.trim() === ''}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 2.2 14.4 8 2 13.8 3.8 8.8 9 8 3.8 7.2z" />
          </svg>
        </button>
      </div>
    </form>
  );
}
