/** Tells somebody privately that their decision did not take effect: somebody acted in Marketo, or ON24 did not cancel. */
import type { Handler } from '../jobs/handlers.ts';
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import { escaped } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { personName } from '../program/person-name.ts';
import type { Db } from '../store/database.ts';
import { findHistoryEntry } from '../store/history-store.ts';
import { findRegistrant } from '../store/registrant-store.ts';
import { findWebinar } from '../store/webinar-store.ts';

export function tellMaker({ db, slack }: { db: Db; slack: SlackOutbox }): Handler<'tell-maker'> {
  return async ({ historyId }) => {
    const entry = await findHistoryEntry(db, historyId);
    const row = entry?.registrantId ? await findRegistrant(db, entry.registrantId) : undefined;
    const webinar = row && (await findWebinar(db, row.webinarId));
    if (!entry || !webinar) return undefined;
    const name = escaped(personName(row));
    const sentence =
      entry.event === 'cancel_refused'
        ? `${name} stays registered and was not rejected, because ON24 did not cancel them. It says: "${escaped(saidOutside(entry.reason, 300))}"`
        : `Your decision on ${name} did not take effect: somebody changed them in Marketo first. The message shows how they stand now.`;
    try {
      await slack.postPrivately(webinar.slackChannelId, entry.actor, sentence);
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      if (isThrottling(error)) return { againInMs: error.retryAfterMs ?? 5_000 };
      // The person has left the channel, or Slack's answer was lost: the message itself tells the same.
      if (error.kind === 'unavailable' && error.outcomeKnown) throw error;
    }
    return undefined;
  };
}
