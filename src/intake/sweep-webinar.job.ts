/** Reads every member of a webinar who matters, so that nothing depends on hints alone; and what has become of its program. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { promiseDrawing } from '../jobs/what-follows.ts';
import type { Status } from '../program/status.ts';
import { addHints } from '../store/hint-store.ts';
import { registrants } from '../store/schema/registrants.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';
import { markAllTwins } from '../store/twin-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { followMembers, type IntakeParts, readSeqs, takeMembers } from './follow-members.ts';
import { waitingForMarketo } from './waiting.ts';
import { watchProgram } from './watch-program.ts';

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
      const known = await findWebinar(parts.db, webinarId);
      if (!known || known.disconnectedAt) return undefined;
      // Program and channel were read a moment ago when the webinar was connected.
      const webinar = known.sweptAt ? await watchProgram(parts, known) : known;
      if (!webinar) return undefined;
      const { met, unread } = await readThrough(parts, webinar);
      const again = [...unread, ...(await rowsNotMet(parts, webinar, met))];
      await transact(parts.db, async (tx) => {
        for (const { messageId } of await markAllTwins(tx, webinarId))
          if (messageId !== null) promiseDrawing(tx, messageId);
      });
      await transact(parts.db, async (tx) => {
        if (again.length > 0) {
          await addHints(tx, webinarId, again);
          enqueue(tx, 'read-hinted', { webinarId });
        }
        if (!webinar.sweptAt)
          await tx.update(webinars).set({ sweptAt: sql`now()` }).where(eq(webinars.id, webinarId));
      });
      return undefined;
    });
}

interface ReadThrough {
  met: Set<number>;
  /** Those whose row changed under every reading. */
  unread: number[];
}

async function readThrough(parts: IntakeParts, webinar: Webinar): Promise<ReadThrough> {
  const met = new Set<number>();
  const unread: number[] = [];
  const names = matters.flatMap((status) => webinar.channel.statuses[status]?.name ?? []);
  // Once, from before the first page: who is on a page is known only when it has been read, and a reading counts only
  // if the row has not changed since before that. Whoever changed or came in the meantime is read again.
  const before = await readSeqs(parts.db, webinar.id);
  for await (const page of parts.marketo.readMembersByStatus(webinar.programId, names)) {
    const stale = await takeMembers(
      parts,
      webinar,
      before,
      new Map(page.map((member) => [member.leadId, member])),
    );
    if (stale.length > 0) unread.push(...(await followMembers(parts, webinar, stale)));
    for (const { leadId } of page) met.add(leadId);
  }
  return { met, unread };
}

async function rowsNotMet(
  { db }: IntakeParts,
  webinar: Webinar,
  met: ReadonlySet<number>,
): Promise<number[]> {
  const rows = await db
    .select({ leadId: registrants.leadId })
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinar.id), inArray(registrants.status, [...matters])));
  return rows.map(({ leadId }) => leadId).filter((leadId) => !met.has(leadId));
}
