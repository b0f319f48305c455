/** Sends everybody of an alert as a CSV file to the one who asked, in their direct messages. */
import type { Handler } from '../jobs/handlers.ts';
import { csv } from '../outside/csv.ts';
import { escaped } from '../outside/slack/blocks.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { sendList } from '../outside/slack/send-list.ts';
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

export function sendPeopleFile(parts: { db: Db; slack: SlackOutbox }): Handler<'send-people-file'> {
  const { db, slack } = parts;
  return async ({ alertId, userId }) => {
    const alert = await findAlert(db, alertId);
    const webinar = alert?.webinarId ? await findWebinar(db, alert.webinarId) : undefined;
    if (!alert || !webinar) return undefined;
    // They may have lost the permission since they asked.
    const refusal = await reasonToRefuseDecider(db, webinar, userId);
    if (refusal) {
      await slack.postPrivately(webinar.slackChannelId, userId, refusalWords(refusal));
      return undefined;
    }
    const people = await everybodyOf(db, alert.id);
    const title = shownText(webinar.title, 90);
    return sendList(
      slack,
      { userId, slackChannelId: webinar.slackChannelId },
      {
        name: `registration-errors-${webinar.id}-${alert.id}.csv`,
        title: `Registration errors of "${title}"`,
        content: csv(head, people.map(row)),
        comment: escaped(
          `${people.length === 1 ? '1 person' : `${people.length} people`} of the alert for "${title}", as you asked. The file holds e-mail addresses: keep it to yourself.`,
        ),
      },
    );
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
