/** Posts a message exactly once, also when an earlier attempt's outcome is unknown. */
import type { KnownWait } from '../jobs/handlers.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { Drawing } from '../outside/slack/blocks.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import type { Db } from '../store/database.ts';
import { changeMessage, findMessage } from '../store/message-store.ts';
import type { Message } from '../store/schema/messages.ts';

/** A post may still be on its way this long after its attempt; a look into the history before then proves nothing. */
const onItsWayMs = 11_000;
/** Slack's clock and ours may differ by this much. */
const clockSlackMs = 60_000;
const threadWaitsMs = 2_000;

/** What posting needs; the caller has found that the message has no `ts` yet. */
export async function postOnce(
  { db, slack }: { db: Db; slack: SlackOutbox },
  message: Message,
  drawing: Drawing,
  hash: string,
): Promise<KnownWait | undefined> {
  const thread = message.threadOf === null ? undefined : await findMessage(db, message.threadOf);
  const threadTs = thread?.slackTs ?? undefined;
  // What it belongs under is posted first.
  if (thread && threadTs === undefined && thread.lostBecause === null) return { againInMs: threadWaitsMs };
  if (message.postAttemptedAt) {
    const age = Date.now() - message.postAttemptedAt.getTime();
    if (age < onItsWayMs) return { againInMs: onItsWayMs - age };
    const since = new Date(message.createdAt.getTime() - clockSlackMs);
    const found = await slack.findPosted(message.slackChannelId, message.id, since, threadTs);
    if (found) {
      // What the found message shows is unknown, so that the next drawing compares afresh.
      await changeMessage(db, message.id, { slackTs: found, drawnHash: null });
      return { againInMs: 0 };
    }
  }
  await changeMessage(db, message.id, { postAttemptedAt: new Date() });
  try {
    const ts = await slack.post(message.slackChannelId, message.id, drawing, threadTs);
    await changeMessage(db, message.id, { slackTs: ts, drawnHash: hash, drawnAt: new Date() });
    return undefined;
  } catch (error) {
    if (error instanceof OutsideFailure && error.outcomeKnown) {
      await changeMessage(db, message.id, { postAttemptedAt: null });
    }
    throw error;
  }
}
