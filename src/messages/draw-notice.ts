/** A notice says one thing once: it was drawn when it was made, and nothing in it changes. */
import type { Drawing } from '../outside/slack/blocks.ts';
import type { Db } from '../store/database.ts';
import type { Message } from '../store/schema/messages.ts';

export async function drawNotice(_db: Db, { said }: Message): Promise<Drawing | undefined> {
  return said === null ? undefined : (said as Drawing);
}
