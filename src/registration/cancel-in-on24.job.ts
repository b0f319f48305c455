/** Cancels one person in ON24, because somebody has wished it, and records what ON24 answered. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { moveRegistrant } from '../jobs/move-registrant.ts';
import { transact } from '../jobs/transact.ts';
import { promiseAsking, promiseDrawing } from '../jobs/what-follows.ts';
import type { Db, Tx } from '../store/database.ts';
import { isRejectionPending, takenBack } from '../store/former-decision.ts';
import { addHistory, type NewHistoryEntry } from '../store/history-store.ts';
import { sharingRegistration } from '../store/question-store.ts';
import {
  changeRegistrant,
  findRegistrant,
  lockRegistrant,
  type RegistrantChange,
} from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { type CancelOutcome, cancelPerson } from './cancel-person.ts';
import { type PushParts, pushPerson } from './push-person.ts';

/** Tried again each few seconds; what lasts is an outage, which is told and holds this job back. */
const patience = 4;
/** Somebody who is being registered has an answer within this time, as a rule. */
const othersSoonMs = 3_000;

export function cancelInOn24(parts: PushParts): Handler<'cancel-in-on24'> {
  return async ({ registrantId }) => {
    const row = await findRegistrant(parts.db, registrantId);
    const webinar = row && (await findWebinar(parts.db, row.webinarId));
    if (!webinar || row.on24Cancel !== 'wanted') return undefined;
    const sharing = await sharingRegistration(parts.db, row);
    if (sharing.length > 0) return leaveToOthers(parts, webinar, row, sharing);
    const outcome = await cancelPerson(parts, webinar, row);
    const recorded = await recordCancel(parts.db, webinar, row.id, outcome);
    if (recorded !== 'came_back') return recorded;
    const again = await pushPerson(parts, webinar, row);
    return again.kind === 'waits' ? knownWait(again.failure, patience) : undefined;
  };
}

/**
 * ON24 keeps one registration for one address, and somebody else needs it. A cancel of ours may have overtaken their
 * push, in a run that died before it could be recorded: they are pushed again, which changes nothing otherwise.
 */
async function leaveToOthers(
  parts: PushParts,
  webinar: Webinar,
  row: Registrant,
  sharing: readonly Registrant[],
): Promise<KnownWait | undefined> {
  // Whether ON24 has taken them before our cancel or after it is not known yet.
  if (sharing.some(({ status }) => status === 'registering')) return { againInMs: othersSoonMs };
  for (const other of sharing) {
    const again = await pushPerson(parts, webinar, other);
    if (again.kind === 'waits') return knownWait(again.failure, patience);
  }
  return transact(parts.db, async (tx) => {
    const locked = await lockRegistrant(tx, row.id);
    if (locked?.on24Cancel !== 'wanted') return undefined;
    const reason = 'somebody else is registered with the same address';
    await note(tx, locked, { event: 'cancel_left', actor: 'usher', reason });
    await take(tx, webinar, locked, { on24Cancel: null, on24CancelBy: null });
    return undefined;
  });
}

async function recordCancel(
  db: Db,
  webinar: Webinar,
  registrantId: number,
  outcome: CancelOutcome,
): Promise<KnownWait | 'came_back' | undefined> {
  return transact(db, async (tx) => {
    const row = await lockRegistrant(tx, registrantId);
    if (!row) return undefined;
    if (row.on24Cancel !== 'wanted') {
      // Approved again while the call was under way. Who is registering will be pushed after this job.
      return outcome.kind === 'cancelled' && row.status === 'registered' ? 'came_back' : undefined;
    }
    switch (outcome.kind) {
      case 'cancelled':
        // Somebody with the same address was registered meanwhile: the next run sees to them.
        if ((await sharingRegistration(tx, row)).length > 0) return { againInMs: 0 };
        await recordCancelled(tx, webinar, row, outcome.wasThere);
        return undefined;
      case 'refused':
        await recordRefused(tx, row, outcome.words);
        return undefined;
      case 'waits':
        return knownWait(outcome.failure, patience);
    }
  });
}

async function recordCancelled(tx: Tx, webinar: Webinar, row: Registrant, wasThere: boolean): Promise<void> {
  const reason = wasThere ? null : 'ON24 did not know the address';
  await note(tx, row, { event: 'cancelled', actor: 'on24', reason });
  await take(tx, webinar, row, { isInOn24: false, on24Cancel: null, on24CancelWords: null });
}

/** A rejection that waited for ON24 takes effect now. */
async function take(tx: Tx, webinar: Webinar, row: Registrant, change: RegistrantChange): Promise<void> {
  const isPending = isRejectionPending(row);
  const rest = await changeRegistrant(tx, row.id, isPending ? { ...change, formerDecision: null } : change);
  follow(tx, rest);
  if (!isPending) return;
  await moveRegistrant(tx, webinar, rest, {
    to: 'rejected',
    cause: row.status === 'registered' ? 'cancelled_in_on24' : 'decision',
    actor: row.decidedBy ?? 'usher',
    reason: row.decisionReason,
  });
}

/** The wish is dropped; where it was a rejection, the row stands as it did before it, and its maker is told. */
async function recordRefused(tx: Tx, row: Registrant, words: string): Promise<void> {
  const isPending = isRejectionPending(row);
  const maker = row.on24CancelBy ?? 'usher';
  const historyId = await note(tx, row, { event: 'cancel_refused', actor: maker, reason: words });
  if (isPending) enqueue(tx, 'tell-maker', { historyId });
  const refused = await changeRegistrant(tx, row.id, {
    ...(isPending ? takenBack(row) : {}),
    on24Cancel: 'refused',
    on24CancelWords: words,
  });
  follow(tx, refused);
}

function note(
  tx: Tx,
  row: Registrant,
  entry: Pick<NewHistoryEntry, 'event' | 'actor' | 'reason'>,
): Promise<number> {
  return addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    fromStatus: row.status,
    ...entry,
  });
}

function follow(tx: Tx, { messageId, questionId, webinarId }: Registrant): void {
  if (messageId !== null) promiseDrawing(tx, messageId);
  if (questionId !== null) promiseAsking(tx, webinarId);
}
