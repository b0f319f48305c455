/** How the channel is told that the ON24 event itself has changed; pure. */
import type { EventChange } from '../../program/event-changes.ts';
import { shownText } from '../../program/person-name.ts';
import type { EventState } from '../../program/webinar.ts';
import { type Drawing, escaped, type Inline, mrkdwnDate, paragraph, time, words } from './blocks.ts';

export interface EventNoticeFacts {
  title: string;
  /** When its live part ends, as it is known now. */
  liveEndsAt: Date | null;
  changes: readonly EventChange[];
  now: Date;
}

export function eventNotice(facts: EventNoticeFacts): Drawing {
  const title = `"${shownText(facts.title, 90)}"`;
  const lines = facts.changes.map((change) => lineOf(change, facts));
  return {
    text: lines.map((line) => `${escaped(title)} ${line.map(asText).join('')}`).join('\n'),
    blocks: lines.map((line, index) =>
      paragraph(`event-${index}`, [words(`${title} `), ...line.map(asInline)]),
    ),
  };
}

type Piece = string | Date;

function lineOf(change: EventChange, facts: EventNoticeFacts): Piece[] {
  switch (change.kind) {
    case 'moved':
      return [
        'was moved: from ',
        change.from,
        ' to ',
        change.to,
        '. Usher mails nobody: whoever is registered hears of it from Marketo or from ON24.',
      ];
    case 'end_moved':
      return ['now ends at ', change.to, ' instead of ', change.from, '.'];
    case 'renamed':
      return [`is called "${shownText(change.to, 150)}" in ON24 now.`];
    case 'new_link':
      return ['has a new audience link in ON24. Marketo is given it for everybody who is registered.'];
    case 'state':
      return [stateWords(change.to, facts)];
  }
}

function stateWords(state: EventState, { liveEndsAt, now }: EventNoticeFacts): string {
  const waits = 'Whoever is approved meanwhile waits and loses nothing.';
  if (state === 'active') return 'is active again in ON24: people can be registered.';
  if (state === 'gone') {
    return `was deleted in ON24, or moved to another account: nobody can be registered. ${waits}`;
  }
  return liveEndsAt !== null && liveEndsAt <= now
    ? 'was closed in ON24: its recording cannot be watched any more, and nobody can be registered.'
    : `is no longer active in ON24: nobody can be registered. Activate it there if it is to take place. ${waits}`;
}

function asInline(piece: Piece): Inline {
  return typeof piece === 'string' ? words(piece) : time(piece, '{date_short_pretty} {time}');
}

function asText(piece: Piece): string {
  return typeof piece === 'string' ? escaped(piece) : mrkdwnDate(piece, '{date_short_pretty} {time}');
}
