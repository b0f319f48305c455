/** Everything about one person, for approvers' eyes; the only place where the e-mail address is shown; pure. */
import type { KnownBlock, ModalView } from '@slack/types';
import { bold, type Inline, paragraph, plain, time, user, words } from '../outside/slack/blocks.ts';
import { personName, shownText } from '../program/person-name.ts';
import { statusTitles } from '../program/status.ts';
import type { HistoryEntry } from '../store/schema/history.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { modals } from './approval-actions.ts';
import { tally } from './approval-message.ts';
import { historyReason, historyWords } from './history-words.ts';
import { changeButton, mayBeChanged } from './person-row.ts';
import { stateLine } from './row-state.ts';

const mostEntries = 30;
const mostTwins = 10;

export function loadingModal(): ModalView {
  return modal([paragraph('loading', [words('One moment…')])]);
}

/** `twins`: the others in the webinar with the same e-mail address. */
export function personModal(
  registrant: Registrant,
  entries: readonly HistoryEntry[],
  twins: readonly Registrant[] = [],
): ModalView {
  const facts: [string, string | null][] = [
    ['E-mail', registrant.email],
    ['Title', registrant.title],
    ['Company', registrant.company],
    ['Status', statusTitles[registrant.status]],
    ['Lead in Marketo', String(registrant.leadId)],
    ['User in ON24', on24User(registrant)],
  ];
  return modal([
    { type: 'header', text: plain(personName(registrant)) },
    paragraph(
      'facts',
      facts.flatMap(([label, value]) => [
        bold(`${label}: `),
        words(`${shownText(value, 200) || 'not given'}\n`),
      ]),
    ),
    ...(twins.length > 0 ? [paragraph('twins', twinLines(twins))] : []),
    { type: 'divider' },
    ...entries.slice(-mostEntries).map((entry, index) => paragraph(`entry-${index}`, entryLine(entry))),
  ]);
}

function twinLines(twins: readonly Registrant[]): Inline[] {
  const more = twins.length - mostTwins;
  return [
    bold('Same e-mail as another registrant'),
    ...twins
      .slice(0, mostTwins)
      .map((twin) => words(`\n${personName(twin)} (lead ${twin.leadId}): ${statusTitles[twin.status]}`)),
    ...(more > 0 ? [words(`\nand ${more} more`)] : []),
  ];
}

function on24User({ on24UserId, on24IsBlocked }: Registrant): string | null {
  if (on24UserId === null) return null;
  return on24IsBlocked ? `${on24UserId}, blocked there and not let in` : String(on24UserId);
}

export function messageModal(people: readonly Registrant[]): ModalView {
  return modal([
    paragraph('tally', [bold(tally(people))]),
    ...people.flatMap((person) => [
      paragraph(`person-${person.id}`, [
        bold(personName(person)),
        words('\n'),
        ...orPending(stateLine(person)),
      ]),
      ...change(person),
    ]),
  ]);
}

/** A folded message has no rows, so that here is the place to change one. */
function change(person: Registrant): KnownBlock[] {
  if (!mayBeChanged(person)) return [];
  return [{ type: 'actions', block_id: `change-${person.id}`, elements: [changeButton(person)] }];
}

function orPending(line: Inline[]): Inline[] {
  return line.length > 0 ? line : [words('Waits for a decision')];
}

function modal(blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: modals.details,
    title: plain('Details'),
    close: plain('Close'),
    blocks,
  };
}

function entryLine(entry: HistoryEntry): Inline[] {
  const said = historyReason(entry);
  const reason = said ? [words(` · "${shownText(said, 200)}"`)] : [];
  return [
    time(entry.at, '{date_short_pretty} {time}'),
    words(` · ${historyWords(entry)} · `),
    actor(entry.actor),
    ...reason,
  ];
}

function actor(name: string): Inline {
  const named: Record<string, string> = { marketo: 'in Marketo', on24: 'ON24', usher: 'Usher' };
  const known = named[name];
  return known ? words(known) : user(name);
}
