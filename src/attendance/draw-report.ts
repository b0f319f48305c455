/** What a refresh's message should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import { findRefreshOfMessage } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import type { Message } from '../store/schema/messages.ts';
import { countAdditions } from '../store/unknown-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { attendanceReport } from './attendance-report.ts';

export async function drawReport(db: Db, message: Message): Promise<Drawing | undefined> {
  const refresh = await findRefreshOfMessage(db, message.id);
  const webinar = refresh && (await findWebinar(db, refresh.webinarId));
  return webinar && attendanceReport({ refresh, webinar, additions: await countAdditions(db, webinar.id) });
}
