/** The people of an alert, wherever they stand now: counted, read in pages, and those who failed again for another reason. */
import { and, asc, count, desc, eq, gt, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Status } from '../program/status.ts';
import type { Db, Tx } from './database.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

/** Those whom it tells of, and those who were sent again from it and have failed for another reason since. */
function isOf(alertId: number): SQL | undefined {
  return or(isHere(alertId), eq(registrants.retriedAlertId, alertId));
}

function isHere(alertId: number): SQL {
  return eq(registrants.alertId, alertId);
}

function isElsewhere(alertId: number): SQL | undefined {
  return and(
    eq(registrants.retriedAlertId, alertId),
    sql`${registrants.alertId} is distinct from ${alertId}::integer`,
  );
}

export interface AlertStanding {
  /** Everybody of the alert, by where they stand now. */
  counts: Map<Status, number>;
  everybody: number;
  /** They have the error, and this alert tells of it. */
  failing: number;
  /** Of those, the ones who were sent again before and failed for the same reason. */
  failedAgain: number;
  /** Sent again, and no answer yet. */
  underWay: number;
  /** They failed again for another reason, of which another alert tells. */
  elsewhere: number;
}

export async function standingOf(db: Db | Tx, alertId: number): Promise<AlertStanding> {
  const rows = await db
    .select({
      status: registrants.status,
      isHere: sql<boolean>`coalesce(${registrants.alertId} = ${alertId}::integer, false)`,
      wasRetried: sql<boolean>`coalesce(${registrants.retriedAlertId} = ${alertId}::integer, false)`,
      people: count(),
    })
    .from(registrants)
    .where(isOf(alertId))
    .groupBy(sql`1, 2, 3`);
  const sum = (matches: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(matches).reduce((people, row) => people + row.people, 0);
  const counts = new Map<Status, number>();
  for (const { status, people } of rows) counts.set(status, (counts.get(status) ?? 0) + people);
  const hasError = ({ status }: { status: Status }) => status === 'registration_error';
  return {
    counts,
    everybody: sum(() => true),
    failing: sum((row) => row.isHere && hasError(row)),
    failedAgain: sum((row) => row.isHere && row.wasRetried && hasError(row)),
    underWay: sum((row) => row.isHere && row.status === 'registering'),
    elsewhere: sum((row) => !row.isHere && (hasError(row) || row.status === 'registering')),
  };
}

/** The first few who failed again for another reason. */
export async function failedElsewhere(db: Db | Tx, alertId: number, limit: number): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(and(isElsewhere(alertId), eq(registrants.status, 'registration_error')))
    .orderBy(asc(registrants.id))
    .limit(limit);
}

/** Where a page of people begins: behind or before the person with this id. */
export type PagePlace = { after: number } | { before: number };

export interface PeoplePage {
  people: Registrant[];
  /** How many come before the first of the page. */
  earlier: number;
  everybody: number;
}

/** People in the order of their ids, which never changes: whoever turns the pages passes over nobody. */
export async function pageOfPeople(
  db: Db | Tx,
  alertId: number,
  place: PagePlace,
  limit: number,
): Promise<PeoplePage> {
  const isBack = 'before' in place;
  const side = isBack ? lt(registrants.id, place.before) : gt(registrants.id, place.after);
  const found = await db
    .select()
    .from(registrants)
    .where(and(isOf(alertId), side))
    .orderBy(isBack ? desc(registrants.id) : asc(registrants.id))
    .limit(limit);
  const people = isBack ? found.reverse() : found;
  const firstId = people[0]?.id;
  const [counted] = await db
    .select({
      everybody: count(),
      earlier: sql<number>`(count(*) filter (where ${registrants.id} < ${firstId ?? 0}::integer))::integer`,
    })
    .from(registrants)
    .where(isOf(alertId));
  return { people, earlier: counted?.earlier ?? 0, everybody: counted?.everybody ?? 0 };
}

/** What a reason is told apart by, of everybody who has the error here. */
export async function reasonsHere(db: Db | Tx, alertId: number) {
  return db
    .select({
      firstName: registrants.firstName,
      lastName: registrants.lastName,
      email: registrants.email,
      company: registrants.company,
      statusReason: registrants.statusReason,
    })
    .from(registrants)
    .where(and(isHere(alertId), eq(registrants.status, 'registration_error')))
    .orderBy(asc(registrants.id));
}
