/** The alert on registration errors of one cause: who, since when, why, what it means, and the retry; pure. */
import type { KnownBlock } from '@slack/types';
import {
  button,
  type Drawing,
  escaped,
  type Inline,
  paragraph,
  plain,
  time,
  user,
  words,
} from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { personName, shownText } from '../program/person-name.ts';
import type { Status } from '../program/status.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { alertActions } from './alert-actions.ts';
import { meaningOf } from './reason-meaning.ts';

export interface ErrorAlertFacts {
  alert: Alert;
  webinarTitle: string;
  /** How many of the alert's people stand where. */
  counts: ReadonlyMap<Status, number>;
  /** The first few who still have the error. */
  first: readonly Registrant[];
}

export function errorAlertMessage(facts: ErrorAlertFacts): Drawing {
  const { alert, counts } = facts;
  if (alert.closedAt) return closed(facts);
  const failing = counts.get('registration_error') ?? 0;
  const headline = `${counted(total(counts))} could not be registered for "${shownText(facts.webinarTitle, 90)}"`;
  return {
    text: escaped(`${headline}. Reason: ${saidOutside(alert.words, 300)}`),
    blocks: [
      { type: 'header', text: plain(shownText(headline, 150)) },
      paragraph('reason', [words(`Reason: "${saidOutside(alert.words, 400)}"`)]),
      paragraph('who', [...when(alert), ...who(facts, failing)]),
      ...meaning(alert),
      ...progress(facts),
      { type: 'actions', block_id: `alert-${alert.id}`, elements: buttons(alert, failing) },
    ],
  };
}

function when({ openedAt, lastMetAt }: Alert): Inline[] {
  if (lastMetAt.getTime() - openedAt.getTime() < 60_000) return [words('At '), time(openedAt)];
  return [words('First at '), time(openedAt), words(' · last at '), time(lastMetAt)];
}

function who({ first }: ErrorAlertFacts, failing: number): Inline[] {
  const names = first.map(personName);
  const rest = failing - names.length;
  if (names.length === 0) return [];
  return [words(` · ${rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ')}`)];
}

function meaning(alert: Alert): KnownBlock[] {
  const means = meaningOf(alert.words);
  return means ? [paragraph('meaning', [words(`What it means: ${means}`)])] : [];
}

function progress({ alert, counts }: ErrorAlertFacts): KnownBlock[] {
  if (!alert.retryStage || !alert.retriedBy) return [];
  const through = counts.get('registered') ?? 0;
  const under = counts.get('registering') ?? 0;
  const by: Inline[] = [words('Retried by '), user(alert.retriedBy)];
  switch (alert.retryStage) {
    case 'canary':
      return [paragraph('progress', [...by, words(' · one person is tried first')])];
    case 'canary_failed':
      return [
        paragraph('progress', [
          ...by,
          words(' · the first person failed again, so the others were left alone'),
        ]),
      ];
    case 'rest':
      return [
        paragraph('progress', [
          ...by,
          words(` · ${through} of ${total(counts)} registered, ${under} under way`),
        ]),
      ];
  }
}

function buttons(alert: Alert, failing: number) {
  const value = String(alert.id);
  const isRunning = alert.retryStage === 'canary';
  return [
    ...(failing > 0 && !isRunning
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
  ];
}

function closed({ alert, counts, webinarTitle }: ErrorAlertFacts): Drawing {
  const through = counts.get('registered') ?? 0;
  const everybody = total(counts);
  const line = `Solved: ${through} of ${everybody} registered`;
  const by: Inline[] = alert.retriedBy ? [words(', by '), user(alert.retriedBy)] : [];
  const at: Inline[] = alert.closedAt ? [words(' at '), time(alert.closedAt)] : [];
  const about = ` · "${shownText(webinarTitle, 90)}" · ${saidOutside(alert.words, 200)}`;
  return {
    text: escaped(`${line} for "${shownText(webinarTitle, 90)}".`),
    blocks: [paragraph('solved', [words(line), ...by, ...at, words(about)])],
  };
}

function total(counts: ReadonlyMap<Status, number>): number {
  return [...counts.values()].reduce((sum, people) => sum + people, 0);
}

function counted(people: number): string {
  return people === 1 ? '1 person' : `${people} people`;
}
