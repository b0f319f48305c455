/** Slack's clicks on approval messages, read into decisions. */
import type { App } from '@slack/bolt';
import { escaped } from '../outside/slack/blocks.ts';
import type { Click, Submission } from '../outside/slack/clicks.ts';
import { readAllDrawn, readDrawn } from '../outside/slack/drawn-value.ts';
import { onDecide, onOpen, onSubmit, sentenceModal } from '../outside/slack/listener-kinds.ts';
import { afterPartialApproval, refusalInLine, refusalWords } from '../outside/slack/refusal-words.ts';
import { personName } from '../program/person-name.ts';
import type { Decision } from '../program/registrant.ts';
import type { Db } from '../store/database.ts';
import { actions, modals } from './approval-actions.ts';
import { type DecisionOutcome, decide } from './decide.ts';
import { loadingModal } from './details-modal.ts';
import { fillMessageDetails, fillPersonDetails, fillRejectModal } from './fill-modals.ts';
import { missingReason, readReason, rejectFields, rejectModal } from './reject-modal.ts';
import { undo } from './undo.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export function listenForApprovals(app: App, db: Db, now: () => Date): void {
  const decides = (decision: Decision) => async (click: Click) => {
    const drawn = readDrawn(click.value);
    if (!drawn) return outOfDate;
    return privateWords(await decide(db, { ...clicker(click), decision, people: [drawn], now: now() }));
  };
  onDecide(app, actions.approve, decides('approve'));
  onDecide(app, actions.waitlist, decides('waitlist'));

  onDecide(app, actions.approveAll, async (click) => {
    const people = readAllDrawn(click.value);
    if (!people) return outOfDate;
    return privateWords(await decide(db, { ...clicker(click), decision: 'approve', people, now: now() }));
  });

  onDecide(app, actions.undo, async (click) => {
    const drawn = readDrawn(click.value);
    if (!drawn) return outOfDate;
    const refusal = await undo(db, { ...clicker(click), drawn });
    return refusal && refusalWords(refusal);
  });

  onOpen(app, actions.reject, {
    opensWith: ({ value }) =>
      readDrawn(value) && value ? rejectModal(value) : sentenceModal('Reject', outOfDate),
    filledWith: (click) => fillRejectModal(db, click),
  });
  onSubmit(app, modals.reject, (submission) => submitReject(db, submission));

  onOpen(app, actions.more, {
    opensWith: ({ value }) => (value?.startsWith('details.') ? loadingModal() : undefined),
    filledWith: (click) => fillPersonDetails(db, click),
  });
  onOpen(app, actions.messageDetails, {
    opensWith: () => loadingModal(),
    filledWith: (click) => fillMessageDetails(db, click),
  });
}

async function submitReject(db: Db, submission: Submission) {
  const drawn = readDrawn(submission.privateMetadata);
  if (!drawn) return { response_action: 'update' as const, view: sentenceModal('Reject', outOfDate) };
  const { preset, note } = rejectFields;
  const read = readReason(
    submission.field(preset.blockId, preset.actionId),
    submission.field(note.blockId, note.actionId),
  );
  if ('missing' in read) return { response_action: 'errors' as const, errors: missingReason(read.missing) };
  const outcome = await decide(db, {
    userId: submission.userId,
    decision: 'reject',
    people: [drawn],
    reason: read.reason,
  });
  const sentence = privateWords(outcome);
  return sentence
    ? { response_action: 'update' as const, view: sentenceModal('Not rejected', sentence) }
    : undefined;
}

function clicker(click: Click) {
  return { userId: click.userId, responseUrl: click.responseUrl };
}

/** What the person who clicked is told privately: nothing when all went as they wished. */
function privateWords({ decided, refused }: DecisionOutcome): string | undefined {
  if (refused.length === 0) return undefined;
  if (refused.length === 1 && decided.length === 0)
    return refused.map(({ refusal }) => refusalWords(refusal)).join('');
  const lines = refused.map(({ person, refusal }) =>
    person ? `• ${escaped(personName(person))}: ${refusalInLine(refusal)}` : `• ${refusalInLine(refusal)}`,
  );
  const done = decided.length === 1 ? '1 person was decided' : `${decided.length} people were decided`;
  const next = afterPartialApproval(refused.map(({ refusal }) => refusal));
  return [`${done}, ${refused.length} not:`, ...lines, ...(next ? [next] : [])].join('\n');
}
