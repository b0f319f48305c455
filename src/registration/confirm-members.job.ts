/** Before anybody is pushed, Marketo says whether they are still members: who is gone or has moved is followed instead. */
import { and, asc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import type { Db } from '../store/database.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import { registrants } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';

/** Reads people again in Marketo and takes it into their rows; answers with those whose reading did not count. */
export type FollowMembers = (webinar: Webinar, leadIds: readonly number[]) => Promise<number[]>;

const atOnce = 300;
/** A check still counts while its push waits in line. */
const checkedRecentlySeconds = 60;

export function confirmMembers(parts: { db: Db; followMembers: FollowMembers }): Handler<'confirm-members'> {
  return async ({ webinarId }) => {
    const webinar = await findWebinar(parts.db, webinarId);
    if (!webinar) return undefined;
    const waiting = await toConfirm(parts.db, webinarId);
    if (waiting.length === 0) return undefined;
    const stale = await parts.followMembers(
      webinar,
      waiting.map(({ leadId }) => leadId),
    );
    await confirm(
      parts.db,
      waiting.filter(({ leadId }) => !stale.includes(leadId)).map(({ id }) => id),
    );
    return waiting.length === atOnce || stale.length > 0
      ? { againInMs: stale.length > 0 ? 200 : 0 }
      : undefined;
  };
}

async function toConfirm(db: Db, webinarId: number) {
  return db
    .select({ id: registrants.id, leadId: registrants.leadId })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        eq(registrants.status, 'registering'),
        or(
          isNull(registrants.memberCheckedAt),
          lt(registrants.memberCheckedAt, sql`now() - make_interval(secs => ${checkedRecentlySeconds})`),
        ),
      ),
    )
    .orderBy(asc(registrants.statusAt), asc(registrants.id))
    .limit(atOnce);
}

/** Those who are still registering after the reading may be pushed. */
async function confirm(db: Db, ids: number[]): Promise<void> {
  await transact(db, async (tx) => {
    const still = (await lockRegistrants(tx, ids)).filter(({ status }) => status === 'registering');
    if (still.length === 0) return;
    await tx
      .update(registrants)
      .set({ memberCheckedAt: sql`now()` })
      .where(
        inArray(
          registrants.id,
          still.map(({ id }) => id),
        ),
      );
    for (const { id, webinarId } of still)
      enqueue(tx, 'register-registrant', { registrantId: id, webinarId });
  });
}
