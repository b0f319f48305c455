/** Sends who came, person by person, as a CSV file to the one who asked, in their direct messages. */
import type { Handler } from '../jobs/handlers.ts';
import { csv } from '../outside/csv.ts';
import { escaped } from '../outside/slack/blocks.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { sendList } from '../outside/slack/send-list.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { shownText } from '../program/person-name.ts';
import { statusTitles } from '../program/status.ts';
import { type Attendee, attendeesAfter, unregisteredAfter } from '../store/attendance-list-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import type { AttendanceFact } from '../store/schema/attendance.ts';
import { findWebinar } from '../store/webinar-store.ts';

const readAtOnce = 1_000;
const head = ['Name', 'Title', 'Company', 'E-mail', 'Status', 'Minutes live', 'Minutes on demand'];

export function sendAttendanceFile({
  db,
  slack,
}: {
  db: Db;
  slack: SlackOutbox;
}): Handler<'send-attendance-file'> {
  return async ({ webinarId, userId }) => {
    const webinar = await findWebinar(db, webinarId);
    if (!webinar) return undefined;
    // They may have lost the permission since they asked.
    const refusal = await reasonToRefuseDecider(db, webinar, userId);
    if (refusal) {
      await slack.postPrivately(webinar.slackChannelId, userId, refusalWords(refusal));
      return undefined;
    }
    const rows = [...(await registered(db, webinar.id)), ...(await unregistered(db, webinar.id))];
    const title = shownText(webinar.title, 90);
    return sendList(
      slack,
      { userId, slackChannelId: webinar.slackChannelId },
      {
        name: `attendance-${webinar.id}.csv`,
        title: `Attendance of "${title}"`,
        content: csv(head, rows),
        comment: escaped(
          `The attendance of "${title}", ${rows.length === 1 ? '1 person' : `${rows.length} people`}, as you asked. The file holds e-mail addresses: keep it to yourself.`,
        ),
      },
    );
  };
}

type Row = (string | number | null)[];

async function registered(db: Db, webinarId: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let afterId = 0; ; ) {
    const some = await attendeesAfter(db, webinarId, afterId, readAtOnce);
    rows.push(...some.map(registeredRow));
    if (some.length < readAtOnce) return rows;
    afterId = some.at(-1)?.person.id ?? afterId;
  }
}

function registeredRow({ person, liveMinutes, onDemandMinutes }: Attendee): Row {
  return [
    [person.firstName, person.lastName].filter(Boolean).join(' '),
    person.title,
    person.company,
    person.email,
    statusTitles[person.status],
    liveMinutes,
    onDemandMinutes,
  ];
}

async function unregistered(db: Db, webinarId: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let afterId = 0; ; ) {
    const some = await unregisteredAfter(db, webinarId, afterId, readAtOnce);
    rows.push(...some.map(unregisteredRow));
    if (some.length < readAtOnce) return rows;
    afterId = some.at(-1)?.on24UserId ?? afterId;
  }
}

function unregisteredRow({ email, liveMinutes, onDemandMinutes }: AttendanceFact): Row {
  return [null, null, null, email, 'not registered here', liveMinutes, onDemandMinutes];
}
