/** The modal that asks why somebody is rejected; pure. */
import type { KnownBlock, ModalView } from '@slack/types';
import { paragraph, plain, words } from '../outside/slack/blocks.ts';
import { modals } from './approval-actions.ts';

export const rejectFields = {
  preset: { blockId: 'reason', actionId: 'preset' },
  note: { blockId: 'note', actionId: 'text' },
} as const;

export const presetReasons = {
  competitor: 'Competitor',
  not_a_fit: 'Not a fit',
  duplicate: 'Duplicate',
  other: 'Other',
} as const;

/** `name` is known once the database has been asked. `drawn` is the button's value: who, and as of which decision. */
export function rejectModal(drawn: string, name?: string): ModalView {
  return {
    type: 'modal',
    callback_id: modals.reject,
    private_metadata: drawn,
    title: plain('Reject'),
    submit: plain('Reject'),
    close: plain('Cancel'),
    blocks: [
      paragraph('who', [words(name ? `Why is ${name} not admitted?` : 'Why is this person not admitted?')]),
      ...reasonInputs(false),
    ],
  };
}

/** `isOneOfSeveral`: the modal offers other decisions too, which need no reason. */
export function reasonInputs(isOneOfSeveral: boolean): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: rejectFields.preset.blockId,
      ...(isOneOfSeveral ? { optional: true } : {}),
      label: plain(isOneOfSeveral ? 'Reason for a rejection' : 'Reason'),
      element: {
        type: 'radio_buttons',
        action_id: rejectFields.preset.actionId,
        options: Object.entries(presetReasons).map(([value, text]) => ({ text: plain(text), value })),
      },
    },
    {
      type: 'input',
      block_id: rejectFields.note.blockId,
      optional: true,
      label: plain('In your words'),
      element: { type: 'plain_text_input', action_id: rejectFields.note.actionId, max_length: 300 },
    },
    {
      type: 'context',
      elements: [
        plain(
          'Everybody in this channel sees the reason. The person does not, unless a campaign of yours in Marketo mails it.',
        ),
      ],
    },
  ];
}

/** What the modal says in the field that was left empty. */
export function missingReason(missing: 'preset' | 'note'): Record<string, string> {
  return missing === 'preset'
    ? { [rejectFields.preset.blockId]: 'Choose a reason.' }
    : { [rejectFields.note.blockId]: 'Say in a few words why.' };
}

/** The reason as it will be kept and shown, or which field is missing. */
export function readReason(
  preset: string | undefined,
  note: string | undefined,
): { reason: string } | { missing: 'preset' | 'note' } {
  const chosen = Object.entries(presetReasons).find(([value]) => value === preset)?.[1];
  const typed = note?.trim() ?? '';
  if (!chosen) return { missing: 'preset' };
  if (preset === 'other') return typed === '' ? { missing: 'note' } : { reason: typed };
  return { reason: typed === '' ? chosen : `${chosen}: ${typed}` };
}
