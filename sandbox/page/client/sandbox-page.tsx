/** The whole page: Slack on the left, the outside world on the right. */
import { useEffect, useMemo } from 'preact/hooks';
import type { PageState } from '../page-state.ts';
import { askServer } from './ask-server.ts';
import { useChosenPerson } from './chosen-person.ts';
import { ConfirmProvider } from './elements/confirm-dialog.tsx';
import { useLiveState } from './live-state.ts';
import { useNotices } from './notices.ts';
import { EventsPanel } from './outside/events-panel.tsx';
import { MailPanel } from './outside/mail-panel.tsx';
import { MarketoPanel } from './outside/marketo-panel.tsx';
import { On24Panel } from './outside/on24-panel.tsx';
import { type Directory, PageProvider } from './page-context.ts';
import { PersonSwitch } from './person-switch.tsx';
import { SandboxTime } from './sandbox-time.tsx';
import { SlackWindow } from './slack/slack-window.tsx';

export function SandboxPage() {
  const { state, isConnected } = useLiveState();
  if (state === undefined) {
    return (
      <p class="waiting" role="status">
        {isConnected ? 'One moment…' : 'The sandbox does not answer. Start it with npm run demo.'}
      </p>
    );
  }
  return <LivePage state={state} isConnected={isConnected} />;
}

function LivePage({ state, isConnected }: { state: PageState; isConnected: boolean }) {
  const { people } = state.slack;
  const [viewerId, choosePerson] = useChosenPerson(people[0]?.id ?? '');
  const [notice, notify] = useNotices();
  const directory = useDirectory(state.slack);
  const { clockAheadMs } = state;
  const page = useMemo(
    () => ({ viewerId, directory, clockAheadMs, notify }),
    [viewerId, directory, clockAheadMs, notify],
  );
  useEffect(() => {
    void askServer('slack/reload', { personId: viewerId });
    // Only loading the page makes ephemeral messages vanish; another person's come back with that person.
  }, []);

  return (
    <PageProvider value={page}>
      <ConfirmProvider>
        <header class="top">
          <h1>
            Usher <span>sandbox</span>
          </h1>
          <PersonSwitch people={people} personId={viewerId} onChange={choosePerson} />
          <SandboxTime />
        </header>
        {!isConnected && (
          <p class="gone" role="alert">
            The sandbox has ended. Start it again with npm run demo; this page will find it.
          </p>
        )}
        <main>
          <SlackWindow slack={state.slack} />
          <div class="outside">
            <EventsPanel state={state} />
            <MarketoPanel marketo={state.marketo} />
            <On24Panel on24={state.on24} />
            <MailPanel marketo={state.marketo} />
          </div>
        </main>
        <div class="notice" role="status">
          {notice !== '' && <p>{notice}</p>}
        </div>
      </ConfirmProvider>
    </PageProvider>
  );
}

/** The same object while the names stay the same, so that nothing is drawn again for it. */
function useDirectory({ botUserId, people, groups, channels }: PageState['slack']): Directory {
  const named = {
    botUserId,
    people,
    groups,
    channels: channels.map(({ id, name, directWith }) => ({ id, name, directWith })),
  };
  return useMemo(() => named, [JSON.stringify(named)]);
}
