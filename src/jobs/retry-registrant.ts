/** Sends one person with a registration error to ON24 again. */
import { sql } from 'drizzle-orm';
import type { Tx } from '../store/database.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { type Moved, moveRegistrant } from './move-registrant.ts';

export function retryRegistrant(tx: Tx, webinar: Webinar, row: Registrant, actor: string): Promise<Moved> {
  return moveRegistrant(tx, webinar, row, {
    to: 'registering',
    cause: 'retry',
    actor,
    with: {
      decision: 'approve',
      decidedBy: row.decidedBy ?? actor,
      decidedAt: row.decidedAt ?? sql`now()`,
      decisionNumber: row.decisionNumber + 1,
    },
  });
}
