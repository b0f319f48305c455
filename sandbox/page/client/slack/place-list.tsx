/** Slack's sidebar: channels, and the app with its Home and its direct messages. */
import type { PageState } from '../../page-state.ts';

export interface Place {
  readonly id: string;
  readonly kind: 'channel' | 'home' | 'direct';
  readonly title: string;
}

export function placesOf({ channels }: PageState['slack'], personId: string): Place[] {
  return [
    ...channels
      .filter(({ directWith }) => directWith === undefined)
      .map(({ id, name }) => ({ id, kind: 'channel', title: `#${name}` }) as const),
    { id: 'home', kind: 'home', title: 'Usher' },
    ...channels
      .filter(({ directWith, messages }) => directWith === personId && messages.length > 0)
      .map(({ id }) => ({ id, kind: 'direct', title: 'Messages from Usher' }) as const),
  ];
}

interface PlaceListProps {
  readonly team: string;
  readonly places: readonly Place[];
  readonly openId: string;
  readonly onOpen: (id: string) => void;
}

export function PlaceList({ team, places, openId, onOpen }: PlaceListProps) {
  const channels = places.filter(({ kind }) => kind === 'channel');
  const apps = places.filter(({ kind }) => kind !== 'channel');
  const group = (title: string, listed: readonly Place[]) => (
    <div class="places-group">
      <h3>{title}</h3>
      <ul>
        {listed.map(({ id, title: name, kind }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === openId ? 'page' : undefined}
              onClick={() => onOpen(id)}
            >
              {kind === 'home' ? 'Usher Home' : name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <nav class="places" aria-label="Places in Slack">
      <p class="team">{team}</p>
      {group('Channels', channels)}
      {group('Apps', apps)}
    </nav>
  );
}
