/** Who is still in ON24 although nobody wants them there: those to ask about, and those of a question. */
import { and, asc, count, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type On24Cancel, unwantedStatuses } from '../program/on24-cancel.ts';
import type { Status } from '../program/status.ts';
import type { Db, Tx } from './database.ts';
import { lockRegistrants } from './registrant-store.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

const isNeededThere = inArray(registrants.status, ['registering', 'registered'] satisfies Status[]);

/** Those for whom ON24 must keep the registration that this person has there: a merged lead, or one with the same address. */
export async function sharingRegistration(db: Db | Tx, row: Registrant): Promise<Registrant[]> {
  const address = (row.on24Email ?? row.email)?.toLowerCase();
  const hasAddress =
    address === undefined
      ? undefined
      : or(eq(sql`lower(${registrants.email})`, address), eq(sql`lower(${registrants.on24Email})`, address));
  const isOne = or(
    hasAddress,
    row.on24UserId === null ? sql`false` : eq(registrants.on24UserId, row.on24UserId),
  );
  return db
    .select()
    .from(registrants)
    .where(and(eq(registrants.webinarId, row.webinarId), ne(registrants.id, row.id), isNeededThere, isOne))
    .orderBy(asc(registrants.id));
}

const other = alias(registrants, 'other');
const isNeeded = inArray(other.status, ['registering', 'registered'] satisfies Status[]);

/** Locks people about whom nobody has been asked yet and whom nobody shares a registration with, in the order of their ids. */
export async function lockToBeAsked(tx: Tx, webinarId: number, limit: number): Promise<Registrant[]> {
  const needed = (column: SQL) =>
    tx
      .select({ value: column })
      .from(other)
      .where(and(eq(other.webinarId, webinarId), isNeeded, sql`${column} is not null`));
  const address = sql`lower(coalesce(${registrants.on24Email}, ${registrants.email}))`;
  // Looked up in lists that are made once; compared person by person, thousands would take minutes.
  const isShared = [
    sql`${registrants.on24UserId} in ${needed(sql`${other.on24UserId}`)}`,
    sql`${address} in ${needed(sql`lower(${other.email})`)}`,
    sql`${address} in ${needed(sql`lower(${other.on24Email})`)}`,
  ];
  const found = await tx
    .select({ id: registrants.id })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        inArray(registrants.status, [...unwantedStatuses]),
        registrants.isInOn24,
        isNull(registrants.on24Cancel),
        ...isShared.map((shared) => sql`not coalesce(${shared}, false)`),
      ),
    )
    .orderBy(asc(registrants.id))
    .limit(limit);
  return lockRegistrants(
    tx,
    found.map(({ id }) => id),
  );
}

/** Locks everybody about whom a webinar's approvers are being asked, in one question or in any. */
export async function lockAsked(
  tx: Tx,
  { webinarId, questionId }: { webinarId: number; questionId?: number },
): Promise<Registrant[]> {
  const isOfQuestion = questionId === undefined ? undefined : eq(registrants.questionId, questionId);
  return tx
    .select()
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), eq(registrants.on24Cancel, 'asked'), isOfQuestion))
    .orderBy(asc(registrants.id))
    .for('update');
}

/** One change for many rows, whose locks the caller holds. */
export async function changeAll(
  tx: Tx,
  rows: readonly Registrant[],
  change: { on24Cancel: On24Cancel | null; on24CancelBy?: string; questionId?: number },
): Promise<void> {
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await tx.update(registrants).set(change).where(inArray(registrants.id, ids));
}

/** People who are to be cancelled in ON24 and for whom no job is promised. */
export async function wantedWithoutJob(tx: Tx, webinarId: number, limit: number): Promise<number[]> {
  const rows = await tx
    .select({ id: registrants.id })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        eq(registrants.on24Cancel, 'wanted'),
        sql`not exists (
          select 1 from graphile_worker.jobs
          where task_identifier = 'cancel-in-on24' and key = 'cancel:' || ${registrants.id}
        )`,
      ),
    )
    .orderBy(asc(registrants.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** How many of a question's people stand where. */
export interface QuestionStanding {
  everybody: number;
  asked: number;
  wanted: number;
  cancelled: number;
  left: number;
  refused: number;
  /** Still there, and nobody is asked any more. */
  still: number;
  /** Came back, so that their registration is their right. */
  back: number;
  cancelledBy: string[];
  leftBy: string[];
  /** What ON24 said to one of those it did not cancel. */
  refusedWords: string | null;
}

export async function standingOfQuestion(db: Db | Tx, questionId: number): Promise<QuestionStanding> {
  const ofQuestion = eq(registrants.questionId, questionId);
  const isStill = and(registrants.isInOn24, inArray(registrants.status, [...unwantedStatuses]));
  const counted = (where: SQL | undefined) => sql<number>`count(*) filter (where ${where})::int`;
  const having = (cancel: On24Cancel) => eq(registrants.on24Cancel, cancel);
  const whoSaid = (where: SQL | undefined) =>
    sql<string[] | null>`array_agg(distinct ${registrants.on24CancelBy}) filter (where ${where})`;
  const isCancelled = and(
    isNull(registrants.on24Cancel),
    sql`not ${registrants.isInOn24}`,
    isNotNull(registrants.on24CancelBy),
  );
  const [row] = await db
    .select({
      everybody: count(),
      asked: counted(having('asked')),
      wanted: counted(having('wanted')),
      cancelled: counted(isCancelled),
      left: counted(having('left')),
      refused: counted(having('refused')),
      still: counted(and(isNull(registrants.on24Cancel), isStill)),
      cancelledBy: whoSaid(or(isCancelled, having('wanted'))),
      leftBy: whoSaid(having('left')),
      refusedWords: sql<
        string | null
      >`min(${registrants.on24CancelWords}) filter (where ${having('refused')})`,
    })
    .from(registrants)
    .where(ofQuestion);
  if (!row) throw new Error('PostgreSQL returned no row for a count');
  const told = row.asked + row.wanted + row.cancelled + row.left + row.refused + row.still;
  return {
    ...row,
    back: row.everybody - told,
    cancelledBy: row.cancelledBy ?? [],
    leftBy: row.leftBy ?? [],
  };
}

/** A question's people, those who are still in ON24 first. */
export async function peopleOfQuestion(
  db: Db | Tx,
  questionId: number,
  limit: number,
  cancel?: On24Cancel,
): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(
      and(eq(registrants.questionId, questionId), cancel ? eq(registrants.on24Cancel, cancel) : undefined),
    )
    .orderBy(sql`${registrants.isInOn24} desc`, asc(registrants.statusAt), asc(registrants.id))
    .limit(limit);
}
