/** A question whose webinar has begun ends by itself: ON24 cancels nobody any more. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { hasBegun } from '../program/on24-cancel.ts';
import { openAlerts } from '../store/alert-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import type { AskCancelParts } from './ask-cancel.job.ts';

const everyMs = 60_000;

export function endQuestions({ db, now }: AskCancelParts): Handler<'end-questions'> {
  return async () => {
    await transact(db, async (tx) => {
      for (const { webinarId } of await openAlerts(tx, 'still_in_on24')) {
        const webinar = webinarId === null ? undefined : await findWebinar(tx, webinarId);
        if (webinar && hasBegun(webinar, now())) enqueue(tx, 'ask-cancel', { webinarId: webinar.id });
      }
    });
    return { againInMs: everyMs };
  };
}
