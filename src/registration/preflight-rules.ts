/** What the event's registration page would refuse, known before ON24 is asked; pure. */
import type { RegistrationField } from '../program/webinar.ts';

/**
 * Why the page would not take these values of the registration form, or nothing. The sentence names the field and never
 * the person's value, so that it may stand in a channel, and is the same for all whom it concerns.
 */
export function reasonNotToPush(
  values: Readonly<Record<string, string>>,
  page: readonly RegistrationField[],
  /** Fields of the form that Marketo fills, whether or not this person has a value there. */
  filled: readonly string[],
): string | undefined {
  for (const { name, caption, isRequired, options } of page) {
    const value = values[name]?.trim() ?? '';
    if (value === '' && isRequired) {
      const remedy = filled.includes(name) ? 'Fill it in there' : 'Map a field in the settings';
      return `The registration page of the event requires "${caption}", and Marketo has no value for it. ${remedy}, or make it optional in ON24.`;
    }
    if (value !== '' && options !== null && options.length > 0 && !isListed(value, options)) {
      return `The registration page of the event offers a fixed list for "${caption}", and the value from Marketo is not in it. Correct it in Marketo, or add it to the list in ON24.`;
    }
  }
  return undefined;
}

// How strictly ON24 compares is not documented: what differs by more than its capitals cannot be meant.
function isListed(value: string, options: readonly string[]): boolean {
  const same = (option: string) => option.trim().toLowerCase() === value.toLowerCase();
  return options.some(same);
}

/** Without being looked at again, the page is known well enough for this long. */
export const pageLastsMs = 6 * 60 * 60 * 1000;
const refusesForMs = 10 * 60 * 1000;

/**
 * Whether somebody may be refused on what was read at `readAt`. Whoever is sent again may be sent because the page was
 * mended just now, so that for them it must have been read since.
 */
export function mayRefuse(
  readAt: Date,
  person: { statusAt: Date; wasRefusedBefore: boolean },
  now: Date,
): boolean {
  if (now.getTime() - readAt.getTime() > refusesForMs) return false;
  return !person.wasRefusedBefore || readAt >= person.statusAt;
}
