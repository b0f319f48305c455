/** What a registration must hold to be accepted: the registration page's required fields and lists of values. */
import type { RegistrationField } from './on24-records.ts';
import type { On24Switches } from './on24-switches.ts';

const MAX_NAME = 50;
const MAX_VALUE = 100;
const PHONE_DIGITS = 7;
const phones = ['workphone', 'homephone', 'fax'];
const flags = ['eventemail', 'marketingemail', 'isdeleted', 'isblocked'];
const names = [
  'email firstname lastname company jobtitle jobfunction addressstreet1 addressstreet2 city state zip country',
  'companyindustry companysize username other notes emailformat workphone homephone fax exteventusercd partnerref',
  'std1 std2 std3 std4 std5 std6 std7 std8 std9 std10',
].flatMap((line) => line.split(' '));

/** The registrant fields that a form sends; unknown ones are ignored. */
export function registrantFields(form: Readonly<Record<string, string>>): Record<string, string> {
  const known = new Set([...names, ...flags]);
  return Object.fromEntries(Object.entries(form).filter(([name]) => known.has(name)));
}

/** The registration page writes job_title where REST writes jobtitle. */
export function restName(field: RegistrationField): string {
  return field.fieldId.replaceAll('_', '').toLowerCase();
}

/** Why the values are refused, in the switches' wording; undefined when they are accepted. */
export function reasonToRefuse(
  values: Readonly<Record<string, string>>,
  page: readonly RegistrationField[],
  honor: { readonly required: boolean; readonly validation: boolean },
  switches: On24Switches,
): string | undefined {
  const say = (wording: string, field: string, value = '') =>
    wording.replaceAll('{field}', field).replaceAll('{value}', value);
  for (const field of page) {
    const name = restName(field);
    const value = values[name]?.trim() ?? '';
    if (value === '') {
      if (field.isRequired && honor.required) return say(switches.missingFieldText, name);
      continue;
    }
    const isUnlisted = field.options !== undefined && !field.options.includes(value);
    if (isUnlisted && honor.validation) return say(switches.unknownOptionText, name, value);
    if (field.validation === 'email' && !/^\S+@\S+$/.test(value))
      return say(switches.invalidValueText, name, value);
  }
  const shortPhone = phones.find((name) => values[name] && digitsOf(values[name]).length < PHONE_DIGITS);
  if (shortPhone !== undefined) return say(switches.invalidValueText, shortPhone, values[shortPhone]);
  const overlong = Object.keys(values).find((name) => (values[name] ?? '').length > lengthOf(name));
  if (overlong !== undefined && switches.overlongValues === 'error') {
    return say(switches.invalidValueText, overlong, values[overlong]);
  }
  return undefined;
}

/** Values as they are kept: cut to their length, phone numbers reformatted. */
export function storedFields(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      phones.includes(name) && value !== '' ? formattedPhone(value) : value.slice(0, lengthOf(name)),
    ]),
  );
}

function lengthOf(name: string): number {
  return name === 'firstname' || name === 'lastname' ? MAX_NAME : MAX_VALUE;
}

function digitsOf(value: string): string {
  return value.replaceAll(/\D/g, '');
}

function formattedPhone(value: string): string {
  const digits = digitsOf(value);
  if (digits.length === 7) return `${digits.slice(0, 3)}-${digits.slice(3)}`;
  return `(${digits.slice(0, 3)})-${digits.slice(3, 6)}-${digits.slice(6)}`;
}
