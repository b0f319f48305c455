/** Brings one webinar's attendance from ON24, moves its registrants forward, and tells what changed. */
import type { Pool } from 'pg';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import { changeRefresh, findRefresh, somebodyCameLive } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { wantedPeople, wantUnknownPeople } from '../store/unknown-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { countOutcome, hasChanged } from './count-outcome.ts';
import { decideEverybody } from './decide-attendance.ts';
import { endUnserved, waitOrFail } from './failing-refresh.ts';
import { type Evening, isFinalAt } from './outcome.ts';
import { pullAttendees } from './pull-attendees.ts';
import { addReport } from './request-refresh.ts';
import { updateEvent } from './update-event.ts';

export interface RefreshParts {
  db: Db;
  /** For COPY. */
  pool: Pool;
  on24: On24Client;
  now: () => Date;
}

/** Calls to ON24 in this attempt. */
export interface Spent {
  calls: number;
}

/** It may run twice, and be begun again wherever a crash has left it: whatever it does is done once. */
export function refreshAttendance(parts: RefreshParts): Handler<'refresh-attendance'> {
  return async ({ refreshId }) => {
    const refresh = await findRefresh(parts.db, refreshId);
    const known = refresh && (await findWebinar(parts.db, refresh.webinarId));
    if (!known || refresh.finishedAt) return undefined;
    if (known.disconnectedAt || (known.isPaused && !isAskedFor(refresh))) {
      return endUnserved(parts, refresh, known.disconnectedAt ? 'disconnected' : 'paused');
    }
    const spent: Spent = { calls: 0 };
    try {
      await bringIn(parts, known, refresh, spent);
      return undefined;
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      return waitOrFail(parts, refresh, error, spent);
    }
  };
}

/** A person waits for it, as opposed to a slot. */
export function isAskedFor({ cause, askedBy }: Pick<Refresh, 'cause' | 'askedBy'>): boolean {
  return cause === 'command_line' || askedBy.length > 0;
}

async function bringIn(parts: RefreshParts, known: Webinar, refresh: Refresh, spent: Spent): Promise<void> {
  const { db, now } = parts;
  spent.calls += 1;
  const webinar = await updateEvent(parts, known);
  for (;;) {
    const beganAt = now();
    await enterStage(db, refresh, { stage: 'pulling', startedAt: refresh.startedAt ?? beganAt });
    const { isComplete } = await pullAttendees(parts, webinar, refresh, spent);
    const isFinal = isFinalAt(webinar.liveEndsAt, beganAt);
    // What was read just before ON24's data became final is read again rather than taken for final.
    if (!isFinal && isFinalAt(webinar.liveEndsAt, now())) continue;
    await enterStage(db, refresh, { stage: 'deciding' });
    const evening = { isFinal, isComplete, somebodyCameLive: await somebodyCameLive(db, webinar.id) };
    await decideEverybody(db, webinar, evening);
    return finish(parts, webinar, refresh, evening, spent);
  }
}

async function enterStage(
  db: Db,
  { id }: Refresh,
  change: Pick<Partial<Refresh>, 'stage' | 'startedAt'>,
): Promise<void> {
  await transact(db, async (tx) => {
    await changeRefresh(tx, id, change);
    const refresh = await findRefresh(tx, id);
    if (refresh?.messageId) enqueue(tx, 'draw-message', { messageId: refresh.messageId });
  });
}

async function finish(
  { db, now }: RefreshParts,
  webinar: Webinar,
  begun: Refresh,
  evening: Evening,
  spent: Spent,
): Promise<void> {
  const counts = await countOutcome(db, webinar, begun, evening);
  await transact(db, async (tx) => {
    // Read again: somebody may have joined the run and asked for its report meanwhile.
    const refresh = await findRefresh(tx, begun.id);
    const messageId = refresh?.messageId ?? (hasChanged(counts) ? await addReport(tx, webinar) : null);
    await changeRefresh(tx, begun.id, {
      stage: 'done',
      finishedAt: now(),
      isFinal: evening.isFinal,
      calls: begun.calls + spent.calls,
      failedBecause: null,
      failingSince: null,
      counts,
      messageId,
    });
    if (messageId !== null) enqueue(tx, 'draw-message', { messageId });
    if (webinar.addsUnknownPeople) await wantUnknownPeople(tx, webinar.id, 'usher');
    if ((await wantedPeople(tx, webinar.id, 1)).length > 0)
      enqueue(tx, 'add-unknown-people', { webinarId: webinar.id });
  });
}
