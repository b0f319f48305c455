/** Reads again the people of a webinar whom the webhook or the activities feed has hinted at. */
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { oldestHints, removeHint } from '../store/hint-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { followMembers, type IntakeParts } from './follow-members.ts';
import { waitingForMarketo } from './waiting.ts';

/** As many as Marketo takes in one call. */
const atOnce = 300;

export function readHinted(parts: IntakeParts): Handler<'read-hinted'> {
  return ({ webinarId }) =>
    waitingForMarketo(parts, async () => {
      const webinar = await findWebinar(parts.db, webinarId);
      const hints = await oldestHints(parts.db, webinarId, atOnce);
      if (!webinar || hints.length === 0) return undefined;
      const stale = new Set(
        await followMembers(
          parts,
          webinar,
          hints.map(({ leadId }) => leadId),
        ),
      );
      await transact(parts.db, async (tx) => {
        // In the order in which hints are added, so that the two never wait for each other crosswise.
        const followed = hints.filter(({ leadId }) => !stale.has(leadId)).sort((a, b) => a.leadId - b.leadId);
        for (const hint of followed) await removeHint(tx, webinarId, hint);
      });
      return hints.length === atOnce || stale.size > 0 ? { againInMs: stale.size > 0 ? 200 : 0 } : undefined;
    });
}
