/** Says one thing once in a channel, or in the thread of a message there; posted exactly once like every message. */
import type { Tx } from '../store/database.ts';
import { addMessage } from '../store/message-store.ts';
import type { Said } from '../store/schema/messages.ts';
import { enqueue } from './enqueue.ts';

export interface Notice {
  webinarId: number;
  slackChannelId: string;
  said: Said;
  /** Our id of the message whose thread it goes to. */
  threadOf?: number;
}

export async function addNotice(tx: Tx, notice: Notice): Promise<void> {
  const message = await addMessage(tx, { kind: 'notice', ...notice });
  enqueue(tx, 'draw-message', { messageId: message.id });
}
