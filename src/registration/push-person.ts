/** One call to ON24 for one person, and what its answer means for the connection. */
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { On24Registration } from '../outside/on24/on24-words.ts';
import { listFaults, noteTrouble, noteWell } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';

export interface PushParts {
  db: Db;
  on24: On24Client;
}

export type PushOutcome =
  | { kind: 'registered'; registration: On24Registration }
  | { kind: 'refused'; words: string }
  /** No answer about this person; they wait in registering. */
  | { kind: 'waits'; failure: OutsideFailure };

export async function pushPerson(parts: PushParts, webinar: Webinar, row: Registrant): Promise<PushOutcome> {
  if (!row.email)
    return { kind: 'refused', words: 'There is no e-mail address in Marketo, and ON24 needs one.' };
  try {
    const registration = await parts.on24.registerPerson(webinar.on24ClientId, webinar.on24EventId, {
      email: row.email,
      firstName: row.firstName,
      lastName: row.lastName,
      company: row.company,
      title: row.title,
      registrantCode: String(row.id),
    });
    await noteAnswer(parts.db, webinar);
    return { kind: 'registered', registration };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.kind === 'refused') {
      await noteAnswer(parts.db, webinar);
      return { kind: 'refused', words: error.words };
    }
    await noteNoAnswer(parts.db, webinar, error);
    return { kind: 'waits', failure: error };
  }
}

export const on24Flag = 'on24';

export function eventFlag(webinarId: number): string {
  return `on24:webinar:${webinarId}`;
}

/** An answer about a person, good or bad, says that the way there is well. */
export async function noteAnswer(db: Db, webinar: Webinar): Promise<void> {
  const faults = await listFaults(db);
  for (const flag of [on24Flag, eventFlag(webinar.id)]) {
    if (faults.some((fault) => fault.flag === flag)) await noteWell(db, flag);
  }
}

/** No answer about the person says something about the way there, or about the event. */
export async function noteNoAnswer(db: Db, webinar: Webinar, failure: OutsideFailure): Promise<void> {
  const { kind, scope, words } = failure;
  const flag = kind === 'misconfigured' && scope === 'event' ? eventFlag(webinar.id) : on24Flag;
  await noteTrouble(db, flag, { kind, words, isThrottling: isThrottling(failure) });
}
