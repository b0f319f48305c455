/** Sends a list to the one who asked for it, in their direct messages; a permission that is missing is told privately. */
import { isThrottling, OutsideFailure } from '../failure.ts';
import type { SentFile, SlackOutbox } from './slack-outbox.ts';

const notAllowed =
  'I may not send files in this workspace. Ask the operator to give the Slack app the scopes files:write and im:write, then ask for the list again.';

/** Answers with a wait when Slack takes no call now. */
export async function sendList(
  slack: SlackOutbox,
  to: { userId: string; slackChannelId: string },
  file: SentFile,
): Promise<{ againInMs: number } | undefined> {
  try {
    await slack.sendFile(to.userId, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (isThrottling(error)) return { againInMs: error.retryAfterMs ?? 5_000 };
    if (error.cause === 'permission') {
      await slack.postPrivately(to.slackChannelId, to.userId, notAllowed);
      return undefined;
    }
    // The person has left the workspace: nobody is there to take it.
    if (error.kind === 'refused') return undefined;
    throw error;
  }
}
