/** The message of a bulk run: how far it is, and in the end one summary with those whom it could not decide; pure. */
import type { KnownBlock } from '@slack/types';
import { type Drawing, escaped, paragraph, plain, time, user, words } from '../outside/slack/blocks.ts';
import { personName, shownText } from '../program/person-name.ts';
import type { Decision } from '../program/registrant.ts';
import type { RunCounts } from '../store/bulk-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { BulkRun } from '../store/schema/reviews.ts';

export interface BulkFacts {
  run: BulkRun;
  webinarTitle: string;
  counts: RunCounts;
  /** The first of those who were refused. */
  refused: readonly { person: Registrant; refusal: string }[];
}

const doing: Record<Decision, string> = {
  approve: 'Approving',
  waitlist: 'Waitlisting',
  reject: 'Rejecting',
};
const done: Record<Decision, string> = { approve: 'Approved', waitlist: 'Waitlisted', reject: 'Rejected' };

const refusalNames: Record<string, string> = {
  already_decided: 'decided by somebody else meanwhile',
  no_places_left: 'no place left',
  registrant_gone: 'no longer in the program',
  illegal_move: "not possible in Marketo's channel",
};

export function bulkMessage(facts: BulkFacts): Drawing {
  return facts.run.endedAt ? summary(facts, facts.run.endedAt) : progress(facts);
}

function progress({ run, counts, webinarTitle }: BulkFacts): Drawing {
  const title = shownText(webinarTitle, 90);
  const through = counts.decided + refusedIn(counts);
  const line = `${doing[run.decision]} ${people(counts.total)} for "${title}"`;
  return {
    text: escaped(`${line}: ${through} of ${counts.total} done.`),
    blocks: [
      { type: 'section', text: plain(line) },
      paragraph('progress', [
        words(`${bar(through, counts.total)} ${through} of ${counts.total}`),
        ...(refusedIn(counts) > 0 ? [words(` · ${refusedIn(counts)} not possible`)] : []),
        words(' · by '),
        user(run.userId),
      ]),
    ],
  };
}

function summary({ run, counts, webinarTitle, refused }: BulkFacts, endedAt: Date): Drawing {
  const title = shownText(webinarTitle, 90);
  const line = `${done[run.decision]} ${counts.decided} of ${people(counts.total)} for "${title}"`;
  return {
    text: escaped(`${line}.`),
    blocks: [
      { type: 'section', text: plain(line) },
      paragraph('by', [
        words('By '),
        user(run.userId),
        words(', '),
        time(endedAt),
        ...(run.reason ? [words(` · "${shownText(run.reason, 150)}"`)] : []),
      ]),
      ...leftOut(counts, refused),
    ],
  };
}

function leftOut(counts: RunCounts, refused: BulkFacts['refused']): KnownBlock[] {
  const total = refusedIn(counts);
  if (total === 0) return [];
  const why = [...counts.refused].map(([kind, number]) => `${number} ${refusalNames[kind] ?? 'refused'}`);
  const names = refused.map(({ person }) => personName(person)).join(', ');
  const more = total - refused.length;
  return [
    paragraph('refused', [
      words(`${total} not: ${why.join(', ')}\n${names}${more > 0 ? ` and ${more} more` : ''}`),
    ]),
  ];
}

function refusedIn({ refused }: RunCounts): number {
  return [...refused.values()].reduce((sum, number) => sum + number, 0);
}

function people(number: number): string {
  return number === 1 ? '1 person' : `${number.toLocaleString('en')} people`;
}

function bar(through: number, total: number): string {
  const full = total === 0 ? 12 : Math.round((through / total) * 12);
  return '▓'.repeat(full) + '░'.repeat(12 - full);
}
