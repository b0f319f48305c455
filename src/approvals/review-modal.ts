/** The review window: the queue in pages of ten with search, filter and ticks, and the preview of what would happen; pure. */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { button, paragraph, plain, time, words } from '../outside/slack/blocks.ts';
import { drawnValue } from '../outside/slack/drawn-value.ts';
import { lateApproval } from '../outside/slack/refusal-words.ts';
import { emailDomain, isFreeMail, personName, publicText, shownText } from '../program/person-name.ts';
import type { Decision } from '../program/registrant.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Review, ReviewFilter } from '../store/schema/reviews.ts';
import { dayOf } from './approval-message.ts';
import { backgroundWords } from './background-words.ts';
import { presetReasons } from './reject-modal.ts';
import { reviewActions, reviewFields, reviewModals, tickBlockId } from './review-actions.ts';

/** Slack's limit for the two lines of an option. */
const longestOption = 75;

export interface ReviewFacts {
  review: Review;
  webinarTitle: string;
  people: readonly Registrant[];
  matching: number;
  pageSize: number;
  ticked: ReadonlySet<number>;
}

const filterNames: Record<ReviewFilter, string> = {
  everybody: 'Everybody who waits',
  company_mail: 'With a company address',
  free_mail: 'With a free mail address',
  flagged: 'Flagged: asked again, same e-mail, refused in Marketo',
};

export const decisionNames: Record<Decision, string> = {
  approve: 'Approve',
  waitlist: 'Waitlist',
  reject: 'Reject',
};

export function reviewModal(facts: ReviewFacts): ModalView {
  const { review, people, matching, ticked } = facts;
  return {
    type: 'modal',
    callback_id: reviewModals.choose,
    private_metadata: String(review.id),
    title: plain('Review'),
    submit: plain('Preview'),
    close: plain('Close'),
    blocks: [
      paragraph('about', [words(`${waiting(matching)} for "${shownText(facts.webinarTitle, 90)}".`)]),
      searchBlock(review),
      filterBlock(review),
      { type: 'divider' },
      ...(people.length > 0 ? [ticks(review, people, ticked)] : [nobody(review)]),
      ...turning(facts),
      { type: 'context', elements: [plain(place(facts))] },
      { type: 'divider' },
      decisionBlock(),
      ...reasonBlocks(),
    ],
  };
}

function waiting(matching: number): string {
  return matching === 1 ? '1 person waits' : `${matching.toLocaleString('en')} people wait`;
}

function searchBlock({ search }: Review): KnownBlock {
  return {
    type: 'input',
    block_id: 'search',
    dispatch_action: true,
    optional: true,
    label: plain('Search by name, title, company or domain, then press Enter'),
    element: {
      type: 'plain_text_input',
      action_id: reviewActions.search,
      max_length: 80,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      ...(search === '' ? {} : { initial_value: search }),
    },
  };
}

function filterBlock({ filter }: Review): KnownBlock {
  const options = Object.entries(filterNames).map(([value, text]) => ({ text: plain(text), value }));
  const chosen = options.find(({ value }) => value === filter);
  return {
    type: 'actions',
    block_id: 'filter',
    elements: [
      {
        type: 'static_select',
        action_id: reviewActions.filter,
        options,
        ...(chosen ? { initial_option: chosen } : {}),
      },
    ],
  };
}

function ticks(review: Review, people: readonly Registrant[], ticked: ReadonlySet<number>): KnownBlock {
  const options = people.map(optionOf);
  const chosen = options.filter((_, index) => ticked.has(people[index]?.id ?? 0));
  return {
    type: 'actions',
    block_id: tickBlockId(review.turn),
    elements: [
      {
        type: 'checkboxes',
        action_id: reviewActions.tick,
        options,
        ...(chosen.length > 0 ? { initial_options: chosen } : {}),
      },
    ],
  };
}

function optionOf(person: Registrant): PlainTextOption {
  const about = [publicText(person.title, 40), publicText(person.company, 40)].filter((part) => part !== '');
  const domain = emailDomain(person.email);
  const background = [
    ...about,
    domain,
    isFreeMail(domain) ? 'free mail' : undefined,
    ...backgroundWords(person.background),
    person.hasTwin ? 'same e-mail as another' : undefined,
    person.askedAgainAt ? 'asked again' : undefined,
  ].filter((part) => part !== undefined);
  const description = shownText(background.join(' · '), longestOption);
  return {
    text: plain(shownText(personName(person), longestOption)),
    value: drawnValue(person),
    ...(description === '' ? {} : { description: plain(description) }),
  };
}

function nobody({ search, filter }: Review): KnownBlock {
  const isNarrowed = search !== '' || filter !== 'everybody';
  return paragraph('nobody', [
    words(isNarrowed ? 'Nobody who waits matches this search.' : 'Nobody waits for a decision.'),
  ]);
}

function turning({ review, matching, pageSize, ticked }: ReviewFacts): KnownBlock[] {
  const isLast = (review.page + 1) * pageSize >= matching;
  const value = String(review.id);
  const all = `Tick all ${matching.toLocaleString('en')} that match`;
  const elements = [
    ...(review.page > 0 ? [button({ actionId: reviewActions.previous, text: 'Previous ten', value })] : []),
    ...(isLast ? [] : [button({ actionId: reviewActions.next, text: 'Next ten', value })]),
    ...(matching > 0 ? [button({ actionId: reviewActions.tickAll, text: all, value })] : []),
    ...(ticked.size > 0 ? [button({ actionId: reviewActions.tickNone, text: 'Tick none', value })] : []),
  ];
  return elements.length > 0 ? [{ type: 'actions', block_id: `turn-${review.turn}`, elements }] : [];
}

function place({ review, matching, pageSize, ticked }: ReviewFacts): string {
  const pages = Math.max(1, Math.ceil(matching / pageSize));
  return `Page ${review.page + 1} of ${pages} · ${ticked.size.toLocaleString('en')} ticked on all pages`;
}

function decisionBlock(): KnownBlock {
  return {
    type: 'input',
    block_id: reviewFields.decision.blockId,
    label: plain('What shall happen to those who are ticked?'),
    element: {
      type: 'radio_buttons',
      action_id: reviewFields.decision.actionId,
      options: Object.entries(decisionNames).map(([value, text]) => ({ text: plain(text), value })),
    },
  };
}

function reasonBlocks(): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: reviewFields.preset.blockId,
      optional: true,
      label: plain('For Reject: why?'),
      element: {
        type: 'static_select',
        action_id: reviewFields.preset.actionId,
        options: Object.entries(presetReasons).map(([value, text]) => ({ text: plain(text), value })),
      },
    },
    {
      type: 'input',
      block_id: reviewFields.note.blockId,
      optional: true,
      label: plain('In your words'),
      element: { type: 'plain_text_input', action_id: reviewFields.note.actionId, max_length: 300 },
    },
  ];
}

export interface PreviewFacts {
  reviewId: number;
  decision: Decision;
  reason: string | null;
  ticked: number;
  /** Of the ticked, those who are still undecided. */
  open: number;
  /** For an approval, where places are counted. */
  placesLeft: number | undefined;
  holdSeconds: number;
  /** Until when it is not the last chance: nothing is written before the hold is over. */
  startsAt: Date | null;
  /** The webinar is over: what an approval then means. */
  late: { recordingUntil: Date | null } | undefined;
}

export function previewModal(facts: PreviewFacts): ModalView {
  const { decision, open } = facts;
  const many = open.toLocaleString('en');
  return {
    type: 'modal',
    callback_id: reviewModals.confirm,
    private_metadata: String(facts.reviewId),
    title: plain('Preview'),
    ...(open > 0 ? { submit: plain(`${decisionNames[decision]} ${many}`) } : {}),
    close: plain('Back'),
    blocks: [
      paragraph('applies', [words(applies(facts))]),
      ...placesBlock(facts),
      ...(decision === 'approve' && facts.late
        ? [paragraph('late', [words(lateApproval(dayOf(facts.late.recordingUntil)))])]
        : []),
      ...(facts.reason ? [paragraph('why', [words(`Reason: "${shownText(facts.reason, 300)}"`)])] : []),
      {
        type: 'context',
        elements: [
          plain(
            facts.holdSeconds > 0
              ? `Each decision can be undone for ${facts.holdSeconds} seconds. A message in the channel shows how far it is.`
              : 'It begins at once. A message in the channel shows how far it is.',
          ),
        ],
      },
      ...(facts.startsAt
        ? [
            paragraph('start', [
              words('The webinar begins '),
              time(facts.startsAt, '{date_short_pretty} {time}'),
            ]),
          ]
        : []),
    ],
  };
}

function applies({ ticked, open, decision }: PreviewFacts): string {
  const verb = decisionNames[decision];
  if (ticked === 0) return 'Nobody is ticked. Go back and tick somebody first.';
  const late = ticked - open;
  if (open === 0) return 'Everybody who was ticked was decided meanwhile; nothing is left to do.';
  const who = open === 1 ? '1 person' : `${open.toLocaleString('en')} people`;
  const rest =
    late === 0
      ? ''
      : ` ${late.toLocaleString('en')} of the ${ticked.toLocaleString('en')} ticked ${late === 1 ? 'was' : 'were'} decided meanwhile.`;
  return `${verb} applies to ${who}.${rest}`;
}

function placesBlock({ decision, open, placesLeft }: PreviewFacts): KnownBlock[] {
  if (decision !== 'approve' || placesLeft === undefined) return [];
  const left = placesLeft === 1 ? '1 place is' : `${placesLeft.toLocaleString('en')} places are`;
  const sentence =
    open <= placesLeft
      ? `${left} left.`
      : `Only ${left} left: as many as fit are approved, in the order in which they asked, and ${(open - placesLeft).toLocaleString('en')} stay as they are.`;
  return [paragraph('places', [words(sentence)])];
}
