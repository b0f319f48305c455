/** The alert on registration errors: who, since when, why, what it means, the retry, and how it ends; pure. */
import {
  button,
  type Drawing,
  escaped,
  type Inline,
  paragraph,
  plain,
  time,
  words,
} from '../outside/slack/blocks.ts';
import { personName, shownText } from '../program/person-name.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { alertActions } from './alert-actions.ts';
import { type ClosedAlertFacts, closedAlert } from './closed-alert.ts';
import { counted, reasonInShort, reasonLines } from './reason-lines.ts';
import { retryProgress } from './retry-progress.ts';

export interface ErrorAlertFacts extends ClosedAlertFacts {
  /** The first few who still have the error. */
  first: readonly Registrant[];
}

export function errorAlertMessage(facts: ErrorAlertFacts): Drawing {
  const { alert, standing, reasons } = facts;
  if (alert.closedAt) return closedAlert(facts);
  const headline = `${counted(standing.everybody)} could not be registered for "${shownText(facts.webinarTitle, 90)}"`;
  return {
    text: escaped(`${headline}. Reason: ${reasonInShort(reasons, 300)}`),
    blocks: [
      { type: 'header', text: plain(shownText(headline, 150)) },
      ...reasonLines(reasons),
      paragraph('who', [...when(alert), ...who(facts)]),
      ...retryProgress(facts),
      { type: 'actions', block_id: `alert-${alert.id}`, elements: buttons(alert, standing.failing) },
    ],
  };
}

function when({ openedAt, lastMetAt }: Alert): Inline[] {
  if (lastMetAt.getTime() - openedAt.getTime() < 60_000) return [words('At '), time(openedAt)];
  return [words('First at '), time(openedAt), words(' · last at '), time(lastMetAt)];
}

function who({ first, standing }: ErrorAlertFacts): Inline[] {
  const names = first.map(personName);
  const rest = standing.failing - names.length;
  if (names.length === 0) return [];
  return [words(` · ${rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ')}`)];
}

function buttons({ id, retryStage }: Alert, failing: number) {
  const value = String(id);
  const mayRetry = failing > 0 && retryStage !== 'canary';
  return [
    button({ actionId: alertActions.checkConnection, text: 'Check connection', value }),
    ...(mayRetry
      ? [
          button({
            actionId: alertActions.retryAll,
            text: failing === 1 ? 'Retry' : `Retry all ${failing}`,
            value,
            style: 'primary',
            label: `Register ${counted(failing)} again, one first and then the rest`,
          }),
        ]
      : []),
    button({ actionId: alertActions.seePeople, text: 'See people', value }),
    ...(failing > 0 ? [dismissButton(value, failing)] : []),
  ];
}

function dismissButton(value: string, failing: number) {
  const stay = failing === 1 ? '1 person stays unregistered' : `${failing} people stay unregistered`;
  return button({
    actionId: alertActions.dismiss,
    text: 'Dismiss',
    value,
    label: `Dismiss this alert; ${stay}`,
    confirm: {
      title: 'Dismiss this alert?',
      text: `${stay}. Nothing more is tried for them by itself, and Retry stays beside each name. Whoever meets this reason next opens a new alert.`,
      confirm: 'Dismiss',
    },
  });
}
