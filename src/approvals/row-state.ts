/** Where one person stands, as the line that everybody in the channel reads; pure. */

import { type Inline, time, user, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { isUnwanted } from '../program/on24-cancel.ts';
import type { Status } from '../program/status.ts';
import type { Registrant } from '../store/schema/registrants.ts';

const longestReason = 150;

export function stateLine(registrant: Registrant): Inline[] {
  const line = registrant.holdsUntil ? held(registrant, registrant.holdsUntil) : settled(registrant);
  const told = [registrant.marketoRefused, registrant.marketoOvertaken].filter(
    (sentence) => sentence !== null,
  );
  return [...line, ...told.flatMap(apart)];
}

/** What keeps Marketo and the row apart, when something does. */
export function apart(sentence: string): Inline[] {
  return [words(` · ${saidOutside(sentence, longestReason)}`)];
}

function held(registrant: Registrant, holdsUntil: Date): Inline[] {
  const word = registrant.decision === 'approve' ? 'leaves' : 'final';
  return [
    ...decidedBy(registrant),
    ...reason(registrant),
    words(` · ${word} at `),
    time(holdsUntil, '{time_secs}'),
  ];
}

function settled(registrant: Registrant): Inline[] {
  const describe = lines[registrant.status];
  return isUnwanted(registrant.status)
    ? [...describe(registrant), ...inOn24(registrant)]
    : describe(registrant);
}

/** What ON24 still holds of somebody who is not wanted any more. */
function inOn24({ on24Cancel, on24CancelBy, on24CancelWords, isInOn24 }: Registrant): Inline[] {
  switch (on24Cancel) {
    case 'wanted':
      return [words(' · cancelling in ON24')];
    case 'refused':
      return notCancelled(on24CancelWords);
    case 'left':
      return [words(' · left in ON24'), ...(on24CancelBy ? [words(' by '), user(on24CancelBy)] : [])];
    default:
      if (isInOn24) return [words(' · still in ON24')];
      return on24CancelBy === null ? [] : [words(' · cancelled in ON24')];
  }
}

function notCancelled(said: string | null): Inline[] {
  return [words(` · ON24 did not cancel: ${quoted(said) ?? 'no reason was given'}`)];
}

/** Who came without a decision of anybody is not called approved. */
const approvedAnd = (outcome: string) => (registrant: Registrant) =>
  registrant.decision === null
    ? [words(capitalised(outcome))]
    : [...decidedAt(registrant), words(` · ${outcome}`)];

const lines: Record<Status, (registrant: Registrant) => Inline[]> = {
  not_in_program: ({ statusAt, isLeadGone }) => [
    words(isLeadGone ? 'No longer in Marketo (deleted or merged), ' : 'No longer in the program, '),
    time(statusAt),
  ],
  invited: () => [words('Invited')],
  pending_approval: () => [],
  waitlisted: decidedAt,
  rejected: (registrant) => [...decidedAt(registrant), ...reason(registrant)],
  registering: (registrant) => [...decidedAt(registrant), ...progress(registrant)],
  registered,
  registration_error: (registrant) => [
    ...decidedAt(registrant),
    words(` · registration error: ${quoted(registrant.statusReason) ?? 'no reason was given'}`),
  ],
  no_show: approvedAnd('did not come'),
  attended: approvedAnd('attended'),
  attended_on_demand: approvedAnd('attended on demand'),
};

function registered(registrant: Registrant): Inline[] {
  const decided = decidedAt(registrant);
  if (registrant.on24Cancel === 'wanted')
    return [...decided, ...reason(registrant), words(' · cancelling in ON24')];
  return [
    ...decided,
    words(registrant.on24IsBlocked ? ' · registered, but blocked in ON24' : ' · registered'),
    ...(registrant.on24Cancel === 'refused' ? notCancelled(registrant.on24CancelWords) : []),
  ];
}

function progress({ pushFailingSince, isAdapterSilent, adapterAcceptedAt }: Registrant): Inline[] {
  if (isAdapterSilent && adapterAcceptedAt)
    return [words(' · Marketo has given no answer since '), time(adapterAcceptedAt)];
  if (!pushFailingSince) return [words(' · registering with ON24')];
  return [words(' · ON24 does not answer, tried again and again since '), time(pushFailingSince)];
}

const decisionWords = { approve: 'Approved', waitlist: 'Waitlisted', reject: 'Rejected' } as const;
const statusWords: Partial<Record<Status, string>> = { waitlisted: 'Waitlisted', rejected: 'Rejected' };

function decidedBy({ decision, decidedBy: by, status }: Registrant): Inline[] {
  const word = decision ? decisionWords[decision] : (statusWords[status] ?? 'Approved');
  if (by === null || by === 'marketo') return [words(`${word} in Marketo`)];
  return [words(`${word} by `), user(by)];
}

function decidedAt(registrant: Registrant): Inline[] {
  return [...decidedBy(registrant), words(', '), time(registrant.decidedAt ?? registrant.statusAt)];
}

function reason(registrant: Registrant): Inline[] {
  const text = quoted(registrant.decisionReason);
  return text ? [words(` · ${text}`)] : [];
}

function quoted(text: string | null): string | undefined {
  const shown = saidOutside(text, longestReason);
  return shown === '' ? undefined : `"${shown}"`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
