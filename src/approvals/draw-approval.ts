/** What an approval message should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import type { Db } from '../store/database.ts';
import { approvalMessages, countInLine, peopleOf } from '../store/message-store.ts';
import type { Message } from '../store/schema/messages.ts';
import { countPlacesTaken, findWebinar } from '../store/webinar-store.ts';
import { approvalMessage } from './approval-message.ts';

export async function drawApproval(db: Db, message: Message): Promise<Drawing | undefined> {
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
    newest: isNewest
      ? {
          placesTaken: await countPlacesTaken(db, webinar.id),
          moreWaiting: await countInLine(db, webinar.id),
        }
      : undefined,
  });
}
