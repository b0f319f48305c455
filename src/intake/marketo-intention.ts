/** A status write in two committed steps: the intention before the call, what Marketo answered after it. */
import { transact } from '../jobs/transact.ts';
import { promiseDrawing, wantsStatus } from '../jobs/what-follows.ts';
import type { StatusWriteResult } from '../outside/marketo/marketo-words.ts';
import type { Db, Tx } from '../store/database.ts';
import { addHistory } from '../store/history-store.ts';
import {
  changeRegistrant,
  lockRegistrants,
  lockRegistrantsOfLeads,
  type RegistrantChange,
} from '../store/registrant-store.ts';
import type { MarketoIntention, Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';

/** Returns the rows that still want this status, now with the intention saved; a crash after this is found by a reading. */
export async function saveIntention(
  db: Db,
  webinar: Webinar,
  statusName: string,
  rows: readonly Registrant[],
): Promise<Registrant[]> {
  return transact(db, async (tx) => {
    const intended: Registrant[] = [];
    for (const row of await lockRegistrants(
      tx,
      rows.map(({ id }) => id),
    )) {
      if (row.marketoRefused !== null || wantsStatus(webinar, row) !== statusName) continue;
      const intention: MarketoIntention = { statusName, savedAt: new Date().toISOString() };
      intended.push(
        await changeRegistrant(tx, row.id, {
          marketoWriting: [...without(row, statusName), intention],
          marketoSeq: row.marketoSeq + 1,
        }),
      );
    }
    return intended;
  });
}

export interface WriteAftermath {
  /** Whether the write has added people who had left the program. */
  hasAdded: boolean;
  /** People of whom Marketo says "already in or past this status": read again to learn which. */
  unclear: number[];
}

export async function takeWriteResults(
  db: Db,
  webinar: Webinar,
  statusName: string,
  results: readonly StatusWriteResult[],
): Promise<WriteAftermath> {
  const byLead = new Map(results.map((result) => [result.leadId, result]));
  await transact(db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, [...byLead.keys()])) {
      const result = byLead.get(row.leadId);
      if (result) await takeResult(tx, webinar, row, statusName, result);
    }
  });
  const having = (outcome: StatusWriteResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).map(({ leadId }) => leadId);
  return { hasAdded: having('created').length > 0, unclear: having('already-past') };
}

async function takeResult(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  statusName: string,
  result: StatusWriteResult,
): Promise<void> {
  if (result.outcome === 'created') {
    await changeRegistrant(tx, row.id, {
      ...answered(row, statusName),
      marketoAddedByUs: true,
      marketoIsDue: true,
    });
    return;
  }
  if (result.outcome === 'updated') {
    const written = await changeRegistrant(tx, row.id, {
      ...answered(row, statusName),
      marketoBase: statusName,
    });
    if (wantsStatus(webinar, written) === undefined)
      await changeRegistrant(tx, row.id, { marketoIsDue: false });
    return;
  }
  if (result.outcome === 'already-past') {
    await changeRegistrant(tx, row.id, answered(row, statusName));
    return;
  }
  const words = `${result.code ?? ''} ${result.words ?? ''}`.trim();
  await noteNotTaken(
    tx,
    await changeRegistrant(tx, row.id, answered(row, statusName)),
    `${statusName}: ${words}`,
  );
}

/** Who still wants the status after "already in or past it" was read again: Marketo will never take it. */
export async function endUnclear(
  db: Db,
  webinar: Webinar,
  statusName: string,
  leadIds: readonly number[],
): Promise<void> {
  await transact(db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, leadIds)) {
      const isStillWanted = row.marketoRefused === null && wantsStatus(webinar, row) === statusName;
      if (isStillWanted) await noteNotTaken(tx, row, `${statusName}: it is in or past this status already`);
    }
  });
}

/** Marketo did not take the whole write: none of these people has the status, and none is tried again for now. */
export async function endIntention(
  db: Db,
  webinar: Webinar,
  statusName: string,
  leadIds: readonly number[],
  words: string,
): Promise<void> {
  await transact(db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, leadIds)) {
      const ended = await changeRegistrant(tx, row.id, answered(row, statusName));
      await noteNotTaken(tx, ended, `${statusName}: ${words}`);
    }
  });
}

/** Said once, and not tried again until the row moves. */
export async function noteNotTaken(tx: Tx, row: Registrant, what: string): Promise<void> {
  const sentence = `Marketo did not take ${what}`;
  await changeRegistrant(tx, row.id, { marketoIsDue: false, marketoRefused: sentence });
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'not_followed',
    fromStatus: row.status,
    cause: 'written_to_marketo',
    actor: 'usher',
    reason: sentence,
  });
  if (row.messageId !== null) promiseDrawing(tx, row.messageId);
}

/** The intention leaves with its answer. */
function answered(row: Registrant, statusName: string): RegistrantChange {
  return { marketoWriting: without(row, statusName), marketoSeq: row.marketoSeq + 1 };
}

function without(row: Registrant, statusName: string): MarketoIntention[] {
  return row.marketoWriting.filter((intention) => intention.statusName !== statusName);
}
