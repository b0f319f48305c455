/** An alert that is over, in one line: who was registered and who was not, by whom, and what it was about; pure. */
import type { KnownBlock } from '@slack/types';
import {
  button,
  type Drawing,
  escaped,
  type Inline,
  paragraph,
  time,
  user,
  words,
} from '../outside/slack/blocks.ts';
import { shownText } from '../program/person-name.ts';
import { type Status, statuses } from '../program/status.ts';
import type { AlertStanding } from '../store/alert-people-store.ts';
import { alertActions } from './alert-actions.ts';
import { counted, type ReasonMet, reasonInShort } from './reason-lines.ts';
import { failedForAnother, type RetryFacts, registered } from './retry-progress.ts';

export interface ClosedAlertFacts extends RetryFacts {
  webinarTitle: string;
  reasons: readonly ReasonMet[];
}

/** What became of those who were not registered; nothing for those who are counted otherwise. */
const becameOf: Record<Status, string | undefined> = {
  registered: undefined,
  no_show: undefined,
  registration_error: undefined,
  registering: undefined,
  rejected: 'rejected',
  waitlisted: 'waitlisted',
  not_in_program: 'removed in Marketo',
  invited: 'only invited',
  pending_approval: 'waiting for a decision',
  attended: 'attended',
  attended_on_demand: 'attended on demand',
};

export function closedAlert(facts: ClosedAlertFacts): Drawing {
  return facts.alert.closedBecause === 'dismissed' ? dismissed(facts) : solved(facts);
}

function solved({ alert, standing, elsewhere, webinarTitle, reasons }: ClosedAlertFacts): Drawing {
  const { everybody, elsewhere: failedAgain } = standing;
  const line = [
    `${failedAgain === 0 ? 'Solved: ' : ''}${registered(standing)} of ${everybody} registered`,
    ...others(standing),
  ].join(', ');
  // Whose retry did not get beyond the first person has not solved it.
  const by: Inline[] =
    alert.retriedBy && alert.retryStage === 'rest' ? [words(', by '), user(alert.retriedBy)] : [];
  const again = failedAgain === 0 ? '' : ` · ${failedForAnother(failedAgain, elsewhere)}`;
  return {
    text: escaped(`${line} for "${shownText(webinarTitle, 90)}"${again}.`),
    blocks: [
      paragraph('solved', [
        words(line),
        ...by,
        ...at(alert.closedAt),
        words(`${again}${about(webinarTitle, reasons)}`),
      ]),
    ],
  };
}

function dismissed({ alert, standing, webinarTitle, reasons }: ClosedAlertFacts): Drawing {
  const { failing } = standing;
  const left = `${counted(failing)} ${failing === 1 ? 'was' : 'were'} not registered`;
  const through = registered(standing);
  const parts = [
    left,
    ...(through > 0 ? [`${through} of ${standing.everybody} were`] : []),
    ...others(standing),
  ];
  return {
    text: escaped(`Dismissed. ${left} for "${shownText(webinarTitle, 90)}".`),
    blocks: [
      paragraph('dismissed', [
        words('Dismissed'),
        ...(alert.closedBy ? [words(' by '), user(alert.closedBy)] : []),
        ...at(alert.closedAt),
        words(` · ${parts.join(', ')}${about(webinarTitle, reasons)}`),
      ]),
      ...(failing > 0 ? [seePeople(alert.id)] : []),
    ],
  };
}

function others({ counts }: AlertStanding): string[] {
  return statuses.flatMap((status) => {
    const people = counts.get(status);
    return people === undefined || becameOf[status] === undefined ? [] : [`${people} ${becameOf[status]}`];
  });
}

function about(webinarTitle: string, reasons: readonly ReasonMet[]): string {
  return ` · "${shownText(webinarTitle, 90)}" · ${reasonInShort(reasons, 200)}`;
}

function at(closedAt: Date | null): Inline[] {
  return closedAt ? [words(' at '), time(closedAt)] : [];
}

function seePeople(alertId: number): KnownBlock {
  return {
    type: 'actions',
    block_id: `alert-${alertId}`,
    elements: [button({ actionId: alertActions.seePeople, text: 'See people', value: String(alertId) })],
  };
}
