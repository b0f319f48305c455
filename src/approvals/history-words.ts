/** What an entry of the history says, in a few words; pure. */
import type { Refusal } from '../program/refusal.ts';
import { type Status, statusTitles } from '../program/status.ts';
import type { HistoryEntry } from '../store/schema/history.ts';

export type ToldEntry = Pick<HistoryEntry, 'event' | 'fromStatus' | 'toStatus' | 'cause' | 'reason'>;

export function historyWords(entry: ToldEntry): string {
  switch (entry.event) {
    case 'moved':
      return `${title(entry.fromStatus)} to ${title(entry.toStatus)}`;
    case 'decided':
      return `decided: ${title(entry.toStatus)}`;
    case 'undone':
      return 'decision taken back';
    case 'hold_ended':
      return 'a held decision ended without effect';
    case 'click_refused':
      return refusedClick(entry);
    case 'not_followed':
      return 'a change in Marketo was not followed';
    case 'asked_again':
      return 'asked again';
    case 'overtaken':
      return 'a change in Marketo was overtaken';
    case 'adapter_asked':
      return 'Marketo was asked to register them';
    case 'adapter_silent':
      return 'no answer from Marketo';
    case 'cancel_wanted':
      return 'to be cancelled in ON24';
    case 'cancel_left':
      return 'left in ON24';
    case 'cancelled':
      return 'cancelled in ON24';
    case 'cancel_refused':
      return 'ON24 did not cancel';
  }
}

/** What somebody or something said of it; a refused click has its reason in its words. */
export function historyReason({ event, reason }: ToldEntry): string | null {
  return event === 'click_refused' ? null : reason;
}

const title = (status: Status | null) => (status ? statusTitles[status] : 'not here yet');

const buttons: Record<string, string> = {
  approve: 'Approve',
  waitlist: 'Waitlist',
  reject: 'Reject',
  undo: 'Undo',
  change: 'Change',
  retry: 'Retry',
  cancel_there: 'Cancel there',
};

const reasons = {
  already_decided: 'already decided',
  not_an_approver: 'may not decide here',
  approvers_unknown: 'the approvers were not known at that time',
  no_places_left: 'no place was left',
  hold_is_over: 'too late',
  nothing_to_undo: 'nothing to take back',
  nothing_to_retry: 'nothing to retry',
  being_registered: 'ON24 was being asked',
  registrant_gone: 'not in the program',
  webinar_gone: 'the webinar was not connected',
  webinar_paused: 'the webinar was paused',
  webinar_over: 'the webinar was over',
  recording_over: 'the recording was gone',
  webinar_begun: 'the webinar had begun',
  being_cancelled: 'ON24 was being asked to cancel',
  registered_by_adapter: 'registered by Marketo’s adapter',
  nothing_to_change: 'nothing to change',
  not_in_on24: 'not registered in ON24',
  cancel_answered: 'answered already',
  more_people_asked: 'more people had joined the question',
  illegal_move: 'the channel in Marketo does not allow it',
} as const satisfies Record<Refusal['kind'], string>;

function refusedClick({ cause, reason }: ToldEntry): string {
  const button = buttons[cause ?? ''];
  const why = Object.entries(reasons).find(([kind]) => kind === reason)?.[1];
  return `a click${button ? ` on ${button}` : ''} was refused${why ? `: ${why}` : ''}`;
}
