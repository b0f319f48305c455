/** Pulls an event's attendees as a stream into rows, so that memory does not grow with their number. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { On24Attendee } from '../outside/on24/on24-words.ts';
import {
  changeRefresh,
  matchAttendance,
  type NewAttendanceFact,
  saveFacts,
} from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';

/** One edit of the progress message in this time. */
const editsEveryMs = 10_000;

/**
 * Answers whether the list held as many people as ON24 said.
 *
 * @throws OutsideFailure also when the list breaks off; what was read by then is kept, and nothing is decided from it
 */
export async function pullAttendees(
  { db, on24 }: { db: Db; on24: On24Client },
  webinar: Webinar,
  refresh: Refresh,
): Promise<{ isComplete: boolean }> {
  let pulled = 0;
  const attendees = on24.readAttendees(webinar.on24ClientId, webinar.on24EventId);
  for await (const batch of attendees) {
    await saveFacts(db, factsOf(batch, webinar, refresh));
    pulled += batch.length;
    await transact(db, async (tx) => {
      await changeRefresh(tx, refresh.id, { pulled });
      if (refresh.messageId === null) return;
      enqueue(
        tx,
        'draw-message',
        { messageId: refresh.messageId },
        { delayMs: editsEveryMs, keepsEarlier: true },
      );
    });
  }
  await matchAttendance(db, webinar.id);
  const { expected, seen, passedOver } = attendees.tally;
  // A record that could not be read may be about anybody.
  return { isComplete: passedOver === 0 && (expected === null || seen >= expected) };
}

/** Who is blocked or no longer active has not attended; who is anonymous counts, but is nobody we could name. */
function factsOf(batch: readonly On24Attendee[], webinar: Webinar, refresh: Refresh): NewAttendanceFact[] {
  const facts = new Map<number, NewAttendanceFact>();
  for (const attendee of batch) {
    if (attendee.isBlocked || !attendee.isActive) continue;
    const before = facts.get(attendee.on24UserId);
    facts.set(attendee.on24UserId, {
      webinarId: webinar.id,
      on24UserId: attendee.on24UserId,
      registrantCode: attendee.registrantCode ?? before?.registrantCode ?? null,
      email: attendee.isAnonymous ? null : (attendee.email ?? before?.email ?? null),
      cameLive: attendee.cameLive || (before?.cameLive ?? false),
      cameOnDemand: attendee.cameOnDemand || (before?.cameOnDemand ?? false),
      liveMinutes: Math.max(attendee.liveMinutes, before?.liveMinutes ?? 0),
      onDemandMinutes: Math.max(attendee.onDemandMinutes, before?.onDemandMinutes ?? 0),
      refreshId: refresh.id,
    });
  }
  return [...facts.values()];
}
