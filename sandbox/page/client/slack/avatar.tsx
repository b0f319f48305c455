/** A square with the first letter of a name, in a colour that belongs to the person. */
import { usePage } from '../page-context.ts';

const colours = ['#8a5a83', '#3f7d8c', '#a8703a', '#5b7a4b'];

export function Avatar({ id, name, isSmall = false }: { id: string; name: string; isSmall?: boolean }) {
  const isBot = name === 'Usher';
  const { people } = usePage().directory;
  const place = people.findIndex((person) => person.id === id);
  const colour = colours[Math.max(0, place) % colours.length];
  return (
    <span
      class={`avatar${isSmall ? ' avatar-small' : ''}${isBot ? ' avatar-bot' : ''}`}
      style={isBot ? {} : { background: colour }}
      aria-hidden="true"
    >
      {name.slice(0, 1)}
    </span>
  );
}
