/** What Marketo answered to a status write, person by person, taken into the rows. */
import { transact } from '../jobs/transact.ts';
import { promiseDrawing, promiseMarketo, wantsMarketoWrite, wantsStatus } from '../jobs/what-follows.ts';
import type { StatusWriteResult } from '../outside/marketo/marketo-words.ts';
import type { Db, Tx } from '../store/database.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, lockRegistrantsOfLeads } from '../store/registrant-store.ts';
import type { MarketoIntention, Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { answered, intentionOf, type StatusWrite, writtenBy } from './marketo-intention.ts';

export interface WriteAftermath {
  /** Whether the write has added people who had left the program. */
  hasAdded: boolean;
  /** People of whom Marketo says "already in or past this status": read again to learn which. */
  alreadyPast: number[];
  /** People of whom only a reading tells: something else happened during the write, or Marketo does not know them. */
  doubtful: number[];
}

export async function takeWriteResults(
  db: Db,
  webinar: Webinar,
  write: StatusWrite,
  results: readonly StatusWriteResult[],
): Promise<WriteAftermath> {
  const byLead = new Map(results.map((result) => [result.leadId, result]));
  const doubtful = results.filter(isUnknown).map(({ leadId }) => leadId);
  await transact(db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, [...byLead.keys()])) {
      const result = byLead.get(row.leadId);
      if (!result) continue;
      if (result.outcome === 'created') await takeAdded(tx, row, write);
      if (result.outcome === 'updated' && !(await takeUpdated(tx, webinar, row, write)))
        doubtful.push(row.leadId);
      if (result.outcome === 'refused') await takeRefused(tx, row, write, wordsOf(result));
    }
  });
  const having = (outcome: StatusWriteResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).map(({ leadId }) => leadId);
  return { hasAdded: having('created').length > 0, alreadyPast: having('already-past'), doubtful };
}

/** 1004, lead not found; 1013, object not found. */
function isUnknown({ code }: StatusWriteResult): boolean {
  return code === '1004' || code === '1013';
}

async function takeAdded(tx: Tx, row: Registrant, write: StatusWrite): Promise<void> {
  await changeRegistrant(tx, row.id, {
    ...answered(row, write),
    marketoWrote: { ...write, over: null },
    marketoAddedByUs: true,
    marketoIsDue: true,
  });
}

/** Returns false, and leaves the belief as it is, when it cannot be told whether this write was the last that happened. */
async function takeUpdated(tx: Tx, webinar: Webinar, row: Registrant, write: StatusWrite): Promise<boolean> {
  const own = intentionOf(row, write);
  if (own ? !isUndisturbed(row, own) : row.marketoBase !== write.statusName) return false;
  const written = await changeRegistrant(tx, row.id, {
    ...answered(row, write),
    marketoBase: write.statusName,
    ...(own && { marketoWrote: writtenBy(own) }),
  });
  if (wantsMarketoWrite(webinar, written)) await promiseMarketo(tx, webinar, written);
  else await changeRegistrant(tx, row.id, { marketoIsDue: false });
  return true;
}

/** Nobody has been seen to act since the intention was saved, and no later write of ours has gone out. */
function isUndisturbed(row: Registrant, own: MarketoIntention): boolean {
  const laterWrites = [...row.marketoWriting, ...(row.marketoWrote ? [row.marketoWrote] : [])].filter(
    (other) => other.statusName !== own.statusName && other.savedAt > own.savedAt,
  );
  return laterWrites.length === 0 && (row.marketoBase === own.over || row.marketoBase === own.statusName);
}

async function takeRefused(tx: Tx, row: Registrant, write: StatusWrite, words: string): Promise<void> {
  const refused = await changeRegistrant(tx, row.id, answered(row, write));
  await noteNotTaken(tx, refused, `${write.statusName}: ${words}`);
}

function wordsOf({ code, words }: StatusWriteResult): string {
  return `${code ?? ''} ${words ?? ''}`.trim();
}

/**
 * These people were "already in or past" the status, and have been read again since. Who still wants the status is told
 * of, because Marketo will never take it.
 */
export async function endAlreadyPast(
  db: Db,
  webinar: Webinar,
  write: StatusWrite,
  leadIds: readonly number[],
): Promise<void> {
  await transact(db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, leadIds)) {
      const ended = intentionOf(row, write) ? await changeRegistrant(tx, row.id, answered(row, write)) : row;
      const isStillWanted =
        wantsMarketoWrite(webinar, ended) && wantsStatus(webinar, ended) === write.statusName;
      if (isStillWanted)
        await noteNotTaken(tx, ended, `${write.statusName}: it is in or past this status already`);
    }
  });
}

/** Marketo did not take the whole write: none of these people has the status, and none is tried again for now. */
export async function endIntentions(
  db: Db,
  webinar: Webinar,
  write: StatusWrite,
  leadIds: readonly number[],
  words: string,
): Promise<void> {
  await transact(db, async (tx) => {
    for (const row of await lockRegistrantsOfLeads(tx, webinar.id, leadIds))
      await takeRefused(tx, row, write, words);
  });
}

/** Said once, and not tried again until the row moves. */
export async function noteNotTaken(tx: Tx, row: Registrant, what: string): Promise<void> {
  const sentence = `Marketo did not take ${what}`;
  await changeRegistrant(tx, row.id, { marketoIsDue: false, marketoRefused: sentence });
  await noteInHistory(tx, row, sentence);
  if (row.messageId !== null) promiseDrawing(tx, row.messageId);
}

export async function noteInHistory(tx: Tx, row: Registrant, sentence: string): Promise<void> {
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
}
