/** Reviews in the database: who matches, who is ticked, and to how many of them a decision would still apply. */
import { and, asc, eq, inArray, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { freeMailDomains } from '../program/person-name.ts';
import type { Db, Tx } from './database.ts';
import { type Registrant, registrants } from './schema/registrants.ts';
import { type Review, type ReviewFilter, reviewMarks, reviews } from './schema/reviews.ts';

export const reviewPageSize = 10;

export async function addReview(tx: Db | Tx, webinarId: number, userId: string): Promise<Review> {
  const [review] = await tx.insert(reviews).values({ webinarId, userId }).returning();
  if (!review) throw new Error('PostgreSQL returned no row for an inserted review');
  return review;
}

/** A review belongs to whoever opened it. */
export async function lockReview(tx: Tx, id: number, userId: string): Promise<Review | undefined> {
  const [review] = await tx
    .select()
    .from(reviews)
    .where(and(eq(reviews.id, id), eq(reviews.userId, userId)))
    .for('update');
  return review;
}

export async function changeReview(
  tx: Tx,
  id: number,
  change: Partial<typeof reviews.$inferInsert>,
): Promise<Review> {
  const [changed] = await tx.update(reviews).set(change).where(eq(reviews.id, id)).returning();
  if (!changed) throw new Error(`review ${id} is gone although its row was locked`);
  return changed;
}

export async function countMatching(db: Db | Tx, review: Review): Promise<number> {
  const [counted] = await db
    .select({ people: sql<number>`count(*)::int` })
    .from(registrants)
    .where(matches(review));
  return counted?.people ?? 0;
}

/** One page of those who match, in the order in which they asked. */
export async function matchingPage(db: Db | Tx, review: Review): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(matches(review))
    .orderBy(asc(registrants.askedAt), asc(registrants.id))
    .limit(reviewPageSize)
    .offset(review.page * reviewPageSize);
}

export interface Mark {
  registrantId: number;
  decisionNumber: number;
}

export async function marksOf(db: Db | Tx, reviewId: number): Promise<Mark[]> {
  return db
    .select({ registrantId: reviewMarks.registrantId, decisionNumber: reviewMarks.decisionNumber })
    .from(reviewMarks)
    .where(eq(reviewMarks.reviewId, reviewId));
}

/** Of the people shown exactly these are ticked; ticks of other pages stay. Only people of the review's own webinar. */
export async function setMarks(
  tx: Tx,
  review: Review,
  shown: readonly number[],
  ticked: readonly Mark[],
): Promise<void> {
  const kept = ticked.map(({ registrantId }) => registrantId);
  const unticked = shown.filter((id) => !kept.includes(id));
  if (unticked.length > 0) {
    await tx
      .delete(reviewMarks)
      .where(and(eq(reviewMarks.reviewId, review.id), inArray(reviewMarks.registrantId, unticked)));
  }
  if (kept.length === 0) return;
  const own = await tx
    .select({ id: registrants.id })
    .from(registrants)
    .where(and(eq(registrants.webinarId, review.webinarId), inArray(registrants.id, kept)));
  const values = ticked
    .filter(({ registrantId }) => own.some(({ id }) => id === registrantId))
    .map((mark) => ({ reviewId: review.id, ...mark }));
  if (values.length === 0) return;
  await tx
    .insert(reviewMarks)
    .values(values)
    .onConflictDoUpdate({
      target: [reviewMarks.reviewId, reviewMarks.registrantId],
      set: { decisionNumber: sql`excluded.decision_number` },
    });
}

/** Ticks everybody who matches, on whatever page. */
export async function markAll(tx: Tx, review: Review): Promise<void> {
  await tx
    .insert(reviewMarks)
    .select(
      tx
        .select({
          reviewId: sql<number>`${review.id}::int`.as('review_id'),
          registrantId: registrants.id,
          decisionNumber: registrants.decisionNumber,
        })
        .from(registrants)
        .where(matches(review)),
    )
    .onConflictDoUpdate({
      target: [reviewMarks.reviewId, reviewMarks.registrantId],
      set: { decisionNumber: sql`excluded.decision_number` },
    });
}

export async function clearMarks(tx: Tx, reviewId: number): Promise<void> {
  await tx.delete(reviewMarks).where(eq(reviewMarks.reviewId, reviewId));
}

/** How many are ticked, and how many of them are still as they were when they were ticked. */
export async function countMarks(db: Db | Tx, reviewId: number): Promise<{ ticked: number; open: number }> {
  const [counted] = await db
    .select({
      ticked: sql<number>`count(*)::int`,
      open: sql<number>`(count(*) filter (where ${isOpen} and ${registrants.decisionNumber} = ${reviewMarks.decisionNumber}))::int`,
    })
    .from(reviewMarks)
    .innerJoin(registrants, eq(registrants.id, reviewMarks.registrantId))
    .where(eq(reviewMarks.reviewId, reviewId));
  return counted ?? { ticked: 0, open: 0 };
}

/** Pending, undecided, and not on their way through a bulk run. */
const isOpen = and(
  eq(registrants.status, 'pending_approval'),
  isNull(registrants.holdsUntil),
  isNull(registrants.bulkRunId),
);

function matches(review: Review): SQL | undefined {
  return and(
    eq(registrants.webinarId, review.webinarId),
    isOpen,
    filtered(review.filter),
    found(review.search),
  );
}

const domain = sql`split_part(lower(${registrants.email}), '@', 2)`;

function filtered(filter: ReviewFilter): SQL | undefined {
  switch (filter) {
    case 'everybody':
      return undefined;
    case 'free_mail':
      return inArray(domain, [...freeMailDomains]);
    case 'company_mail':
      return notInArray(domain, [...freeMailDomains]);
    case 'flagged':
      return or(
        registrants.hasTwin,
        sql`${registrants.askedAgainAt} is not null`,
        sql`${registrants.marketoRefused} is not null`,
      );
  }
}

/** In the name, the title, the company or the domain; never in the part of an address that is a person's own. */
function found(search: string): SQL | undefined {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return undefined;
  const text = sql`lower(concat_ws(' ', ${registrants.firstName}, ${registrants.lastName}, ${registrants.title}, ${registrants.company}, ${domain}))`;
  return sql`position(${wanted} in ${text}) > 0`;
}
