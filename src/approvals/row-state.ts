/** Where one person stands, as the line that everybody in the channel reads; pure. */

import { type Inline, time, user, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
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
  return describe(registrant);
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
  registered: (registrant) => [
    ...decidedAt(registrant),
    words(registrant.on24IsBlocked ? ' · registered, but blocked in ON24' : ' · registered'),
  ],
  registration_error: (registrant) => [
    ...decidedAt(registrant),
    words(` · registration error: ${quoted(registrant.statusReason) ?? 'no reason was given'}`),
  ],
  no_show: approvedAnd('did not come'),
  attended: approvedAnd('attended'),
  attended_on_demand: approvedAnd('attended on demand'),
};

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
