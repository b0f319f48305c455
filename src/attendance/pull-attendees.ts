/** Pulls an event's attendees as a stream into the stage, and merges them; memory does not grow with their number. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { On24Attendee } from '../outside/on24/on24-words.ts';
import { changeRefresh } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { clearStage, mergeStage, type StagedFact, stageFacts } from '../store/staged-attendance-store.ts';
import type { RefreshParts, Spent } from './refresh-attendance.job.ts';

/** One edit of the progress message in this time. */
const editsEveryMs = 10_000;
/** So many rows are copied at once. */
const rowsPerCopy = 5_000;

/**
 * Answers whether the list held as many people as ON24 said.
 *
 * @throws OutsideFailure also when the list breaks off; then nothing of it is taken
 */
export async function pullAttendees(
  { db, pool, on24 }: RefreshParts,
  webinar: Webinar,
  refresh: Refresh,
  spent: Spent,
): Promise<{ isComplete: boolean }> {
  await clearStage(db, refresh.id);
  let waiting: StagedFact[] = [];
  let pulled = 0;
  const takeIn = async () => {
    await stageFacts(pool, waiting);
    pulled += waiting.length;
    waiting = [];
    await showProgress(db, refresh, pulled);
  };
  const attendees = on24.readAttendees(webinar.on24ClientId, webinar.on24EventId);
  try {
    for await (const batch of attendees) {
      for (const attendee of batch) waiting.push(staged(attendee, refresh));
      if (waiting.length >= rowsPerCopy) await takeIn();
    }
  } finally {
    spent.calls += attendees.tally.calls;
  }
  await takeIn();
  await mergeStage(db, webinar.id, refresh.id);
  const { expected, seen, passedOver } = attendees.tally;
  // A record that could not be read may be about anybody.
  return { isComplete: passedOver === 0 && (expected === null || seen >= expected) };
}

/** Who is blocked or no longer active has not attended; who is anonymous counts, but is nobody we could name. */
function staged(attendee: On24Attendee, { id }: Refresh): StagedFact {
  return {
    refreshId: id,
    on24UserId: attendee.on24UserId,
    registrantCode: attendee.registrantCode,
    email: attendee.isAnonymous ? null : attendee.email,
    cameLive: attendee.cameLive,
    cameOnDemand: attendee.cameOnDemand,
    liveMinutes: attendee.liveMinutes,
    onDemandMinutes: attendee.onDemandMinutes,
    isAdmitted: attendee.isActive && !attendee.isBlocked,
  };
}

async function showProgress(db: Db, { id, messageId }: Refresh, pulled: number): Promise<void> {
  await transact(db, async (tx) => {
    await changeRefresh(tx, id, { pulled });
    if (messageId === null) return;
    enqueue(tx, 'draw-message', { messageId }, { delayMs: editsEveryMs, keepsEarlier: true });
  });
}
