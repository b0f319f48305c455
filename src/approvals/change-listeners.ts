/** Slack's clicks that concern somebody who is decided: another decision, or a cancel in ON24. */
import type { App } from '@slack/bolt';
import type { Submission } from '../outside/slack/clicks.ts';
import { readDrawn } from '../outside/slack/drawn-value.ts';
import { onDecide, onOpen, onSubmit, sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { decisions } from '../program/registrant.ts';
import type { Db } from '../store/database.ts';
import { actions, modals } from './approval-actions.ts';
import { cancelThere } from './cancel-there.ts';
import { changeDecision } from './change-decision.ts';
import { changeFields } from './change-modal.ts';
import { fillChangeModal } from './fill-change.ts';
import { missingReason, readReason, rejectFields } from './reject-modal.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export function listenForChanges(app: App, db: Db, now: () => Date): void {
  onOpen(app, actions.change, {
    opensWith: ({ value }) => sentenceModal('Change', readDrawn(value) ? 'One moment…' : outOfDate),
    filledWith: (click) => fillChangeModal(db, click, now()),
  });
  onSubmit(app, modals.change, (submission) => submitChange(db, submission, now()));
  onDecide(app, actions.cancelThere, async ({ value, userId, responseUrl }) => {
    const drawn = readDrawn(value);
    if (!drawn) return outOfDate;
    const refusal = await cancelThere(db, { userId, responseUrl, drawn, now: now() });
    return refusal && refusalWords(refusal);
  });
}

async function submitChange(db: Db, submission: Submission, now: Date) {
  const drawn = readDrawn(submission.privateMetadata);
  if (!drawn) return { response_action: 'update' as const, view: sentenceModal('Change', outOfDate) };
  const chosen = submission.field(changeFields.decision.blockId, changeFields.decision.actionId);
  const decision = decisions.find((known) => known === chosen);
  if (!decision) {
    const errors: Record<string, string> = { [changeFields.decision.blockId]: 'Choose what is to happen.' };
    return { response_action: 'errors' as const, errors };
  }
  const { preset, note } = rejectFields;
  const read =
    decision === 'reject'
      ? readReason(
          submission.field(preset.blockId, preset.actionId),
          submission.field(note.blockId, note.actionId),
        )
      : { reason: null };
  if ('missing' in read) return { response_action: 'errors' as const, errors: missingReason(read.missing) };
  const { userId } = submission;
  const refusal = await changeDecision(db, { userId, drawn, decision, reason: read.reason, now });
  // What lies below shows the former decision.
  return refusal
    ? { response_action: 'update' as const, view: sentenceModal('Not changed', refusalWords(refusal)) }
    : { response_action: 'clear' as const };
}
