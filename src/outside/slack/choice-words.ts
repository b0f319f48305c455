/** What somebody is told who has not named one webinar. */
import type { Refusal } from '../../program/refusal.ts';
import { escaped } from './blocks.ts';
import { refusalWords } from './refusal-words.ts';
import { webinarCommand } from './subcommands.ts';

interface Listed {
  id: number;
  title: string;
}

type NoChoice =
  | { kind: 'several'; webinars: readonly Listed[] }
  | { kind: 'none'; webinars: readonly Listed[] }
  | { kind: 'refused'; refusal: Refusal };

const mostListed = 20;

export function choiceWords(choice: NoChoice, subcommand: string): string {
  if (choice.kind === 'refused') return refusalWords(choice.refusal);
  if (choice.webinars.length === 0) return 'There is no webinar here on which you may decide.';
  const opening = choice.kind === 'several' ? 'Which one?' : 'I know no such webinar. These are yours:';
  const lines = choice.webinars
    .slice(0, mostListed)
    .map(({ id, title }) => `• \`${webinarCommand} ${subcommand} ${id}\` ${escaped(title)}`);
  return [opening, ...lines].join('\n');
}
