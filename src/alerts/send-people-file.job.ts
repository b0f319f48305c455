/** Sends everybody of an alert as a CSV file to the one who asked, in their direct messages. */
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { csv } from '../outside/csv.ts';
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import { escaped } from '../outside/slack/blocks.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { shownText } from '../program/person-name.ts';
import { statusTitles } from '../program/status.ts';
import { pageOfPeople } from '../store/alert-people-store.ts';
import { findAlert } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { findWebinar } from '../store/webinar-store.ts';

const readAtOnce = 1_000;
const head = ['Name', 'Title', 'Company', 'E-mail', 'Status', 'Reason', 'Since'];

const notAllowed =
  'I may not send files in this workspace. Ask the operator to give the Slack app the scopes files:write and im:write, then ask for the list again.';

export function sendPeopleFile(parts: { db: Db; slack: SlackOutbox }): Handler<'send-people-file'> {
  const { db, slack } = parts;
  return async ({ alertId, userId }) => {
    const alert = await findAlert(db, alertId);
    const webinar = alert?.webinarId ? await findWebinar(db, alert.webinarId) : undefined;
    if (!alert || !webinar) return undefined;
    try {
      // They may have lost the permission since they asked.
      const refusal = await reasonToRefuseDecider(db, webinar, userId);
      if (refusal) {
        await slack.postPrivately(webinar.slackChannelId, userId, refusalWords(refusal));
        return undefined;
      }
      const people = await everybodyOf(db, alert.id);
      const title = shownText(webinar.title, 90);
      await slack.sendFile(userId, {
        name: `registration-errors-${webinar.id}-${alert.id}.csv`,
        title: `Registration errors of "${title}"`,
        content: csv(head, people.map(row)),
        comment: escaped(
          `${people.length === 1 ? '1 person' : `${people.length} people`} of the alert for "${title}", as you asked. The file holds e-mail addresses: keep it to yourself.`,
        ),
      });
      return undefined;
    } catch (error) {
      if (error instanceof OutsideFailure && error.cause === 'permission') {
        await slack.postPrivately(webinar.slackChannelId, userId, notAllowed);
        return undefined;
      }
      return waitOrGiveUp(error);
    }
  };
}

async function everybodyOf(db: Db, alertId: number): Promise<Registrant[]> {
  const everybody: Registrant[] = [];
  for (;;) {
    const after = everybody.at(-1)?.id ?? 0;
    const { people } = await pageOfPeople(db, alertId, { after }, readAtOnce);
    everybody.push(...people);
    if (people.length < readAtOnce) return everybody;
  }
}

function row(person: Registrant): (string | null)[] {
  return [
    [person.firstName, person.lastName].filter(Boolean).join(' '),
    person.title,
    person.company,
    person.email,
    statusTitles[person.status],
    person.statusReason,
    person.statusAt.toISOString(),
  ];
}

function waitOrGiveUp(error: unknown): KnownWait | undefined {
  if (!(error instanceof OutsideFailure)) throw error;
  if (isThrottling(error)) return { againInMs: error.retryAfterMs ?? 5_000 };
  // The person has left the workspace or the channel: nobody is there to take it.
  if (error.kind === 'refused') return undefined;
  throw error;
}
