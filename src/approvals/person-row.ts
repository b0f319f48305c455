/** One person in the approval message: who asks, where they stand, and the buttons that may be used now; pure. */
import type { KnownBlock } from '@slack/types';
import { bold, button, type Inline, paragraph, plain, time, words } from '../outside/slack/blocks.ts';
import { drawnValue, retryAction } from '../outside/slack/drawn-value.ts';
import { isUnwanted } from '../program/on24-cancel.ts';
import { emailDomain, hasName, isFreeMail, personName, publicText } from '../program/person-name.ts';
import type { Status } from '../program/status.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { actions } from './approval-actions.ts';
import { backgroundWords } from './background-words.ts';
import { apart, stateLine } from './row-state.ts';

export function isUndecided(registrant: Pick<Registrant, 'status' | 'holdsUntil'>): boolean {
  return registrant.status === 'pending_approval' && registrant.holdsUntil === null;
}

/** What an approval means once the webinar is over. */
export interface LateApproval {
  words: string;
  /** Whether each button asks by itself; a message too long for that says it once. */
  asks: boolean;
}

export function personRow(
  registrant: Registrant,
  programUrl: string | null,
  late?: LateApproval,
): KnownBlock[] {
  const blockId = `person-${registrant.id}-${registrant.decisionNumber}`;
  if (isUndecided(registrant)) {
    return [
      paragraph(blockId, [...headline(registrant), words('\n'), ...background(registrant)]),
      {
        type: 'actions',
        block_id: `decide-${registrant.id}-${registrant.decisionNumber}`,
        elements: choices(registrant, programUrl, late),
      },
    ];
  }
  const row = paragraph(blockId, [...headline(registrant), words('\n'), ...stateLine(registrant)]);
  const next = nextSteps(registrant);
  return next.length > 0
    ? [
        row,
        { type: 'actions', block_id: `next-${registrant.id}-${registrant.decisionNumber}`, elements: next },
      ]
    : [row];
}

function headline(registrant: Registrant): Inline[] {
  const about = [publicText(registrant.title, 60), publicText(registrant.company, 60)].filter(
    (part) => part !== '',
  );
  return [bold(personName(registrant)), words(about.map((part) => ` · ${part}`).join(''))].filter(hasText);
}

// Slack refuses a rich text piece without text.
function hasText(piece: Inline): boolean {
  return piece.type !== 'text' || piece.text !== '';
}

function background(registrant: Registrant): Inline[] {
  const domain = emailDomain(registrant.email);
  const known = [
    hasName(registrant) ? domain : 'no name given',
    isFreeMail(domain) ? 'free mail' : undefined,
    registrant.hasTwin ? 'same e-mail as another registrant' : undefined,
    ...backgroundWords(registrant.background),
  ].filter((part) => part !== undefined);
  const pieces = [
    words(known.length > 0 ? `${known.join(' · ')} · asked at ` : 'asked at '),
    time(registrant.askedAt),
  ];
  if (registrant.askedAgainAt) pieces.push(words(', asked again at '), time(registrant.askedAgainAt));
  return registrant.marketoRefused ? [...pieces, ...apart(registrant.marketoRefused)] : pieces;
}

function choices(registrant: Registrant, programUrl: string | null, late: LateApproval | undefined) {
  const name = personName(registrant);
  const value = drawnValue(registrant);
  return [
    button({
      actionId: actions.approve,
      text: 'Approve',
      value: late ? drawnValue({ ...registrant, isLate: true }) : value,
      label: `Approve ${name}`,
      style: 'primary',
      ...(late?.asks
        ? { confirm: { title: 'The webinar is over', text: late.words, confirm: 'Approve' } }
        : {}),
    }),
    button({ actionId: actions.waitlist, text: 'Waitlist', value, label: `Waitlist ${name}` }),
    button({ actionId: actions.reject, text: 'Reject', value, label: `Reject ${name}` }),
    {
      type: 'overflow' as const,
      action_id: actions.more,
      options: [
        { text: plain('Details'), value: `details.${value}` },
        ...(programUrl ? [{ text: plain('Open in Marketo'), value: 'marketo', url: programUrl }] : []),
      ],
    },
  ];
}

/** The buttons of somebody who is decided. */
function nextSteps(registrant: Registrant) {
  const name = personName(registrant);
  const value = drawnValue(registrant);
  if (registrant.holdsUntil) {
    return [button({ actionId: actions.undo, text: 'Undo', value, label: `Undo the decision on ${name}` })];
  }
  return [
    ...(registrant.status === 'registration_error'
      ? [button({ actionId: retryAction, text: 'Retry', value, label: `Register ${name} again` })]
      : []),
    ...(mayBeCancelled(registrant) ? [cancelThere(name, value)] : []),
    ...(mayBeChanged(registrant) ? [changeButton(registrant)] : []),
  ];
}

/** Somebody may still say so who was left there before. */
function mayBeCancelled({ status, on24Cancel }: Registrant): boolean {
  return isUnwanted(status) && (on24Cancel === 'asked' || on24Cancel === 'left');
}

function cancelThere(name: string, value: string) {
  return button({
    actionId: actions.cancelThere,
    text: 'Cancel there',
    value,
    label: `Cancel the registration of ${name} in ON24`,
    confirm: {
      title: 'Cancel in ON24?',
      text: 'Their link to the webinar stops working. Who is approved again is registered again.',
      confirm: 'Cancel in ON24',
      deny: 'Not now',
    },
  });
}

const changeable: readonly Status[] = ['registered', 'waitlisted', 'rejected', 'registration_error'];

/** Which changes there are, if any, is said where one looks for them. */
export function mayBeChanged({ status, holdsUntil, on24Cancel }: Registrant): boolean {
  if (holdsUntil !== null || (status === 'registered' && on24Cancel === 'wanted')) return false;
  return changeable.includes(status);
}

export function changeButton(registrant: Registrant) {
  return button({
    actionId: actions.change,
    text: 'Change',
    value: drawnValue(registrant),
    label: `Change the decision on ${personName(registrant)}`,
  });
}
