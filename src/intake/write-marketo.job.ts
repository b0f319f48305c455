/** Makes Marketo's status and member data equal what a webinar's rows want, in batches; nothing is written over what a person did there. */
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { wantsMarketoWrite, wantsStatus } from '../jobs/what-follows.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { StatusWriteResult } from '../outside/marketo/marketo-words.ts';
import { dueForMarketo, settleDue } from '../store/marketo-belief-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { followMembers, followOrHint, type IntakeParts } from './follow-members.ts';
import { type StatusWrite, saveIntentions, withdrawIntentions } from './marketo-intention.ts';
import { takeOutAgain } from './take-out-again.ts';
import {
  endAlreadyPast,
  endIntentions,
  takeWriteResults,
  type WriteAftermath,
} from './take-write-results.ts';
import { waitingForMarketo } from './waiting.ts';
import { writeMemberData } from './write-member-data.ts';

/** As many as Marketo takes in one call. */
const atOnce = 300;

export function writeMarketo(parts: IntakeParts): Handler<'write-marketo'> {
  return ({ webinarId }) =>
    waitingForMarketo(parts, async () => {
      const webinar = await findWebinar(parts.db, webinarId);
      const due = webinar ? await dueForMarketo(parts.db, webinarId, atOnce) : [];
      if (!webinar || due.length === 0) return undefined;
      const added = due.filter(({ marketoAddedByUs }) => marketoAddedByUs);
      if (added.length > 0) {
        await takeOutAgain(parts, webinar, added);
        return { againInMs: 0 };
      }
      const stale = await followMembers(
        parts,
        webinar,
        due.map(({ leadId }) => leadId),
      );
      const rows = (await settle(parts, webinar, due)).filter((row) => !stale.includes(row.leadId));
      // The data go first: the mail that a status sets off must find them.
      const withoutData = await writeMemberData(parts, webinar, rows);
      const ready = rows.filter(({ leadId }) => !withoutData.has(leadId));
      for (const [statusName, people] of byWantedStatus(webinar, ready)) {
        await writeStatus(parts, webinar, statusName, people);
      }
      return anyLeft(parts, webinar, due);
    });
}

/** The mark leaves those who want nothing any more; returns the others as they are now. */
async function settle(
  { db }: IntakeParts,
  webinar: Webinar,
  due: readonly Registrant[],
): Promise<Registrant[]> {
  const ids = due.map(({ id }) => id);
  const rows = await transact(db, (tx) => settleDue(tx, ids, (row) => wantsMarketoWrite(webinar, row)));
  return rows.filter((row) => row.marketoIsDue && wantsMarketoWrite(webinar, row));
}

function byWantedStatus(webinar: Webinar, rows: Registrant[]): Map<string, Registrant[]> {
  const groups = new Map<string, Registrant[]>();
  for (const row of rows) {
    const statusName = wantsStatus(webinar, row);
    if (statusName) groups.set(statusName, [...(groups.get(statusName) ?? []), row]);
  }
  return groups;
}

async function writeStatus(
  parts: IntakeParts,
  webinar: Webinar,
  statusName: string,
  rows: Registrant[],
): Promise<void> {
  const write: StatusWrite = { statusName, savedAt: new Date().toISOString() };
  const intended = await saveIntentions(parts.db, webinar, write, rows);
  if (intended.length === 0) return;
  const leadIds = intended.map(({ leadId }) => leadId);
  const results = await callMarketo(parts, webinar, write, leadIds);
  if (!results) return;
  await takeAftermath(parts, webinar, write, await takeWriteResults(parts.db, webinar, write, results));
}

/** Nothing when the channel has lost that status since the webinar was connected: said, and nobody else's write waits. */
async function callMarketo(
  { db, marketo }: IntakeParts,
  webinar: Webinar,
  write: StatusWrite,
  leadIds: number[],
): Promise<StatusWriteResult[] | undefined> {
  try {
    return await marketo.writeStatus(webinar.programId, write.statusName, leadIds);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.cause === 'unknown-status') {
      await endIntentions(db, webinar, write, leadIds, error.words);
      return undefined;
    }
    if (error.outcomeKnown) await withdrawIntentions(db, webinar, write, leadIds);
    throw error;
  }
}

async function takeAftermath(
  parts: IntakeParts,
  webinar: Webinar,
  write: StatusWrite,
  { hasAdded, alreadyPast, doubtful }: WriteAftermath,
): Promise<void> {
  const again = [...alreadyPast, ...doubtful];
  if (again.length > 0) {
    const stale = await followOrHint(parts, webinar, again);
    const read = alreadyPast.filter((leadId) => !stale.includes(leadId));
    await endAlreadyPast(parts.db, webinar, write, read);
  }
  // In the same run: the longer they stay, the likelier somebody mails them.
  if (hasAdded) {
    const due = await dueForMarketo(parts.db, webinar.id, atOnce);
    await takeOutAgain(
      parts,
      webinar,
      due.filter(({ marketoAddedByUs }) => marketoAddedByUs),
    );
  }
}

async function anyLeft(
  parts: IntakeParts,
  webinar: Webinar,
  done: readonly Registrant[],
): Promise<KnownWait | undefined> {
  await settle(parts, webinar, done);
  const left = await dueForMarketo(parts.db, webinar.id, 1);
  if (left.length === 0) return undefined;
  const isTheSame = done.some(({ id }) => id === left[0]?.id);
  return { againInMs: isTheSame ? 1_000 : 0 };
}
