/** Carries one decision out for the people of a review: some at a time, each exactly once, in the order in which they asked. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { promiseGathering } from '../jobs/what-follows.ts';
import { endRun, findRun, nextOfRun, noteOutcome, type Waiting } from '../store/bulk-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import type { BulkRun } from '../store/schema/reviews.ts';
import { lockWebinar } from '../store/webinar-store.ts';
import { decideEach } from './decide.ts';

/** The webinar is locked for a click's worth of time only. */
const aPiece = 25;
const editsEveryMs = 10_000;
const pausedWaitMs = 30_000;

export function bulkDecide(db: Db, atOnce = aPiece): Handler<'bulk-decide'> {
  return async ({ runId }) => {
    for (;;) {
      const result = await transact(db, (tx) => takeNext(tx, runId, atOnce));
      if (result !== 'more') return result;
    }
  };
}

/** A piece is decided and noted in one transaction: after a crash the run goes on with those who have no outcome. */
async function takeNext(tx: Tx, runId: number, atOnce: number): Promise<'more' | KnownWait | undefined> {
  const known = await findRun(tx, runId);
  const webinar = known && (await lockWebinar(tx, known.webinarId));
  // Read again under the lock: a second copy of this job finds what the first has left.
  const run = await findRun(tx, runId);
  if (!run || !webinar || run.endedAt) return undefined;
  if (webinar.isPaused) return { againInMs: pausedWaitMs };
  const next = await nextOfRun(tx, run.id, atOnce);
  if (next.length === 0) {
    await endRun(tx, run.id);
    promiseGathering(tx, webinar.id);
    enqueue(tx, 'draw-message', { messageId: run.messageId });
    return undefined;
  }
  const rows = await lockRegistrants(
    tx,
    next.map(({ registrantId }) => registrantId),
  );
  const { decided, refused } = await decideEach(tx, webinar, rows, clickOf(run, next));
  await noteOutcome(
    tx,
    run.id,
    decided.map(({ id }) => id),
    { outcome: 'decided' },
  );
  for (const { person, refusal } of refused) {
    if (person) await noteOutcome(tx, run.id, [person.id], { outcome: 'refused', refusal: refusal.kind });
  }
  enqueue(tx, 'draw-message', { messageId: run.messageId }, { delayMs: editsEveryMs, keepsEarlier: true });
  return 'more';
}

function clickOf({ userId, decision, reason }: BulkRun, people: readonly Waiting[]) {
  return { userId, decision, reason, people };
}
