/** Someone looks through the queue of a webinar: each step is one transaction that checks the permission anew. */
import type { ModalView } from '@slack/types';
import { transact } from '../jobs/transact.ts';
import type { Submission, ViewClick } from '../outside/slack/clicks.ts';
import { readDrawn } from '../outside/slack/drawn-value.ts';
import { sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { afterTheEnd, reasonToRefuseLateApproval } from '../program/decision-rules.ts';
import { type Decision, decisions } from '../program/registrant.ts';
import { readBackgrounds } from '../store/background-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import {
  addReview,
  changeReview,
  clearMarks,
  countMarks,
  countMatching,
  lockReview,
  type Mark,
  markAll,
  marksOf,
  matchingPage,
  reviewPageSize,
  setMarks,
} from '../store/review-store.ts';
import { type Review, reviewFilters } from '../store/schema/reviews.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countPlacesTaken, findWebinar } from '../store/webinar-store.ts';
import { readReason } from './reject-modal.ts';
import { reviewActions, reviewFields, tickBlockId } from './review-actions.ts';
import { previewModal, reviewModal } from './review-modal.ts';

export const reviewIsGone = 'This window is out of date. Close it and open the review again.';

export function openReview(db: Db, webinarId: number, userId: string): Promise<ModalView> {
  return transact(db, async (tx) => {
    const webinar = await findWebinar(tx, webinarId);
    if (!webinar || webinar.disconnectedAt) return refused(refusalWords({ kind: 'webinar_gone' }));
    const refusal = await reasonToRefuseDecider(tx, webinar, userId);
    if (refusal) return refused(refusalWords(refusal));
    return shown(tx, webinar, await addReview(tx, webinar.id, userId));
  });
}

/** A click inside the window; what is ticked on the page that was shown is kept before anything turns. */
export function turnReview(db: Db, click: ViewClick): Promise<ModalView> {
  return withReview(db, click, async (tx, webinar, review) => {
    await keepTicks(tx, review, click);
    return shown(tx, webinar, await turned(tx, review, click));
  });
}

async function turned(tx: Tx, review: Review, { actionId, value }: ViewClick): Promise<Review> {
  const anew = { turn: review.turn + 1 };
  switch (actionId) {
    case reviewActions.search:
      return changeReview(tx, review.id, { ...anew, page: 0, search: (value ?? '').trim().slice(0, 80) });
    case reviewActions.filter: {
      const filter = reviewFilters.find((known) => known === value) ?? 'everybody';
      return changeReview(tx, review.id, { ...anew, page: 0, filter });
    }
    case reviewActions.previous:
      return changeReview(tx, review.id, { ...anew, page: Math.max(0, review.page - 1) });
    case reviewActions.next:
      return changeReview(tx, review.id, { ...anew, page: review.page + 1 });
    case reviewActions.tickAll:
      await markAll(tx, review);
      return changeReview(tx, review.id, anew);
    case reviewActions.tickNone:
      await clearMarks(tx, review.id);
      return changeReview(tx, review.id, anew);
    default:
      return review;
  }
}

/** The window's submission: which fields lack something, or what would happen. */
export async function previewReview(
  db: Db,
  submission: Submission,
  now: Date,
): Promise<{ errors: Record<string, string> } | { view: ModalView }> {
  const { decision: field, preset, note } = reviewFields;
  const decision = decisions.find((known) => known === submission.field(field.blockId, field.actionId));
  if (!decision) return { errors: { [field.blockId]: 'Choose what shall happen.' } };
  const read = readReason(
    submission.field(preset.blockId, preset.actionId),
    submission.field(note.blockId, note.actionId),
  );
  if (decision === 'reject' && 'missing' in read) {
    return read.missing === 'preset'
      ? { errors: { [preset.blockId]: 'Choose a reason.' } }
      : { errors: { [note.blockId]: 'Say in a few words why.' } };
  }
  const reason = decision === 'reject' && 'reason' in read ? read.reason : null;
  const view = await withReview(db, submission, async (tx, webinar, review) => {
    await keepTicks(tx, review, submission);
    await changeReview(tx, review.id, { decision, reason });
    return preview(tx, webinar, review, { decision, reason, now });
  });
  return { view };
}

async function preview(
  tx: Tx,
  webinar: Webinar,
  review: Review,
  { decision, reason, now }: { decision: Decision; reason: string | null; now: Date },
): Promise<ModalView> {
  // The preview tells what an approval means after the end; whoever goes on from there was told.
  const refusal = decision === 'approve' ? reasonToRefuseLateApproval(webinar, true, now) : undefined;
  if (refusal) return refused(refusalWords(refusal));
  const taken = await countPlacesTaken(tx, webinar.id);
  return previewModal({
    reviewId: review.id,
    decision,
    reason,
    ...(await countMarks(tx, review.id)),
    placesLeft: webinar.capacity === null ? undefined : Math.max(0, webinar.capacity - taken),
    holdSeconds: webinar.holdSeconds,
    startsAt: webinar.startsAt,
    late: afterTheEnd(webinar, now),
  });
}

async function withReview(
  db: Db,
  { userId, privateMetadata }: { userId: string; privateMetadata: string },
  work: (tx: Tx, webinar: Webinar, review: Review) => Promise<ModalView>,
): Promise<ModalView> {
  return transact(db, async (tx) => {
    const id = readReviewId(privateMetadata);
    const review = id === undefined ? undefined : await lockReview(tx, id, userId);
    const webinar = review && (await findWebinar(tx, review.webinarId));
    if (!webinar || review.isBegun) return refused(reviewIsGone);
    const refusal = await reasonToRefuseDecider(tx, webinar, userId);
    return refusal ? refused(refusalWords(refusal)) : work(tx, webinar, review);
  });
}

export function readReviewId(privateMetadata: string): number | undefined {
  return /^\d{1,9}$/.test(privateMetadata) ? Number(privateMetadata) : undefined;
}

/** What is ticked on the page as the person saw it. On a page that was drawn anew since, ticks are only added. */
async function keepTicks(tx: Tx, review: Review, from: Pick<ViewClick, 'ticked'>): Promise<void> {
  for (const { blockId, values } of from.ticked(reviewActions.tick)) {
    const marks = values.flatMap((value): Mark[] => {
      const drawn = readDrawn(value);
      return drawn ? [{ registrantId: drawn.registrantId, decisionNumber: drawn.decisionNumber }] : [];
    });
    const isLatest = blockId === tickBlockId(review.turn);
    await setMarks(tx, review, isLatest ? review.shown : [], marks);
  }
}

async function shown(tx: Tx, webinar: Webinar, given: Review): Promise<ModalView> {
  const matching = await countMatching(tx, given);
  const lastPage = Math.max(0, Math.ceil(matching / reviewPageSize) - 1);
  // Others may have decided so many that the page is no more.
  const review = given.page > lastPage ? await changeReview(tx, given.id, { page: lastPage }) : given;
  const page = await matchingPage(tx, review);
  const known = await readBackgrounds(
    tx,
    webinar.id,
    page.map(({ id }) => id),
  );
  const people = page.map((person) => ({ ...person, background: known.get(person.id) ?? person.background }));
  const marks = await marksOf(tx, review.id);
  await changeReview(tx, review.id, { shown: people.map(({ id }) => id) });
  return reviewModal({
    review,
    webinarTitle: webinar.title,
    people,
    matching,
    pageSize: reviewPageSize,
    ticked: new Set(marks.map(({ registrantId }) => registrantId)),
  });
}

function refused(sentence: string): ModalView {
  return sentenceModal('Review', sentence);
}
