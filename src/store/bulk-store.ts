/** Bulk runs in the database: whose turn it is, and what became of whom. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { type Registrant, registrants } from './schema/registrants.ts';
import { type BulkRun, bulkPeople, bulkRuns, reviewMarks } from './schema/reviews.ts';

export async function findRun(db: Db | Tx, id: number): Promise<BulkRun | undefined> {
  const [run] = await db.select().from(bulkRuns).where(eq(bulkRuns.id, id));
  return run;
}

export async function findRunOfMessage(db: Db, messageId: number): Promise<BulkRun | undefined> {
  const [run] = await db.select().from(bulkRuns).where(eq(bulkRuns.messageId, messageId));
  return run;
}

/** The run takes over whoever is ticked in the review; those who wait in another run keep their place there. */
export async function addRun(tx: Tx, run: typeof bulkRuns.$inferInsert, reviewId: number): Promise<BulkRun> {
  const [added] = await tx.insert(bulkRuns).values(run).returning();
  if (!added) throw new Error('PostgreSQL returned no row for an inserted bulk run');
  await tx.execute(sql`
    insert into ${bulkPeople} (run_id, registrant_id, decision_number)
    select ${added.id}::int, ${reviewMarks.registrantId}, ${reviewMarks.decisionNumber}
    from ${reviewMarks} where ${reviewMarks.reviewId} = ${reviewId}`);
  // In the order of their ids, as everybody locks rows.
  await tx.execute(sql`
    with waiting as (
      select ${registrants.id} from ${registrants}
      join ${reviewMarks} on ${reviewMarks.registrantId} = ${registrants.id} and ${reviewMarks.reviewId} = ${reviewId}
      where ${registrants.status} = 'pending_approval' and ${registrants.holdsUntil} is null
        and ${registrants.bulkRunId} is null
      order by ${registrants.id} for update of ${registrants}
    )
    update ${registrants} set bulk_run_id = ${added.id} from waiting where ${registrants.id} = waiting.id`);
  return added;
}

export interface Waiting {
  registrantId: number;
  decisionNumber: number;
}

/** Those whose turn is next, in the order in which they asked. */
export async function nextOfRun(db: Db | Tx, runId: number, limit: number): Promise<Waiting[]> {
  return db
    .select({ registrantId: bulkPeople.registrantId, decisionNumber: bulkPeople.decisionNumber })
    .from(bulkPeople)
    .innerJoin(registrants, eq(registrants.id, bulkPeople.registrantId))
    .where(and(eq(bulkPeople.runId, runId), isNull(bulkPeople.outcome)))
    .orderBy(asc(registrants.askedAt), asc(registrants.id))
    .limit(limit);
}

export async function noteOutcome(
  tx: Tx,
  runId: number,
  registrantIds: readonly number[],
  outcome: { outcome: 'decided' | 'refused'; refusal?: string },
): Promise<void> {
  if (registrantIds.length === 0) return;
  const ids = [...registrantIds];
  await tx
    .update(bulkPeople)
    .set({ outcome: outcome.outcome, refusal: outcome.refusal ?? null })
    .where(and(eq(bulkPeople.runId, runId), inArray(bulkPeople.registrantId, ids)));
  await tx
    .update(registrants)
    .set({ bulkRunId: null })
    .where(and(inArray(registrants.id, ids), eq(registrants.bulkRunId, runId)));
}

export async function endRun(tx: Tx, id: number): Promise<void> {
  await tx.update(bulkRuns).set({ endedAt: sql`now()` }).where(eq(bulkRuns.id, id));
}

export interface RunCounts {
  total: number;
  decided: number;
  /** People who were refused, by the kind of refusal. */
  refused: ReadonlyMap<string, number>;
}

export async function countRun(db: Db | Tx, runId: number): Promise<RunCounts> {
  const rows = await db
    .select({ outcome: bulkPeople.outcome, refusal: bulkPeople.refusal, people: sql<number>`count(*)::int` })
    .from(bulkPeople)
    .where(eq(bulkPeople.runId, runId))
    .groupBy(bulkPeople.outcome, bulkPeople.refusal);
  const sum = (some: typeof rows) => some.reduce((people, row) => people + row.people, 0);
  return {
    total: sum(rows),
    decided: sum(rows.filter(({ outcome }) => outcome === 'decided')),
    refused: new Map(
      rows.flatMap(({ outcome, refusal, people }) =>
        outcome === 'refused' ? [[refusal ?? 'unknown', people] as const] : [],
      ),
    ),
  };
}

/** The first of those who were refused. */
export async function refusedOf(
  db: Db | Tx,
  runId: number,
  limit: number,
): Promise<{ person: Registrant; refusal: string }[]> {
  const rows = await db
    .select({ person: registrants, refusal: bulkPeople.refusal })
    .from(bulkPeople)
    .innerJoin(registrants, eq(registrants.id, bulkPeople.registrantId))
    .where(and(eq(bulkPeople.runId, runId), eq(bulkPeople.outcome, 'refused')))
    .orderBy(asc(registrants.askedAt), asc(registrants.id))
    .limit(limit);
  return rows.map(({ person, refusal }) => ({ person, refusal: refusal ?? 'unknown' }));
}
