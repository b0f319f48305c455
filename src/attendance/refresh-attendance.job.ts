/** Brings one webinar's attendance from ON24, moves its registrants forward, and tells what changed. */

import { enqueue } from '../jobs/enqueue.ts';
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import { changeRefresh, findRefresh, somebodyCameLive } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { countOutcome, decideEverybody, hasChanged } from './decide-attendance.ts';
import { type Evening, isFinalAt } from './outcome.ts';
import { pullAttendees } from './pull-attendees.ts';
import { addReport } from './request-refresh.ts';
import { updateEvent } from './update-event.ts';

export interface RefreshParts {
  db: Db;
  on24: On24Client;
  now: () => Date;
}

/** ON24 is asked again for this long; a night that fails altogether is made up by the next one. */
const triesForMs = 60 * 60 * 1000;

export function refreshAttendance(parts: RefreshParts): Handler<'refresh-attendance'> {
  return async ({ refreshId }) => {
    const refresh = await findRefresh(parts.db, refreshId);
    const known = refresh && (await findWebinar(parts.db, refresh.webinarId));
    if (!known || refresh.finishedAt) return undefined;
    try {
      const webinar = await updateEvent(parts, known);
      await enterStage(parts.db, refresh, 'pulling');
      const { isComplete } = await pullAttendees(parts, webinar, refresh);
      await enterStage(parts.db, refresh, 'deciding');
      await finish(parts, webinar, refresh, isComplete);
      return undefined;
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      return waitOrFail(parts.db, refresh, error);
    }
  };
}

async function enterStage(db: Db, { id, messageId }: Refresh, stage: Refresh['stage']): Promise<void> {
  await transact(db, async (tx) => {
    await changeRefresh(tx, id, { stage });
    if (messageId !== null) enqueue(tx, 'draw-message', { messageId });
  });
}

async function finish(
  { db, now }: RefreshParts,
  webinar: Webinar,
  { id }: Refresh,
  isComplete: boolean,
): Promise<void> {
  const isFinal = isFinalAt(webinar.liveEndsAt, now());
  const evening: Evening = { isFinal, isComplete, somebodyCameLive: await somebodyCameLive(db, webinar.id) };
  const changes = await decideEverybody(db, webinar, evening);
  const counts = await countOutcome(db, webinar, evening, changes);
  await transact(db, async (tx) => {
    // Read again: somebody may have joined the run and asked for its report meanwhile.
    const refresh = await findRefresh(tx, id);
    const messageId = refresh?.messageId ?? (hasChanged(counts) ? await addReport(tx, webinar) : null);
    await changeRefresh(tx, id, { stage: 'done', finishedAt: now(), isFinal, counts, messageId });
    if (messageId !== null) enqueue(tx, 'draw-message', { messageId });
  });
}

async function waitOrFail(db: Db, refresh: Refresh, failure: OutsideFailure): Promise<KnownWait | undefined> {
  const hasTime = Date.now() - refresh.askedAt.getTime() < triesForMs;
  if (failure.kind === 'unavailable' && hasTime) return knownWait(failure, 4);
  await transact(db, async (tx) => {
    const reason = `ON24 says: ${failure.words}`;
    await changeRefresh(tx, refresh.id, { stage: 'failed', finishedAt: new Date(), failedBecause: reason });
    const now = await findRefresh(tx, refresh.id);
    const webinar = await findWebinar(tx, refresh.webinarId);
    const messageId = now?.messageId ?? (webinar ? await addReport(tx, webinar) : null);
    if (messageId === null) return;
    await changeRefresh(tx, refresh.id, { messageId });
    enqueue(tx, 'draw-message', { messageId });
  });
  return undefined;
}
