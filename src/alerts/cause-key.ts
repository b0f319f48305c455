/** What makes two people's registration errors one cause: the reason without what is about one person; pure. */

export interface Concerned {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  company: string | null;
}

/** Two reasons with an equal key are told in one message. */
export function causeKey(reason: string | null, person: Concerned): string {
  let key = ` ${(reason ?? '').slice(0, longestRead).toLowerCase()} `;
  // Their own address first, as it is: it may hold signs that end an address in a sentence.
  const own = person.email?.trim().toLowerCase();
  if (own) key = key.replaceAll(own, '<address>');
  key = key.replace(/[^\s"'<>(),;]+@[^\s"'<>(),;]*/gu, '<address>');
  for (const name of [person.firstName, person.lastName, person.company]) {
    const value = name?.trim().toLowerCase();
    // A very short name would tear ordinary words apart.
    if (value && value.length > 2)
      key = key.replace(
        new RegExp(`(?<![\\p{L}\\p{N}])${literally(value)}(?![\\p{L}\\p{N}])`, 'gu'),
        '<name>',
      );
  }
  return key
    .replace(/(?<![\p{L}\p{N}])(?=[0-9a-f-]*\d)[0-9a-f][0-9a-f-]{6,98}[0-9a-f](?![\p{L}\p{N}])/gu, '<number>')
    .replace(/\d+/gu, '<number>')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 300);
}

// Patterns look at each character several times, and no more than this can come into a key.
const longestRead = 1_000;

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
