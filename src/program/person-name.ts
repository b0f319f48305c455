/** What a person is called where others see it: data shown as text, cut where needed, never an address. */

export interface Named {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  leadId: number;
}

const longestName = 80;

/** "Ada Lovelace", or "Someone at gmail.com (no. 4117)" for a person who came with an address only. */
export function personName(person: Named): string {
  const name = publicText([person.firstName, person.lastName].filter(Boolean).join(' '), longestName);
  if (name !== '') return name;
  const domain = emailDomain(person.email);
  return domain ? `Someone at ${domain} (no. ${person.leadId})` : `Someone (no. ${person.leadId})`;
}

export function hasName(person: Named): boolean {
  return publicText(`${person.firstName ?? ''} ${person.lastName ?? ''}`, longestName) !== '';
}

/** The part of an address that may stand in a channel. */
export function emailDomain(email: string | null): string | undefined {
  const domain = email?.split('@').at(-1)?.trim().toLowerCase();
  return domain && email?.includes('@') ? shownText(domain, 80) : undefined;
}

/** Domains that give addresses to anybody. */
export const freeMailDomains: ReadonlySet<string> = new Set([
  'aol.com',
  'gmail.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'web.de',
  'yahoo.com',
  'yandex.ru',
  '163.com',
]);

/** Whether a domain gives addresses to anybody, so that it says nothing about the company. */
export function isFreeMail(domain: string | undefined): boolean {
  return domain !== undefined && freeMailDomains.has(domain);
}

/**
 * Text from outside as one line of at most `longest` characters: no control characters, no direction overrides that
 * would turn the rest of the line round, right-to-left text kept in a frame of its own.
 */
export function shownText(text: string | null | undefined, longest: number): string {
  const line = (text ?? '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const room = rightToLeft.test(line) ? longest - 2 : longest;
  const cut = line.length > room ? `${firstCharacters(line, room - 1)}…` : line;
  return rightToLeft.test(cut) ? `\u2068${cut}\u2069` : cut;
}

/** Whole characters as people see them: an emoji of several signs is kept or left out. */
function firstCharacters(line: string, room: number): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)) {
    if (cut.length + segment.length > room) break;
    cut += segment;
  }
  return cut;
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** What people wrote into a form about themselves, for a channel: an address in it is left out. */
export function publicText(text: string | null | undefined, longest: number): string {
  return shownText((text ?? '').replace(/[^\s<>@]+@[^\s<>@]+/gu, ' '), longest);
}

// Signs that show nothing, except those that hold emoji together.
const invisible = /(?![\u200d\ufe00-\ufe0f\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}|\u3164/gu;
