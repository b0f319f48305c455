/** A person as ON24's registration form takes them: its fields, their limits, and what is left out or cut. */
import type { On24Person } from './on24-words.ts';

/** Characters that ON24 takes (facts, section 4). */
const longestName = 50;
const longestValue = 100;
/** A telephone number with fewer digits is refused. */
const fewestDigits = 7;

const phones = ['workphone', 'homephone', 'fax'];

/** The fields that a webinar may fill from Marketo, by their names in ON24's registration call. */
export const fillableFields: readonly string[] = [
  ...['firstname', 'lastname', 'company', 'jobtitle', 'jobfunction', 'companyindustry', 'companysize'],
  ...['addressstreet1', 'addressstreet2', 'city', 'state', 'zip', 'country', ...phones],
  ...['username', 'other', 'notes', 'emailformat', 'marketingemail', 'partnerref'],
  ...Array.from({ length: 10 }, (_, index) => `std${index + 1}`),
];

/** What Marketo knows of everybody, so that it is sent without being asked for. */
export const standardFields: readonly string[] = ['email', 'firstname', 'lastname', 'company', 'jobtitle'];

/** As ON24's registration call names it: its registration page writes `job_title`, its documents `jobTitle`. */
export function fieldName(name: string): string {
  return name.trim().replaceAll('_', '').toLowerCase();
}

/** A longer address is refused, because a cut one is another person's; all other values are cut. */
export const longestEmail = longestValue;

/** The form without its flags; empty values are absent. A value from the webinar's own map comes before the standard one. */
export function personForm(person: On24Person): { email: string } & Record<string, string> {
  return {
    email: person.email.trim(),
    ...field('firstname', person.firstName),
    ...field('lastname', person.lastName),
    ...field('company', person.company),
    ...field('jobtitle', person.title),
    ...moreOf(person.moreFields ?? {}),
    ...field('exteventusercd', person.registrantCode),
  };
}

function moreOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  const known = Object.entries(fields).filter(([name]) => fillableFields.includes(fieldName(name)));
  return Object.assign({}, ...known.map(([name, text]) => field(fieldName(name), text)));
}

function field(name: string, text: string | null | undefined): Record<string, string> {
  const value = cut(
    text?.trim() ?? '',
    name === 'firstname' || name === 'lastname' ? longestName : longestValue,
  );
  if (value === '') return {};
  if (name === 'marketingemail') return { [name]: /^(?:y|yes|true|1)$/i.test(value) ? 'Y' : 'N' };
  if (phones.includes(name) && value.replace(/\D/g, '').length < fewestDigits) return {};
  return { [name]: value };
}

/** Cut by whole characters, never through one. */
function cut(text: string, longest: number): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > longest) break;
    kept += character;
  }
  return kept;
}
