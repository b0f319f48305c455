/** How an alert tells why: the one reason with what it means, or the most frequent of several; pure. */
import type { KnownBlock } from '@slack/types';
import { paragraph, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { meaningOf } from './reason-meaning.ts';

export interface ReasonMet {
  words: string;
  /** How many have met it; nothing where it is the only one. */
  people: number | undefined;
}

const mostReasons = 3;

export function reasonLines(reasons: readonly ReasonMet[]): KnownBlock[] {
  const [only, ...others] = reasons;
  if (!only) return [];
  if (others.length === 0) {
    return [
      paragraph('reason', [words(`Reason: "${saidOutside(only.words, 400)}"`)]),
      ...meaning('meaning', only.words),
    ];
  }
  const shown = reasons.slice(0, mostReasons);
  const rest = reasons.slice(mostReasons);
  const people = rest.reduce((sum, reason) => sum + (reason.people ?? 0), 0);
  return [
    paragraph('reason', [words(`${reasons.length} different reasons. The most frequent:`)]),
    ...shown.flatMap((reason, index) => [
      paragraph(`reason-${index}`, [
        words(`${counted(reason.people ?? 0)}: "${saidOutside(reason.words, 200)}"`),
      ]),
      ...meaning(`meaning-${index}`, reason.words),
    ]),
    ...(rest.length > 0
      ? [
          paragraph('other-reasons', [
            words(
              `${counted(people)} met ${rest.length === 1 ? '1 other reason' : `${rest.length} other reasons`}; See people shows each person's own.`,
            ),
          ]),
        ]
      : []),
  ];
}

/** The same in one line, for a sentence. */
export function reasonInShort(reasons: readonly ReasonMet[], longest: number): string {
  const [only, ...others] = reasons;
  if (others.length > 0) return `${reasons.length} different reasons`;
  return saidOutside(only?.words ?? '', longest);
}

function meaning(blockId: string, reason: string): KnownBlock[] {
  const means = meaningOf(reason);
  return means ? [paragraph(blockId, [words(`What it means: ${means}`)])] : [];
}

export function counted(people: number): string {
  return people === 1 ? '1 person' : `${people} people`;
}
