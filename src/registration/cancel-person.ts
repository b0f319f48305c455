/** One call to ON24 that cancels one person, and what its answer means for the connection. */
import { OutsideFailure } from '../outside/failure.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { noteAnswer, noteNoAnswer, type PushParts } from './push-person.ts';

export type CancelOutcome =
  /** `wasThere` is false where ON24 did not know the address: nobody can join with it either. */
  | { kind: 'cancelled'; wasThere: boolean }
  | { kind: 'refused'; words: string }
  | { kind: 'waits'; failure: OutsideFailure };

/** Repeating it is safe: who is cancelled already is cancelled again. */
export async function cancelPerson(
  parts: PushParts,
  webinar: Webinar,
  row: Registrant,
): Promise<CancelOutcome> {
  // Who was registered without Usher is known in ON24 by the address that Marketo has.
  const email = row.on24Email ?? row.email ?? '';
  try {
    await parts.on24.cancelPerson(webinar.on24ClientId, webinar.on24EventId, { email });
    await noteAnswer(parts.db, webinar);
    return { kind: 'cancelled', wasThere: true };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.kind !== 'refused') {
      await noteNoAnswer(parts.db, webinar, error);
      return { kind: 'waits', failure: error };
    }
    await noteAnswer(parts.db, webinar);
    return error.cause === 'unknown-person'
      ? { kind: 'cancelled', wasThere: false }
      : { kind: 'refused', words: error.words };
  }
}
