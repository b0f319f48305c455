/** The one place where a refusal becomes a sentence for the person who clicked; always private, never in the channel. */
import { isGroup } from '../../program/permission.ts';
import type { Refusal } from '../../program/refusal.ts';
import type { Decision } from '../../program/registrant.ts';
import { statusTitles } from '../../program/status.ts';
import { mrkdwnDate } from './blocks.ts';

const decided: Record<Decision, string> = { approve: 'approved', waitlist: 'waitlisted', reject: 'rejected' };

type Words = { [Kind in Refusal['kind']]: (refusal: Extract<Refusal, { kind: Kind }>) => string };

const words: Words = {
  already_decided: ({ decision, by, at, status }) => {
    if (status === 'pending_approval' && decision === null) {
      return 'That button is out of date: the decision it belonged to was taken back. The message shows what is possible now.';
    }
    if (decision === null) return `Already decided: ${statusTitles[status]}.`;
    const who = by === null || by === 'marketo' ? 'in Marketo' : `by <@${by}>`;
    return `Already ${decided[decision]} ${who}${at ? ` at ${mrkdwnDate(at, '{time}')}` : ''}.`;
  },
  not_an_approver: ({ approvers, ask }) =>
    approvers.length === 0
      ? 'Nobody may decide for this webinar yet. Ask the person who connected it to name its approvers.'
      : `Only ${listed(approvers)} ${approvers.length === 1 && !isGroup(approvers[0] ?? '') ? 'decides' : 'decide'} for this webinar.${ask === null || (approvers.includes(ask) && approvers.length === 1) ? '' : ` Ask <@${ask}>.`}`,
  approvers_unknown: ({ groups }) =>
    `I could not read the members of ${listed(groups)} from Slack within the last hour, so I cannot tell whether you may decide. Nothing was changed; try again in a minute. If it lasts, whoever looks after Usher finds the reason with "usher doctor".`,
  no_places_left: ({ capacity, taken, wanted }) => {
    const left = Math.max(0, capacity - taken);
    const places = left === 0 ? 'No place is' : left === 1 ? 'Only 1 place is' : `Only ${left} places are`;
    return `${places} left of ${capacity}, and this needs ${wanted}. Nothing was changed. Waitlist them instead, and they keep their order.`;
  },
  hold_is_over: ({ status }) =>
    status === 'pending_approval'
      ? 'Too late to undo: it is leaving at this moment.'
      : `Too late to undo: it has left already (${statusTitles[status]}).`,
  nothing_to_undo: () => 'There is nothing to undo here any more.',
  nothing_to_retry: ({ status }) => `There is nothing to retry: ${statusTitles[status]}.`,
  being_registered: () => 'ON24 is being asked at this moment. The message will show its answer.',
  registrant_gone: () => 'This person is no longer in the program in Marketo.',
  webinar_gone: () => 'This webinar is no longer connected.',
  webinar_paused: () => 'This webinar is paused: nothing is decided until it is resumed.',
  webinar_over: ({ recordingUntil }) =>
    `${lateApproval(recordingUntil && mrkdwnDate(recordingUntil, '{date_short}'))} Nothing was changed. Click again if that is what you want.`,
  recording_over: ({ at }) =>
    `The webinar is over, and so is its recording since ${mrkdwnDate(at, '{date_short}')}: ON24 takes nobody any more. Nothing was changed.`,
  webinar_begun: ({ at }) =>
    `The webinar began at ${mrkdwnDate(at, '{time}')}, and from then on ON24 cancels no registration: whoever is registered there can join.`,
  being_cancelled: () =>
    'ON24 is being asked to cancel them at this moment. The message will show its answer.',
  registered_by_adapter: () =>
    'Marketo’s adapter has registered them, so Usher cannot cancel them. Cancel them in ON24, and set Rejected in Marketo.',
  nothing_to_change: ({ status }) =>
    `There is nothing left to choose: from ${statusTitles[status]} no other decision leads on.`,
  not_in_on24: () => 'They are not registered in ON24 any more.',
  cancel_answered: ({ answer, by }) => {
    const who = by === null ? 'somebody' : `<@${by}>`;
    if (answer === null) return 'Nobody is asked about any more: they have come back, or left ON24.';
    return answer === 'cancel'
      ? `Already cancelled in ON24, or being cancelled, as ${who} wished.`
      : `Already left in ON24, as ${who} wished.`;
  },
  more_people_asked: () =>
    'More people have joined this question since you saw it. Nothing was changed; the message shows all of them now, so look and click again.',
  illegal_move: ({ from, to }) =>
    `Marketo's channel does not allow this: ${statusTitles[from]} cannot become ${statusTitles[to]}.`,
};

/** What an approval after the end means; `until` is a date in words. */
export function lateApproval(until: string | null): string {
  const keeps = until === null ? '' : ` (until ${until})`;
  return `The webinar is over. Approved people can watch the recording while ON24 keeps it${keeps}, and get a confirmation mail.`;
}

export function refusalWords<Kind extends Refusal['kind']>(
  refusal: Extract<Refusal, { kind: Kind }>,
): string {
  const say = words[refusal.kind] as (refusal: Refusal) => string;
  return say(refusal);
}

/** The reason alone, for a line behind somebody's name; what to do about it is said once below. */
export function refusalInLine(refusal: Refusal): string {
  return refusal.kind === 'no_places_left' ? 'no place is left' : refusalWords(refusal);
}

/** What to do about those who were refused a place beside others who were not. */
export function afterPartialApproval(refusals: readonly Refusal[]): string | undefined {
  const full = refusals.find((refusal) => refusal.kind === 'no_places_left');
  if (!full) return undefined;
  const places = full.capacity === 1 ? 'The only place is' : `All ${full.capacity} places are`;
  return `${places} taken now. Waitlist whoever is left, and they keep their order.`;
}

function listed(approvers: readonly string[]): string {
  const names = approvers.map((id) => (isGroup(id) ? `<!subteam^${id}>` : `<@${id}>`));
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
