/** Reads a webinar from the database into the words of the model. */
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '../../src/store/database.ts';
import { type HistoryEntry, history } from '../../src/store/schema/history.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { bulkPeople, bulkRuns } from '../../src/store/schema/reviews.ts';
import { type Webinar, webinars } from '../../src/store/schema/webinars.ts';
import type { ModelPerson, ModelRun, ModelState } from './races-model.ts';

export interface StateRead {
  state: ModelState;
  /** In the order in which the runs were begun. */
  runIds: number[];
  /** The history's last entry. */
  latest: number;
}

/** Of the history only what came after `since`. */
export async function readState(db: Db, webinar: Webinar, since: number): Promise<StateRead> {
  const [now] = await db
    .select({ capacity: webinars.capacity })
    .from(webinars)
    .where(eq(webinars.id, webinar.id));
  const rows = await db
    .select({ row: registrants, isOver: sql<boolean>`coalesce(${registrants.holdsUntil} <= now(), false)` })
    .from(registrants)
    .where(eq(registrants.webinarId, webinar.id))
    .orderBy(asc(registrants.askedAt), asc(registrants.id));
  const entries = await db
    .select()
    .from(history)
    .where(and(eq(history.webinarId, webinar.id), gt(history.id, since)))
    .orderBy(asc(history.id));
  const { runs, runIds } = await readRuns(db, webinar);
  const state: ModelState = {
    capacity: now?.capacity ?? null,
    hasHold: webinar.holdSeconds > 0,
    people: rows.map(({ row, isOver }) => personOfRow(row, isOver, runIds)),
    runs,
    told: toldBy(entries),
  };
  return { state, runIds, latest: entries.at(-1)?.id ?? since };
}

function personOfRow(row: Registrant, isOver: boolean, runIds: readonly number[]): ModelPerson {
  const { formerDecision: former } = row;
  return {
    id: row.id,
    status: row.status,
    decision: row.decision,
    by: row.decidedBy,
    held: row.holdsUntil === null ? 'no' : isOver ? 'over' : 'running',
    number: row.decisionNumber,
    former: former && { decision: former.decision, by: former.by },
    episode: row.episode,
    askedAt: row.askedAt.getTime(),
    joinedAt: row.membershipDate?.getTime() ?? 0,
    base: row.marketoBase,
    seq: row.marketoSeq,
    isCancelWanted: row.on24Cancel === 'wanted',
    run: row.bulkRunId === null ? null : runIds.indexOf(row.bulkRunId),
  };
}

async function readRuns(db: Db, webinar: Webinar): Promise<{ runs: ModelRun[]; runIds: number[] }> {
  const ofWebinar = eq(bulkRuns.webinarId, webinar.id);
  const begun = await db.select().from(bulkRuns).where(ofWebinar).orderBy(asc(bulkRuns.id));
  const people = await db
    .select({ of: bulkPeople })
    .from(bulkPeople)
    .innerJoin(bulkRuns, eq(bulkRuns.id, bulkPeople.runId))
    .where(ofWebinar)
    .orderBy(asc(bulkPeople.registrantId));
  const runs = begun.map(({ id, userId, decision, endedAt }) => ({
    by: userId,
    decision,
    isEnded: endedAt !== null,
    people: people.flatMap(({ of }) =>
      of.runId === id
        ? [{ id: of.registrantId, number: of.decisionNumber, outcome: of.refusal ?? of.outcome }]
        : [],
    ),
  }));
  return { runs, runIds: begun.map(({ id }) => id) };
}

function toldBy(entries: readonly HistoryEntry[]): ModelState['told'] {
  const told: ModelState['told'] = {};
  for (const { registrantId, event, fromStatus, toStatus, cause, actor, reason } of entries) {
    if (registrantId === null) continue;
    const words = [event, fromStatus, toStatus, cause, actor, ...(event === 'click_refused' ? [reason] : [])];
    told[registrantId] = [...(told[registrantId] ?? []), words.map((word) => word ?? '-').join(' ')];
  }
  return told;
}
