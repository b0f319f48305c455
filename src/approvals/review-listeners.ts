/** Slack's clicks in and towards the review window. */
import type { App } from '@slack/bolt';
import { onOpen, onSubmit, onTurn, sentenceModal } from '../outside/slack/listener-kinds.ts';
import type { Db } from '../store/database.ts';
import { beginBulk } from './begin-bulk.ts';
import { loadingModal } from './details-modal.ts';
import { openReview, previewReview, reviewIsGone, turnReview } from './review.ts';
import { reviewActions, reviewModals } from './review-actions.ts';

export function listenForReview(app: App, { db, now }: { db: Db; now: () => Date }): void {
  onOpen(app, reviewActions.review, {
    opensWith: () => loadingModal(),
    filledWith: async ({ value, userId }) =>
      value !== undefined && /^\d{1,9}$/.test(value)
        ? openReview(db, Number(value), userId)
        : sentenceModal('Review', reviewIsGone),
  });
  onTurn(app, reviewActions.search, (click) => turnReview(db, click));
  onTurn(app, reviewActions.filter, (click) => turnReview(db, click));
  onTurn(app, reviewActions.tick, (click) => turnReview(db, click));
  onTurn(app, reviewActions.previous, (click) => turnReview(db, click));
  onTurn(app, reviewActions.next, (click) => turnReview(db, click));
  onTurn(app, reviewActions.tickAll, (click) => turnReview(db, click));
  onTurn(app, reviewActions.tickNone, (click) => turnReview(db, click));

  onSubmit(app, reviewModals.choose, async (submission) => {
    const outcome = await previewReview(db, submission, now());
    return 'errors' in outcome
      ? { response_action: 'errors', errors: outcome.errors }
      : { response_action: 'push', view: outcome.view };
  });
  onSubmit(app, reviewModals.confirm, async (submission) => {
    const refused = await beginBulk(db, { ...submission, now: now() });
    return refused
      ? { response_action: 'update', view: sentenceModal('Nothing was changed', refused) }
      : { response_action: 'clear' };
  });
}
