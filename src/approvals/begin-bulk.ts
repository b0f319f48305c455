/** Someone has seen the preview and wants it: the run, its message and its job are saved in one transaction. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { promiseGathering } from '../jobs/what-follows.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { reasonToRefuseLateApproval } from '../program/decision-rules.ts';
import { addRun } from '../store/bulk-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { addMessage } from '../store/message-store.ts';
import { changeReview, countMarks, lockReview } from '../store/review-store.ts';
import { findWebinar, lockWebinar } from '../store/webinar-store.ts';
import { readReviewId, reviewIsGone } from './review.ts';

/** Returns a sentence when nothing was begun. A second submission of the same preview begins nothing. */
export async function beginBulk(
  db: Db,
  { userId, privateMetadata, now }: { userId: string; privateMetadata: string; now: Date },
): Promise<string | undefined> {
  return transact(db, async (tx) => {
    const id = readReviewId(privateMetadata);
    const known = id === undefined ? undefined : await lockReview(tx, id, userId);
    if (!known || known.isBegun || !known.decision) return reviewIsGone;
    if (!(await findWebinar(tx, known.webinarId))) return reviewIsGone;
    // The webinar before the people of the run, as everybody who counts places.
    const webinar = await lockWebinar(tx, known.webinarId);
    if (!webinar) return reviewIsGone;
    const refusal = webinar.isPaused
      ? ({ kind: 'webinar_paused' } as const)
      : ((await reasonToRefuseDecider(tx, webinar, userId)) ??
        (known.decision === 'approve' ? reasonToRefuseLateApproval(webinar, true, now) : undefined));
    if (refusal) return refusalWords(refusal);
    const { open } = await countMarks(tx, known.id);
    if (open === 0) return 'Everybody who was ticked was decided meanwhile; nothing is left to do.';
    const message = await addMessage(tx, {
      webinarId: webinar.id,
      kind: 'bulk',
      slackChannelId: webinar.slackChannelId,
    });
    const run = await addRun(
      tx,
      {
        webinarId: webinar.id,
        userId,
        decision: known.decision,
        reason: known.reason,
        messageId: message.id,
      },
      known.id,
    );
    await changeReview(tx, known.id, { isBegun: true });
    enqueue(tx, 'draw-message', { messageId: message.id });
    enqueue(tx, 'bulk-decide', { runId: run.id });
    // Who waits for their turn there is no longer counted among those who wait to be shown.
    promiseGathering(tx, webinar.id);
    return undefined;
  });
}
