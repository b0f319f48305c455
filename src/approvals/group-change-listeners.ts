/** Slack tells that a user group has changed: who may decide follows at once. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { Db } from '../store/database.ts';

const change = z.object({ subteam_id: z.string() });

export function listenForGroupChanges(app: App, db: Db): void {
  app.event('subteam_members_changed', async ({ event }) => {
    // Events may come late and out of order, so that the group is read again instead of believed.
    if (change.safeParse(event).success)
      await transact(db, async (tx) => enqueue(tx, 'refresh-approvers', {}));
  });
}
