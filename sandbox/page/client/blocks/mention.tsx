/** A person, group or channel by its name; an id that nobody has is shown as it is. */
import { usePage } from '../page-context.ts';

export function Mention({ kind, id }: { kind: 'user' | 'group' | 'channel' | 'broadcast'; id: string }) {
  const { directory, viewerId } = usePage();
  const names = {
    user: () =>
      id === directory.botUserId
        ? '@Usher'
        : `@${directory.people.find((person) => person.id === id)?.realName ?? id}`,
    group: () => `@${directory.groups.find((group) => group.id === id)?.handle ?? id}`,
    channel: () => `#${directory.channels.find((channel) => channel.id === id)?.name ?? id}`,
    broadcast: () => `@${id}`,
  };
  const isLoud = id === viewerId || kind === 'broadcast';
  return <span class={isLoud ? 'mention mention-loud' : 'mention'}>{names[kind]()}</span>;
}
