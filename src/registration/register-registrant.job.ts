/** Registers one approved person in ON24, and records what ON24 answered; nobody is called registered before that. */
import { sql } from 'drizzle-orm';
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { moveRegistrant } from '../jobs/move-registrant.ts';
import { transact } from '../jobs/transact.ts';
import { promiseAsking, promiseDrawing } from '../jobs/what-follows.ts';
import { isThrottling, type OutsideFailure } from '../outside/failure.ts';
import { joinLinkOf } from '../program/join-link.ts';
import { isToBeAsked } from '../program/on24-cancel.ts';
import type { Db, Tx } from '../store/database.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, findRegistrant, lockRegistrant } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { askForCheck, isMemberChecked } from './member-check.ts';
import { type PushOutcome, type PushParts, pushPerson } from './push-person.ts';

/** Without an answer for this long, a person waits visibly, with a button. */
const givesUpAfterMs = 3 * 24 * 60 * 60 * 1000;

export function registerRegistrant(parts: PushParts): Handler<'register-registrant'> {
  return async ({ registrantId }) => {
    const row = await findRegistrant(parts.db, registrantId);
    const webinar = row && (await findWebinar(parts.db, row.webinarId));
    if (!webinar || row.status !== 'registering' || webinar.registrar !== 'on24') return undefined;
    if (!isMemberChecked(row)) {
      await askForCheck(parts.db, row);
      return undefined;
    }
    const outcome = await pushPerson(parts, webinar, row);
    return recordOutcome(parts.db, webinar, row, outcome);
  };
}

/** Also used for the canary: what one push has answered is recorded in one transaction. */
export async function recordOutcome(
  db: Db,
  webinar: Webinar,
  pushed: Registrant,
  outcome: PushOutcome,
): Promise<KnownWait | undefined> {
  return transact(db, async (tx) => {
    const row = await lockRegistrant(tx, pushed.id);
    if (!row) return undefined;
    switch (outcome.kind) {
      case 'registered':
        await recordSuccess(tx, webinar, row, pushed, outcome);
        return undefined;
      case 'refused':
        await recordRefusal(tx, webinar, row, outcome);
        return undefined;
      case 'waits':
        return row.status === 'registering' ? recordWait(tx, webinar, row, outcome.failure) : undefined;
    }
  });
}

async function recordSuccess(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  pushed: Registrant,
  { registration }: Extract<PushOutcome, { kind: 'registered' }>,
): Promise<void> {
  const known = {
    on24UserId: registration.on24UserId,
    on24IsBlocked: registration.isBlocked,
    isInOn24: true,
    on24Email: pushed.email,
  };
  const moved = await moveRegistrant(tx, webinar, row, {
    to: 'registered',
    cause: 'on24_answer',
    actor: 'on24',
    with: { ...known, joinLink: joinLinkOf(webinar, row) },
  });
  if (moved.moved) return;
  // Who has left registering meanwhile is not moved; that ON24 knows them is kept.
  const late = await changeRegistrant(tx, row.id, known);
  if (isToBeAsked(late)) promiseAsking(tx, webinar.id);
  if (row.messageId !== null) promiseDrawing(tx, row.messageId);
  if (row.status === 'registering') await noteStuck(tx, row, `ON24 has registered them, but ${moved.why}`);
}

async function recordRefusal(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  { words, by }: Extract<PushOutcome, { kind: 'refused' }>,
): Promise<void> {
  if (row.status !== 'registering') return;
  const moved = await moveRegistrant(tx, webinar, row, {
    to: 'registration_error',
    cause: 'on24_answer',
    actor: by,
    reason: words,
  });
  if (!moved.moved)
    await noteStuck(
      tx,
      row,
      `${by === 'on24' ? 'ON24 says' : 'Known before ON24 was asked:'} "${words}", but ${moved.why}`,
    );
}

/** The program's channel does not allow what ON24's answer asks for: said in the message, and left for an administrator. */
async function noteStuck(tx: Tx, row: Registrant, sentence: string): Promise<void> {
  await changeRegistrant(tx, row.id, { marketoRefused: sentence });
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'not_followed',
    fromStatus: row.status,
    cause: 'on24_answer',
    actor: 'on24',
    reason: sentence,
  });
  if (row.messageId !== null) promiseDrawing(tx, row.messageId);
}

async function recordWait(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  failure: OutsideFailure,
): Promise<KnownWait | undefined> {
  // Throttled, ON24 works: nobody needs to be told, and no patience is used up.
  if (isThrottling(failure)) return knownWait(failure, row.pushAttempts);
  const failingForMs = row.pushFailingSince ? Date.now() - row.pushFailingSince.getTime() : 0;
  if (failingForMs > givesUpAfterMs) {
    const reason = `ON24 gave no answer for three days: ${failure.words}`;
    await moveRegistrant(tx, webinar, row, {
      to: 'registration_error',
      cause: 'on24_answer',
      actor: 'usher',
      reason,
    });
    return undefined;
  }
  await changeRegistrant(tx, row.id, {
    pushAttempts: row.pushAttempts + 1,
    pushFailingSince: row.pushFailingSince ?? sql`now()`,
  });
  if (!row.pushFailingSince && row.messageId !== null) promiseDrawing(tx, row.messageId);
  return knownWait(failure, row.pushAttempts);
}
