/** What the message of a bulk run should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import { countRun, findRunOfMessage, refusedOf } from '../store/bulk-store.ts';
import type { Db } from '../store/database.ts';
import type { Message } from '../store/schema/messages.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { bulkMessage } from './bulk-message.ts';

const firstRefused = 10;

export async function drawBulk(db: Db, message: Message): Promise<Drawing | undefined> {
  const run = await findRunOfMessage(db, message.id);
  const webinar = run && (await findWebinar(db, run.webinarId));
  if (!webinar) return undefined;
  return bulkMessage({
    run,
    webinarTitle: webinar.title,
    counts: await countRun(db, run.id),
    refused: await refusedOf(db, run.id, firstRefused),
  });
}
