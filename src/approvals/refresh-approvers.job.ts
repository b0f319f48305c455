/** Keeps the members of the approvers' user groups fresh: who may decide is read from PostgreSQL, never from Slack in a click. */
import type { Handler } from '../jobs/handlers.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { isGroup } from '../program/permission.ts';
import { saveGroup } from '../store/approver-group-store.ts';
import type { Db } from '../store/database.ts';
import { listWebinars } from '../store/webinar-store.ts';

export const refreshApproversEveryMs = 10 * 60 * 1000;
/** A group that could not be read is asked for again soon: after an hour without news its members may not decide. */
const againAfterFailureMs = 60_000;

export function refreshApprovers(parts: { db: Db; slack: SlackOutbox }): Handler<'refresh-approvers'> {
  return async () => {
    const webinars = await listWebinars(parts.db);
    const groups = new Set(webinars.flatMap(({ approvers }) => approvers.filter(isGroup)));
    let isComplete = true;
    for (const id of groups) {
      try {
        await saveGroup(parts.db, id, await parts.slack.groupMembers(id));
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
        isComplete = false;
      }
    }
    return { againInMs: isComplete ? refreshApproversEveryMs : againAfterFailureMs };
  };
}
