/** Slack as one person sees it: places on the side, the open one beside them, modals above. */
import { useEffect, useState } from 'preact/hooks';
import type { PageState } from '../../page-state.ts';
import { askServer } from '../ask-server.ts';
import { usePage } from '../page-context.ts';
import { Composer } from './composer.tsx';
import { HomeView } from './home-view.tsx';
import { type ListedMessage, MessageList } from './message-list.tsx';
import { ModalView } from './modal-view.tsx';
import { PlaceList, placesOf } from './place-list.tsx';

export function SlackWindow({ slack }: { slack: PageState['slack'] }) {
  const { viewerId } = usePage();
  const [wantedId, setPlaceId] = useState('');
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const places = placesOf(slack, viewerId);
  const place = places.find(({ id }) => id === wantedId) ?? places[0];
  const channel = slack.channels.find(({ id }) => id === place?.id);
  const modals = slack.modals.filter(({ userId }) => userId === viewerId);
  const isHome = place?.kind === 'home';

  useEffect(() => {
    if (isHome) void askServer('slack/home', { personId: viewerId });
  }, [isHome, viewerId]);

  return (
    <section class="slack" aria-label="Slack">
      <PlaceList team={slack.team} places={places} openId={place?.id ?? ''} onOpen={setPlaceId} />
      <div class="place">
        <header class="place-header">
          <h2>{place?.title}</h2>
          {place?.kind === 'channel' && <span>{slack.people.length} people, and Usher</span>}
        </header>
        {isHome && <HomeView view={slack.homes.find(({ userId }) => userId === viewerId)} />}
        {!isHome && channel !== undefined && place !== undefined && (
          <>
            <MessageList
              key={viewerId}
              title={place.title}
              messages={messagesFor(slack, channel.id, viewerId).filter(({ ts }) => !dismissed.includes(ts))}
              onDismiss={(ts) => setDismissed((before) => [...before, ts])}
            />
            <Composer key={channel.id} channelId={channel.id} title={place.title} />
          </>
        )}
      </div>
      {modals.map((view, depth) => (
        <ModalView key={view.id} view={view} depth={depth} isCovered={depth < modals.length - 1} />
      ))}
    </section>
  );
}

/** What everybody sees there, and what only this person does. */
function messagesFor(slack: PageState['slack'], channelId: string, personId: string): ListedMessage[] {
  const channel = slack.channels.find(({ id }) => id === channelId);
  const own = slack.ephemerals.filter(
    (message) => message.channelId === channelId && message.userId === personId,
  );
  return [
    ...(channel?.messages ?? []).map((message) => ({ ...message, isEphemeral: false })),
    // Only the bot whispers here; the record names who hears it.
    ...own.map((message) => ({ ...message, userId: slack.botUserId, isEphemeral: true })),
  ].sort((a, b) => Number(a.ts) - Number(b.ts));
}
