/** What an approval message should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import { afterTheEnd } from '../program/decision-rules.ts';
import type { Db } from '../store/database.ts';
import { approvalMessages, peopleOf } from '../store/message-store.ts';
import type { Message } from '../store/schema/messages.ts';
import { countByStatus, countPlacesTaken, findWebinar } from '../store/webinar-store.ts';
import { approvalMessage } from './approval-message.ts';

export async function drawApproval(
  db: Db,
  message: Message,
  now: Date = new Date(),
): Promise<Drawing | undefined> {
  const webinar = await findWebinar(db, message.webinarId);
  if (!webinar) return undefined;
  const people = await peopleOf(db, message.id);
  const [newest] = await approvalMessages(db, webinar.id, 1);
  const isNewest = newest?.id === message.id;
  return approvalMessage({
    messageId: message.id,
    webinar,
    people,
    movedDown: message.movedDown,
    late: afterTheEnd(webinar, now),
    newest: isNewest
      ? {
          placesTaken: await placesTaken(db, webinar.id),
          moreWaiting: message.moreWaiting,
        }
      : undefined,
  });
}

/** Nothing once attendance is in: those who came have left the count, and nobody asks for places any more. */
async function placesTaken(db: Db, webinarId: number): Promise<number | null> {
  const counts = await countByStatus(db, webinarId);
  const isOver = (['attended', 'attended_on_demand', 'no_show'] as const).some((status) =>
    counts.has(status),
  );
  return isOver ? null : countPlacesTaken(db, webinarId);
}
