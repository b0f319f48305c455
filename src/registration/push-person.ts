/** One call to ON24 for one person, and what its answer means for the connection. */
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { On24Person, On24Registration } from '../outside/on24/on24-words.ts';
import { fieldName, personForm, standardFields } from '../outside/on24/person-form.ts';
import { listFaults, noteTrouble, noteWell } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { noteEventState } from '../store/webinar-store.ts';
import { reasonNotToPush } from './preflight-rules.ts';
import { knownPage, pageToRefuseBy } from './registration-page.ts';

export interface PushParts {
  db: Db;
  on24: On24Client;
}

export type PushOutcome =
  | { kind: 'registered'; registration: On24Registration }
  /** Refused by ON24, or known beforehand to be refused, which says nothing of the connection. */
  | { kind: 'refused'; words: string; by: 'on24' | 'usher' }
  /** No answer about this person; they wait in registering. */
  | { kind: 'waits'; failure: OutsideFailure };

export async function pushPerson(parts: PushParts, webinar: Webinar, row: Registrant): Promise<PushOutcome> {
  if (!row.email) {
    const words = 'There is no e-mail address in Marketo, and ON24 needs one.';
    return { kind: 'refused', words, by: 'usher' };
  }
  const person = on24Person(webinar, row, row.email);
  const why = await knownRefusal(parts, webinar, row, person);
  if (why) return { kind: 'refused', words: why, by: 'usher' };
  try {
    const registration = await parts.on24.registerPerson(webinar.on24ClientId, webinar.on24EventId, person);
    await noteAnswer(parts.db, webinar);
    return { kind: 'registered', registration };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.kind === 'refused') {
      await noteAnswer(parts.db, webinar);
      return { kind: 'refused', words: error.words, by: 'on24' };
    }
    await noteNoAnswer(parts.db, webinar, error);
    // The alert on the connection tells it; that the event was found so is not told again.
    if (error.cause === 'event-closed') await noteEventState(parts.db, webinar, 'inactive');
    if (error.cause === 'event-gone') await noteEventState(parts.db, webinar, 'gone');
    return { kind: 'waits', failure: error };
  }
}

function on24Person(webinar: Webinar, row: Registrant, email: string): On24Person {
  const mapped = Object.entries(webinar.fieldMap).flatMap(([on24Field, leadField]) => {
    const value = row.moreFields[leadField];
    return value === undefined ? [] : [[on24Field, value] as const];
  });
  return {
    email,
    firstName: row.firstName,
    lastName: row.lastName,
    company: row.company,
    title: row.title,
    registrantCode: String(row.id),
    moreFields: Object.fromEntries(mapped),
  };
}

/** What the registration page is known to insist on, so that no call is wasted and the reason names the field. */
async function knownRefusal(
  parts: PushParts,
  webinar: Webinar,
  row: Registrant,
  person: On24Person,
): Promise<string | undefined> {
  // As it is sent, the flags with it.
  const values = { ...personForm(person), eventemail: 'N' };
  const filled = [...standardFields, ...Object.keys(webinar.fieldMap).map(fieldName)];
  const page = await knownPage(parts, webinar);
  if (!page || !reasonNotToPush(values, page, filled)) return undefined;
  const fresh = await pageToRefuseBy(parts, webinar, row);
  return fresh ? reasonNotToPush(values, fresh, filled) : undefined;
}

export const on24Flag = 'on24';

export function eventFlag(webinarId: number): string {
  return `on24:webinar:${webinarId}`;
}

/** An answer about a person, good or bad, says that the way there is well. */
export async function noteAnswer(db: Db, webinar: Webinar): Promise<void> {
  const faults = await listFaults(db);
  for (const flag of [on24Flag, eventFlag(webinar.id)]) {
    if (!faults.some((fault) => fault.flag === flag)) continue;
    await noteWell(db, flag);
    // The end of the alert tells it; where there was none, the night will.
    if (flag === eventFlag(webinar.id)) await noteEventState(db, webinar, 'active');
  }
}

/** No answer about the person says something about the way there, or about the event. */
export async function noteNoAnswer(db: Db, webinar: Webinar, failure: OutsideFailure): Promise<void> {
  const { kind, scope, words } = failure;
  const flag = kind === 'misconfigured' && scope === 'event' ? eventFlag(webinar.id) : on24Flag;
  await noteTrouble(db, flag, { kind, words, isThrottling: isThrottling(failure) });
}
