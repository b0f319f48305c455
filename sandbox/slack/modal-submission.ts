/** Submitting and closing a modal: what Slack checks itself, what the bot answers, and what the person then sees. */
import { z } from 'zod';
import { type Delivery, deliver } from './bot-delivery.ts';
import { isEmptyValue, pickedValue, placedElements } from './input-elements.ts';
import { viewClosed, viewSubmission } from './interaction-payloads.ts';
import { type Fields, stringOf } from './json-fields.ts';
import { allViews, closeModals, modalsOf, openModal, redrawView, replaceView } from './modal-stack.ts';
import type { AckOutcome } from './slack-person.ts';
import type { SandboxView } from './slack-records.ts';
import { viewArgument, WebApiRefusal } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

export type SubmittedValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const answerSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: viewArgument }),
  z.object({ response_action: z.literal('push'), view: viewArgument }),
  z.object({ response_action: z.literal('clear') }),
]);

const interactive = (payload: Fields, isBodyRead: boolean): Delivery => ({
  type: 'interactive',
  payload,
  isBodyRead,
});

/** Throws an Error when the modal has no such input or no submit button. */
export async function submitModal(
  workspace: Workspace,
  shown: SandboxView,
  values: SubmittedValues,
): Promise<AckOutcome> {
  if (shown.submit === undefined) throw new Error(`the modal "${shown.title}" has no submit button`);
  const filled = replaceView(workspace, {
    ...shown,
    values: filledValues(workspace, shown, values),
    errors: {},
  });
  const refused = refusedByClient(filled);
  if (Object.keys(refused).length > 0) {
    replaceView(workspace, { ...filled, errors: refused });
    return {
      ok: false,
      warning: 'Slack did not send the modal: an input is not filled in right',
      errors: refused,
    };
  }
  const outcome = await deliver(workspace, interactive(viewSubmission(workspace, filled), true));
  if (!outcome.ok) return outcome;
  return applyAnswer(workspace, filled, outcome.body);
}

export async function closeModal(workspace: Workspace, view: SandboxView): Promise<void> {
  await tellClosed(workspace, closeModals(workspace, view, view.isClearOnClose), view.isClearOnClose);
}

function tellClosed(
  workspace: Workspace,
  closed: readonly SandboxView[],
  isCleared: boolean,
): Promise<unknown> {
  return Promise.all(
    closed
      .filter((view) => view.isNotifyOnClose)
      .map((view) => deliver(workspace, interactive(viewClosed(workspace, view, isCleared), false))),
  );
}

function applyAnswer(workspace: Workspace, submitted: SandboxView, body: unknown): AckOutcome {
  // The bot may have redrawn or closed the modal while it thought.
  const view = modalsOf(workspace, submitted.userId).find((other) => other.id === submitted.id);
  if (view === undefined) return { ok: true, body };
  if (body === undefined || body === '') {
    closeModals(workspace, view, false);
    return { ok: true, body };
  }
  const answer = answerSchema.safeParse(body);
  if (!answer.success) return trouble(z.prettifyError(answer.error));
  const action = answer.data;
  try {
    switch (action.response_action) {
      case 'errors':
        return showErrors(workspace, view, action.errors, body);
      case 'update':
        redrawView(workspace, view, action.view);
        return { ok: true, body };
      case 'push':
        openModal(workspace, view.userId, action.view, 'top');
        return { ok: true, body };
      case 'clear':
        closeModals(workspace, view, true);
        return { ok: true, body };
    }
  } catch (error) {
    if (error instanceof WebApiRefusal) return trouble(error.message);
    throw error;
  }
}

function showErrors(
  workspace: Workspace,
  view: SandboxView,
  errors: Readonly<Record<string, string>>,
  body: unknown,
): AckOutcome {
  const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const unknown = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (unknown.length > 0) return trouble(`errors name ${unknown.join(', ')}, which is no input of the modal`);
  replaceView(workspace, { ...view, errors });
  return { ok: true, body, errors };
}

function trouble(reason: string): AckOutcome {
  return { ok: false, warning: `We had some trouble connecting. Try again? (${reason})` };
}

function filledValues(
  workspace: Workspace,
  view: SandboxView,
  values: SubmittedValues,
): SandboxView['values'] {
  const filled: Record<string, Readonly<Record<string, Fields>>> = { ...view.values };
  const placed = placedElements(view.blocks);
  for (const [blockId, actions] of Object.entries(values)) {
    for (const [actionId, picked] of Object.entries(actions)) {
      const found = placed.find((other) => other.block.block_id === blockId && other.actionId === actionId);
      if (found === undefined) {
        const there = placed.map((other) => `${other.block.block_id}/${other.actionId}`).join(', ');
        throw new Error(`the modal "${view.title}" has no input ${blockId}/${actionId}, only: ${there}`);
      }
      const value = pickedValue(found.element, picked, workspace.suggestions.get(actionId));
      filled[blockId] = { ...filled[blockId], [actionId]: value };
    }
  }
  return filled;
}

/** What Slack refuses under the inputs before the bot is asked, by block_id. */
function refusedByClient(view: SandboxView): Record<string, string> {
  const refused: Record<string, string> = {};
  for (const { block, element, actionId } of placedElements(view.blocks)) {
    const value = view.values[block.block_id]?.[actionId];
    if (block.type !== 'input' || value === undefined) continue;
    const typed = stringOf(value.value);
    const { min_length: min, max_length: max } = element;
    if (isEmptyValue(value)) {
      if (block.optional !== true) refused[block.block_id] = 'Please complete this required field.';
    } else if (typeof max === 'number' && typed.length > max)
      refused[block.block_id] = `Please shorten this to ${max} characters.`;
    else if (typeof min === 'number' && typed !== '' && typed.length < min)
      refused[block.block_id] = `Please enter at least ${min} characters.`;
  }
  return refused;
}

/** The open view with this id. Throws an Error that lists those that are open. */
export function openView(workspace: Workspace, viewId: string): SandboxView {
  const views = allViews(workspace);
  const view = views.find((other) => other.id === viewId);
  if (view !== undefined) return view;
  const open = views.map((other) => `${other.id} "${other.title || other.type}"`).join(', ') || 'none';
  throw new Error(`no view ${viewId} is open, only: ${open}`);
}
