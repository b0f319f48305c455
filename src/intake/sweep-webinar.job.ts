/** Reads every member of a webinar who matters, so that nothing depends on hints alone. */
import { eq, sql } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import type { Status } from '../program/status.ts';
import { addHints } from '../store/hint-store.ts';
import { registrants } from '../store/schema/registrants.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { followMembers, type IntakeParts, readSeqs, takeMembers } from './follow-members.ts';
import { waitingForMarketo } from './waiting.ts';

/** Who is merely invited does not matter yet, and may be a hundred thousand people. */
const matters: readonly Status[] = [
  'pending_approval',
  'waitlisted',
  'rejected',
  'registering',
  'registered',
  'registration_error',
];

export function sweepWebinar(parts: IntakeParts): Handler<'sweep-webinar'> {
  return ({ webinarId }) =>
    waitingForMarketo(parts, async () => {
      const webinar = await findWebinar(parts.db, webinarId);
      if (!webinar) return undefined;
      const met = await readThrough(parts, webinar);
      const missed = await rowsNotMet(parts, webinar, met);
      await transact(parts.db, async (tx) => {
        if (missed.length > 0) {
          await addHints(tx, webinarId, missed);
          enqueue(tx, 'read-hinted', { webinarId });
        }
        if (!webinar.sweptAt)
          await tx.update(webinars).set({ sweptAt: sql`now()` }).where(eq(webinars.id, webinarId));
      });
      return undefined;
    });
}

async function readThrough(parts: IntakeParts, webinar: Webinar): Promise<Set<number>> {
  const met = new Set<number>();
  const names = matters.flatMap((status) => webinar.channel.statuses[status]?.name ?? []);
  const pages = parts.marketo.readMembersByStatus(webinar.programId, names)[Symbol.asyncIterator]();
  for (;;) {
    // Read before each page, because a reading counts only if the row has not changed since it began.
    const before = await readSeqs(parts.db, webinar.id);
    const page = await pages.next();
    if (page.done) return met;
    const stale = await takeMembers(
      parts,
      webinar,
      before,
      new Map(page.value.map((member) => [member.leadId, member])),
    );
    if (stale.length > 0) await followMembers(parts, webinar, stale);
    for (const { leadId } of page.value) met.add(leadId);
  }
}

async function rowsNotMet({ db }: IntakeParts, webinar: Webinar, met: Set<number>): Promise<number[]> {
  const rows = await db
    .select({ leadId: registrants.leadId, status: registrants.status })
    .from(registrants)
    .where(eq(registrants.webinarId, webinar.id));
  return rows
    .filter(({ leadId, status }) => !met.has(leadId) && matters.includes(status))
    .map(({ leadId }) => leadId);
}
