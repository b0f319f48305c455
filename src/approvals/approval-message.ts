/** The approval message: the people who ask, each with what happened to them, and its fold when all is done; pure. */
import type { KnownBlock } from '@slack/types';
import {
  button,
  type Drawing,
  escaped,
  messageBudget,
  mrkdwnDate,
  plain,
  sizeOf,
} from '../outside/slack/blocks.ts';
import { drawnValue } from '../outside/slack/drawn-value.ts';
import { lateApproval } from '../outside/slack/refusal-words.ts';
import { personName, shownText } from '../program/person-name.ts';
import type { Status } from '../program/status.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { actions } from './approval-actions.ts';
import { isUndecided, type LateApproval, personRow } from './person-row.ts';
import { reviewActions } from './review-actions.ts';

export interface ApprovalMessageFacts {
  messageId: number;
  webinar: {
    id: number;
    title: string;
    startsAt: Date | null;
    capacity: number | null;
    programUrl: string | null;
  };
  /** The message's people, in the order in which they asked. */
  people: Registrant[];
  /** Undecided people who moved down into a later message. */
  movedDown: number;
  /** Webinar-wide numbers; they stand on the newest message only. Once attendance is in, places are no news. */
  newest: { placesTaken: number | null; moreWaiting: number } | undefined;
  /** Once the webinar is over: until when ON24 keeps its recording, as far as known. */
  late?: { recordingUntil: Date | null } | undefined;
}

export function approvalMessage(facts: ApprovalMessageFacts): Drawing {
  if (isFolded(facts.people)) return folded(facts);
  return { text: sentence(facts), blocks: withinBudget(facts) };
}

/** Everybody decided, out of their hold and answered: nothing is left to do with this message. */
export function isFolded(people: readonly Registrant[]): boolean {
  const isOpen = ({ status, holdsUntil, on24Cancel }: Registrant) =>
    holdsUntil !== null ||
    on24Cancel === 'asked' ||
    on24Cancel === 'wanted' ||
    status === 'pending_approval' ||
    status === 'registering' ||
    status === 'registration_error';
  return !people.some(isOpen);
}

/** Whether one more person still fits, with room for what their row may have to say later. */
export function hasRoomFor(facts: ApprovalMessageFacts, newcomer: Registrant): boolean {
  return (
    facts.people.length < 10 &&
    sizeOf(open({ ...facts, people: [...facts.people, newcomer] })) <= messageBudget - 400
  );
}

function withinBudget(facts: ApprovalMessageFacts): KnownBlock[] {
  const asking = open(facts, true);
  if (sizeOf(asking) <= messageBudget) return asking;
  const blocks = open(facts);
  if (sizeOf(blocks) <= messageBudget) return blocks;
  // Rows grow when ON24 explains itself at length; then the finished ones give way to a line that counts them.
  const unfinished = facts.people.filter((person) => !isFolded([person]));
  const finished = facts.people.filter((person) => isFolded([person]));
  return [...open({ ...facts, people: unfinished }), context(`And ${tally(finished)}.`)];
}

/** Once the webinar is over, either each button asks, or what they mean stands above them once. */
function open(facts: ApprovalMessageFacts, asks = false): KnownBlock[] {
  const undecided = facts.people.filter(isUndecided);
  const late = facts.late && { words: lateApproval(dayOf(facts.late.recordingUntil)), asks };
  return [
    { type: 'header', text: plain(heading(facts)) },
    context(circumstances(facts)),
    ...(late && !asks && undecided.length > 0 ? [context(late.words)] : []),
    { type: 'divider' },
    ...facts.people.flatMap((person) => personRow(person, facts.webinar.programUrl, late)),
    ...footer(facts, undecided, late),
  ];
}

/** For places that take no dates of Slack's; a day more or less is of no weight here. */
export function dayOf(at: Date | null): string | null {
  return at?.toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' }) ?? null;
}

function heading({ people, webinar }: ApprovalMessageFacts): string {
  const undecided = people.filter(isUndecided).length;
  const title = shownText(webinar.title, 90);
  if (undecided === 0) return `${counted(people.length)} decided for "${title}"`;
  const still = undecided < people.length ? 'still ' : '';
  return `${counted(undecided)} ${still}${undecided === 1 ? 'asks' : 'ask'} to join "${title}"`;
}

function circumstances({ webinar, newest, movedDown }: ApprovalMessageFacts): string {
  const parts = [
    webinar.startsAt ? mrkdwnDate(webinar.startsAt, '{date_short_pretty}, {time}') : 'No start time is known',
    newest && newest.placesTaken !== null ? places(newest.placesTaken, webinar.capacity) : undefined,
    movedDown > 0 ? `${movedDown} still ${movedDown === 1 ? 'waits' : 'wait'}, moved below` : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function places(taken: number, capacity: number | null): string {
  return capacity === null
    ? `${taken} ${taken === 1 ? 'place' : 'places'} taken`
    : `${taken} of ${capacity} places taken`;
}

function footer(
  facts: ApprovalMessageFacts,
  undecided: Registrant[],
  late: LateApproval | undefined,
): KnownBlock[] {
  const { newest, webinar } = facts;
  const moreWaiting = newest?.moreWaiting ?? 0;
  if (undecided.length < 2 && moreWaiting === 0) return [];
  const more = moreWaiting.toLocaleString('en');
  return [
    { type: 'divider' },
    {
      type: 'actions',
      block_id: `all-${undecided.map(({ id }) => id).join('-')}`.slice(0, 255),
      elements: [
        ...(undecided.length > 1 ? [approveAll(facts, undecided, late)] : []),
        button({ actionId: reviewActions.review, text: 'Review…', value: String(webinar.id) }),
      ],
    },
    ...(moreWaiting > 0
      ? [
          context(
            `${more} more ${moreWaiting === 1 ? 'waits' : 'wait'} and will be shown here as these are decided.`,
          ),
        ]
      : []),
  ];
}

function approveAll(
  { newest, webinar }: ApprovalMessageFacts,
  undecided: Registrant[],
  late: LateApproval | undefined,
) {
  const left =
    newest && newest.placesTaken !== null && webinar.capacity !== null
      ? Math.max(0, webinar.capacity - newest.placesTaken)
      : undefined;
  return button({
    actionId: actions.approveAll,
    text: `Approve all ${undecided.length}`,
    value: undecided.map((person) => drawnValue({ ...person, isLate: late !== undefined })).join(' '),
    confirm: {
      title: `Approve ${undecided.length} people?`,
      text: [late?.words, aboutPlaces(left)].filter((part) => part !== undefined).join(' '),
      confirm: `Approve ${undecided.length}`,
    },
  });
}

function aboutPlaces(left: number | undefined): string {
  if (left === undefined) return 'They are the people shown in this message.';
  return `${left} ${left === 1 ? 'place is' : 'places are'} left.`;
}

function folded(facts: ApprovalMessageFacts): Drawing {
  const { messageId, people, webinar, movedDown } = facts;
  const [only] = people;
  if (only && people.length === 1 && movedDown === 0) return foldedAlone(facts, only);
  const moved =
    movedDown > 0 ? `${movedDown} still ${movedDown === 1 ? 'waits' : 'wait'}, moved below` : undefined;
  const line = [people.length > 0 ? tally(people) : undefined, moved]
    .filter((part) => part !== undefined)
    .join(' · ');
  const title = shownText(webinar.title, 90);
  return {
    text: escaped(`${line || 'Nobody waits here any more'} for "${title}".`),
    blocks: [
      {
        type: 'section',
        text: plain(`${line || 'Nobody waits here any more'} · "${title}"`),
        ...(people.length > 0
          ? {
              accessory: button({
                actionId: actions.messageDetails,
                text: 'Details',
                value: String(messageId),
              }),
            }
          : {}),
      },
    ],
  };
}

/** One person's outcome is told better by their own row than by a count. */
function foldedAlone({ webinar }: ApprovalMessageFacts, person: Registrant): Drawing {
  const title = shownText(webinar.title, 90);
  return {
    text: escaped(`${personName(person)}: ${tallyWords[person.status]} for "${title}".`),
    blocks: [
      ...personRow(person, webinar.programUrl),
      { type: 'context', elements: [plain(shownText(webinar.title, 150))] },
    ],
  };
}

const tallyWords: Record<Status, string> = {
  not_in_program: 'left the program',
  invited: 'invited',
  pending_approval: 'pending',
  waitlisted: 'waitlisted',
  rejected: 'rejected',
  registering: 'being registered',
  registered: 'approved',
  registration_error: 'with an error',
  no_show: 'did not come',
  attended: 'attended',
  attended_on_demand: 'attended on demand',
};

/** "10 people: 8 approved, 1 waitlisted, 1 rejected" */
export function tally(people: readonly Registrant[]): string {
  const counts = new Map<string, number>();
  for (const { status } of people) counts.set(tallyWords[status], (counts.get(tallyWords[status]) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([word, count]) => `${count} ${word}`);
  return `${counted(people.length)}: ${parts.join(', ')}`;
}

function sentence(facts: ApprovalMessageFacts): string {
  const undecided = facts.people.filter(isUndecided);
  const title = shownText(facts.webinar.title, 90);
  if (undecided.length === 0) return escaped(`${tally(facts.people)} for "${title}".`);
  const named = undecided.slice(0, 3).map((person) => personName(person));
  const rest = undecided.length - named.length;
  const who = rest > 0 ? `${named.join(', ')} and ${rest} more` : joined(named);
  return escaped(`${who} ${undecided.length === 1 ? 'asks' : 'ask'} to join "${title}".`);
}

function joined(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function counted(people: number): string {
  return people === 1 ? '1 person' : `${people} people`;
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}
