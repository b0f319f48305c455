/** An endless row of believable people who ask to join, the same in every run; nobody in it exists. */
import type { FormFill } from '../marketo/marketo-records.ts';

const firstNames =
  'Amara Bjorn Camille Dario Elif Farid Greta Hana Ivo Jasmin Kofi Lena Mateo Nadia Oskar Priya Quinn Rosa Stefan Tomoko Ursula Viktor Wanjiru Yusuf Zofia'.split(
    ' ',
  );
const lastNames =
  'Abara Bergstrom Castellano Dvorak Eriksen Fontaine Grabowski Hoshino Iversen Jimenez Kessler Lindgren Marchetti Nakamura Osei Petrov Quispe Rahman Sorensen Tanaka Uchida Varga Whitcombe Yilmaz Zeller'.split(
    ' ',
  );
const companies = [
  ['Harbour & Pine', 'harbourpine.example'],
  ['Quietlight Robotics', 'quietlight.example'],
  ['Brightwater Utilities', 'brightwater.example'],
  ['Fennel Insurance', 'fennel-insurance.example'],
  ['Cobalt Freight', 'cobaltfreight.example'],
  ['Meadowbank', 'meadowbank.example'],
  ['Tallship Software', 'tallship.example'],
  ['Orchard Street Health', 'orchardstreet.example'],
  ['Nine Bridges Media', 'ninebridges.example'],
  ['Larkspur Foods', 'larkspurfoods.example'],
  ['Granite Peak Energy', 'granitepeak.example'],
] as const;
const titles = [
  'Head of Security',
  'IT Manager',
  'Network Engineer',
  'Chief Information Officer',
  'Security Analyst',
  'VP Infrastructure',
  'Compliance Lead',
  'Solutions Architect',
  'Procurement Manager',
] as const;

/** Person number 0, 1, 2 ...: every ninth writes from a free mailbox, every fourteenth leaves the name out. */
export function inventedPerson(number: number): FormFill & { readonly email: string } {
  const firstName = at(firstNames, number * 7);
  const lastName = at(lastNames, number * 11 + Math.floor(number / lastNames.length) * 3);
  const [company, domain] = at(companies, number * 3);
  const round = Math.floor(number / (firstNames.length * lastNames.length));
  const handle = `${firstName}.${lastName}${number < firstNames.length ? '' : number + round}`.toLowerCase();
  if (number % 14 === 9) return { email: `visitor.${4_000 + number}@gmail.com` };
  if (number % 9 === 5) return { email: `${handle}@gmail.com`, firstName, lastName };
  return { email: `${handle}@${domain}`, firstName, lastName, company, title: at(titles, number * 5) };
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError('the list is empty');
  return found;
}
