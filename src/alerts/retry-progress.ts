/** How an alert shows what became of a retry: the bar, the counts, and those who failed again with their new reason; pure. */
import type { KnownBlock } from '@slack/types';
import { type Inline, paragraph, user, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { personName } from '../program/person-name.ts';
import type { AlertStanding } from '../store/alert-people-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Registrant } from '../store/schema/registrants.ts';

export const mostListed = 5;

export interface RetryFacts {
  alert: Alert;
  standing: AlertStanding;
  /** The first few who failed again for another reason. */
  elsewhere: readonly Registrant[];
}

export function retryProgress({ alert, standing, elsewhere }: RetryFacts): KnownBlock[] {
  return [...stage(alert, standing), ...again(standing, elsewhere)];
}

function stage({ retryStage, retriedBy }: Alert, standing: AlertStanding): KnownBlock[] {
  if (!retryStage || !retriedBy) return [];
  const by: Inline[] = [words('Retried by '), user(retriedBy)];
  switch (retryStage) {
    case 'canary':
      return [paragraph('progress', [...by, words(' · one person is tried first')])];
    case 'canary_failed':
      return [
        paragraph('progress', [
          ...by,
          words(' · the first person failed again, so the others were left alone'),
        ]),
      ];
    case 'rest': {
      const through = registered(standing);
      const { everybody, underWay } = standing;
      return [
        paragraph('progress', [
          ...by,
          words(` · ${bar(through, everybody)} ${through} of ${everybody} registered, ${underWay} under way`),
        ]),
      ];
    }
  }
}

function again(
  { failedAgain, elsewhere: count }: AlertStanding,
  listed: readonly Registrant[],
): KnownBlock[] {
  const parts = [
    ...(failedAgain > 0 ? [`${failedAgain} failed again for the same reason`] : []),
    ...(count > 0 ? [failedForAnother(count, listed)] : []),
  ];
  return parts.length > 0 ? [paragraph('again', [words(parts.join(' · '))])] : [];
}

/** `2 failed again for another reason: Ada Lovelace: "…"; …`; their own alert tells of them too. */
export function failedForAnother(count: number, listed: readonly Registrant[]): string {
  const names = listed
    .slice(0, mostListed)
    .map((person) => `${personName(person)}: "${saidOutside(person.statusReason, 120)}"`);
  const rest = count - names.length;
  const who = [...names, ...(rest > 0 && names.length > 0 ? [`and ${rest} more`] : [])].join('; ');
  return `${count} failed again for another reason${who === '' ? '' : `: ${who}`}`;
}

/** Those who came are registered too, as far as ON24 knows; who came without it is counted apart. */
export function registered({ counts }: AlertStanding): number {
  return (counts.get('registered') ?? 0) + (counts.get('no_show') ?? 0);
}

const cells = 10;

function bar(done: number, all: number): string {
  const full = all === 0 ? 0 : Math.floor((done / all) * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
}
