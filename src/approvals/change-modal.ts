/** The modal in which a decision is changed: what is still possible, and what cannot be taken back; pure. */
import type { KnownBlock, ModalView } from '@slack/types';
import { bold, type Inline, paragraph, plain, words } from '../outside/slack/blocks.ts';
import { personName } from '../program/person-name.ts';
import type { Decision } from '../program/registrant.ts';
import type { Status } from '../program/status.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { modals } from './approval-actions.ts';
import { reasonInputs } from './reject-modal.ts';
import { stateLine } from './row-state.ts';

export const changeFields = { decision: { blockId: 'change', actionId: 'decision' } } as const;

export interface ChangeFacts {
  /** The button's value: who, and as of which decision. */
  drawn: string;
  registrant: Registrant;
  options: readonly Decision[];
  /** Whether the live part of the webinar is over. */
  isOver: boolean;
}

const titles: Record<Decision, string> = { approve: 'Approve', waitlist: 'Waitlist', reject: 'Reject' };

export function changeModal({ drawn, registrant, options, isOver }: ChangeFacts): ModalView {
  const choices = options.map((decision) => ({ text: plain(titles[decision]), value: decision }));
  const [only, ...more] = choices;
  return {
    type: 'modal',
    callback_id: modals.change,
    private_metadata: drawn,
    title: plain('Change'),
    submit: plain('Change'),
    close: plain('Cancel'),
    blocks: [
      paragraph('who', [bold(personName(registrant)), words('\n'), ...stateLine(registrant)]),
      {
        type: 'input',
        block_id: changeFields.decision.blockId,
        label: plain('Decide anew'),
        element: {
          type: 'radio_buttons',
          action_id: changeFields.decision.actionId,
          options: choices,
          ...(only && more.length === 0 ? { initial_option: only } : {}),
        },
      },
      ...options.map((decision) => consequence(decision, registrant.status, isOver)),
      ...(options.includes('reject') ? reasonInputs(options.length > 1) : []),
    ],
  };
}

function consequence(decision: Decision, status: Status, isOver: boolean): KnownBlock {
  const sentences: Inline[] = [bold(`${titles[decision]}: `), words(meaning(decision, status, isOver))];
  return paragraph(`means-${decision}`, sentences);
}

function meaning(decision: Decision, status: Status, isOver: boolean): string {
  return [whatFollows(decision, status, isOver), mailBefore[status]]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** Mails cannot be called back; Usher sends none, campaigns in Marketo do. */
const mailBefore: Partial<Record<Status, string>> = {
  registered: 'Their confirmation mail may have left already.',
  waitlisted: 'The mail that they are on the waitlist may have left already.',
  rejected: 'The mail that they are rejected may have left already.',
};

function whatFollows(decision: Decision, status: Status, isOver: boolean): string {
  if (decision === 'approve') {
    return isOver
      ? 'the webinar is over. They are registered in ON24 for the recording, while ON24 keeps it, and Marketo sends the confirmation mail.'
      : 'they are registered in ON24, and Marketo sends the confirmation mail.';
  }
  if (status === 'registered') {
    return 'ON24 cancels them first, and only then Marketo shows Rejected. If ON24 does not cancel them, they stay registered, and you are told.';
  }
  const place = status === 'registration_error' ? 'the place kept for them is free again, and ' : '';
  return decision === 'waitlist'
    ? `${place}Marketo shows Waitlisted, with the mail of that campaign.`
    : `${place}Marketo shows Rejected, with the mail of that campaign.`;
}
