/** A run that fails: tried again with growing pauses, and told of once when it is given up. */
import { enqueue } from '../jobs/enqueue.ts';
import type { KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { transact } from '../jobs/transact.ts';
import type { OutsideFailure } from '../outside/failure.ts';
import { changeRefresh, findRefresh, refreshBefore } from '../store/attendance-store.ts';
import type { Tx } from '../store/database.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { isAskedFor, type RefreshParts, type Spent } from './refresh-attendance.job.ts';
import { addReport } from './request-refresh.ts';

const hourMs = 60 * 60 * 1000;
/** Somebody who waits is told after an hour; a night is tried until the next one is near. */
const patienceMs = { asked: hourMs, slot: 20 * hourMs };
/** After this long, every ten minutes is often enough. */
const soonForMs = hourMs;
const slowWaitMs = 10 * 60 * 1000;

export async function waitOrFail(
  { db, now }: RefreshParts,
  begun: Refresh,
  failure: OutsideFailure,
  spent: Spent,
): Promise<KnownWait | undefined> {
  const failedBecause = `ON24 says: ${failure.words}`;
  return transact(db, async (tx) => {
    const refresh = (await findRefresh(tx, begun.id)) ?? begun;
    const failingSince = refresh.failingSince ?? now();
    const failures = refresh.failures + 1;
    const failedForMs = now().getTime() - failingSince.getTime();
    const note = { failedBecause, failingSince, failures, calls: begun.calls + spent.calls };
    const patience = isAskedFor(refresh) ? patienceMs.asked : patienceMs.slot;
    if (isCurable(failure) && failedForMs < patience) {
      await changeRefresh(tx, refresh.id, { ...note, stage: 'waiting' });
      if (refresh.messageId !== null) enqueue(tx, 'draw-message', { messageId: refresh.messageId });
      return failedForMs < soonForMs ? knownWait(failure, failures + 1) : { againInMs: slowWaitMs };
    }
    await changeRefresh(tx, refresh.id, { ...note, stage: 'failed', finishedAt: now() });
    await tellFailure(tx, refresh, failedBecause, isAboutEvent(failure));
    return undefined;
  });
}

/** What time or an administrator of the connection heals; an event that is gone or closed is no such thing. */
function isCurable({ kind, scope }: OutsideFailure): boolean {
  return kind === 'unavailable' || (kind === 'misconfigured' && scope === 'system');
}

/** That the event was closed or deleted was told when it was found so. */
function isAboutEvent({ cause }: OutsideFailure): boolean {
  return cause === 'event-closed' || cause === 'event-gone';
}

/** Told once: a night that fails as the one before it did says nothing new. */
async function tellFailure(tx: Tx, refresh: Refresh, failedBecause: string, isTold: boolean): Promise<void> {
  const before = await refreshBefore(tx, refresh);
  if (refresh.messageId === null && (isTold || before?.failedBecause === failedBecause)) return;
  const webinar = await findWebinar(tx, refresh.webinarId);
  const messageId = refresh.messageId ?? (webinar ? await addReport(tx, webinar) : null);
  if (messageId === null) return;
  await changeRefresh(tx, refresh.id, { messageId });
  enqueue(tx, 'draw-message', { messageId });
}

/** A webinar that was paused or disconnected after the run was promised is left alone. */
export async function endUnserved(
  { db, now }: RefreshParts,
  { id }: Refresh,
  why: 'paused' | 'disconnected',
): Promise<undefined> {
  await transact(db, async (tx) => {
    const refresh = await findRefresh(tx, id);
    const failedBecause = `The webinar is ${why}.`;
    await changeRefresh(tx, id, { stage: 'failed', finishedAt: now(), failedBecause });
    if (refresh?.messageId) enqueue(tx, 'draw-message', { messageId: refresh.messageId });
  });
  return undefined;
}
