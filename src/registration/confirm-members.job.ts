/** Before anybody is pushed, Marketo says whether they are still members: who is gone or has moved is followed instead. */
import { and, asc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
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
/**
 * So many stand in line for ON24, which takes them in less than a minute. Of whom would be read earlier, Marketo would
 * have to be asked again when their turn comes; and while ON24 is away, again and again.
 */
const longestLine = 600;
const looksAgainMs = 2_000;
/** Who has stood in line for so long is read again, whatever keeps them there. */
const standsSeconds = 15 * 60;

export function confirmMembers(parts: { db: Db; followMembers: FollowMembers }): Handler<'confirm-members'> {
  return async ({ webinarId }) => {
    const webinar = await findWebinar(parts.db, webinarId);
    if (!webinar) return undefined;
    const room = longestLine - (await countInLine(parts.db, webinarId));
    const waiting = await toConfirm(parts.db, webinarId);
    const next = waiting.slice(0, Math.max(0, room));
    if (next.length === 0) return waiting.length > 0 ? { againInMs: looksAgainMs } : undefined;
    const stale = await parts.followMembers(
      webinar,
      next.map(({ leadId }) => leadId),
    );
    await confirm(
      parts.db,
      next.filter(({ leadId }) => !stale.includes(leadId)).map(({ id }) => id),
    );
    if (stale.length > 0) return { againInMs: 200 };
    return waiting.length === atOnce || next.length < waiting.length ? { againInMs: 0 } : undefined;
  };
}

const stoodSince = sql`now() - make_interval(secs => ${standsSeconds})`;

/** Those whom Marketo has confirmed and of whom ON24 has said nothing yet. */
function countInLine(db: Db, webinarId: number): Promise<number> {
  return db.$count(
    registrants,
    and(
      eq(registrants.webinarId, webinarId),
      eq(registrants.status, 'registering'),
      gte(registrants.memberCheckedAt, stoodSince),
    ),
  );
}

async function toConfirm(db: Db, webinarId: number) {
  return db
    .select({ id: registrants.id, leadId: registrants.leadId })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        eq(registrants.status, 'registering'),
        or(isNull(registrants.memberCheckedAt), lt(registrants.memberCheckedAt, stoodSince)),
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
