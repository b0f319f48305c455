/** Takes into a row who the person is in Marketo now, and keeps the mark on those who share an e-mail address right. */
import { isDeepStrictEqual } from 'node:util';
import { enqueue } from '../jobs/enqueue.ts';
import { promiseDrawing } from '../jobs/what-follows.ts';
import type { Person } from '../outside/marketo/marketo-words.ts';
import type { Tx } from '../store/database.ts';
import { changeRegistrant } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { markTwins } from '../store/twin-store.ts';

export type Who = Partial<Omit<Person, 'leadId'>>;

export function whoIs(person: Person | undefined): Who {
  if (!person) return {};
  const { leadId: _, ...who } = person;
  return who;
}

/** The caller holds the row's lock. Writes only what is new, and redraws the messages that show it. */
export async function noteWho(
  tx: Tx,
  row: Registrant,
  person: Person | undefined,
  { isLeadGone }: { isLeadGone: boolean },
): Promise<Registrant> {
  const { firstName, lastName, email, company, title, moreFields } = row;
  const was = { firstName, lastName, email, company, title, moreFields, isLeadGone: row.isLeadGone };
  // What tells who somebody is, and was erased, is not taken again.
  const now = { ...was, ...(row.forgottenAt ? {} : whoIs(person)), isLeadGone };
  if (isDeepStrictEqual(now, was)) return row;
  const noted = await changeRegistrant(tx, row.id, now);
  if (noted.messageId !== null) promiseDrawing(tx, noted.messageId);
  if (noted.alertId !== null) enqueue(tx, 'follow-alert', { alertId: noted.alertId });
  return noted;
}

/** Each row as it was and as it is: whose address is new, or who came or left, may be somebody's twin or no longer. */
export async function followTwins(
  tx: Tx,
  webinar: Webinar,
  changed: readonly (readonly [before: Registrant, after: Registrant])[],
): Promise<void> {
  const concerned = changed.filter(
    ([before, after]) => before.email !== after.email || isHere(before) !== isHere(after),
  );
  if (concerned.length === 0) return;
  const marked = await markTwins(tx, webinar.id, {
    emails: concerned.flatMap(([before, after]) =>
      [before.email, after.email].filter((email) => email !== null),
    ),
    registrantIds: concerned.map(([, after]) => after.id),
  });
  for (const { messageId } of marked) if (messageId !== null) promiseDrawing(tx, messageId);
}

function isHere({ status }: Registrant): boolean {
  return status !== 'not_in_program';
}
