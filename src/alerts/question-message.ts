/** The question about people who have left a webinar and are still in ON24: who, the choice, and how it ended; pure. */
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
import type { QuestionStanding } from '../store/question-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { questionActions } from './question-actions.ts';
import { questionValue } from './question-value.ts';

export interface QuestionFacts {
  alert: Alert;
  webinarTitle: string;
  standing: QuestionStanding;
  /** The first few who are asked about. */
  first: readonly Registrant[];
}

export function questionMessage(facts: QuestionFacts): Drawing {
  if (facts.alert.closedAt) return answered(facts);
  return facts.standing.asked > 0 ? asking(facts) : underWay(facts);
}

function asking({ alert, webinarTitle, standing, first }: QuestionFacts): Drawing {
  const { asked } = standing;
  const headline = `${counted(asked)} left "${shownText(webinarTitle, 80)}" in Marketo and ${asked === 1 ? 'is' : 'are'} still registered in ON24`;
  const rest = asked - first.length;
  const names = first.map((person) => `${personName(person)} (${whyNot[person.status] ?? 'not wanted'})`);
  const who = rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(' and ');
  return {
    text: escaped(`${headline}.`),
    blocks: [
      { type: 'header', text: plain(shownText(headline, 150)) },
      paragraph('who', [
        words(`${who}. ${asked === 1 ? 'This person' : 'They'} can still join with their link.`),
      ]),
      ...progress(standing),
      { type: 'actions', block_id: `question-${alert.id}`, elements: [...choices(alert, asked), see(alert)] },
    ],
  };
}

const whyNot: Partial<Record<Status, string>> = {
  not_in_program: 'removed',
  rejected: 'rejected',
  waitlisted: 'waitlisted',
  registration_error: 'registration error',
};

function choices(alert: Alert, asked: number) {
  const value = questionValue(alert);
  const they = asked === 1 ? 'this person' : `these ${asked} people`;
  return [
    button({
      actionId: questionActions.cancelAll,
      text: `Cancel ${asked} in ON24`,
      value,
      style: 'danger',
      confirm: {
        title: `Cancel ${asked} in ON24?`,
        text: `The links of ${they} to the webinar stop working. Who is approved again is registered again.`,
        confirm: 'Cancel in ON24',
        deny: 'Not now',
      },
    }),
    button({
      actionId: questionActions.leaveAll,
      text: asked === 1 ? 'Leave them there' : `Leave all ${asked} there`,
      value,
      confirm: {
        title: 'Leave them in ON24?',
        text: `The links of ${they} keep working. Each can still be cancelled in the message that shows them.`,
        confirm: 'Leave them there',
        deny: 'Not now',
      },
    }),
  ];
}

function see(alert: Alert) {
  return button({ actionId: questionActions.seePeople, text: 'See people', value: questionValue(alert) });
}

function progress({ wanted, cancelled, cancelledBy }: QuestionStanding) {
  if (wanted === 0) return [];
  const line = `Cancelling in ON24 · ${cancelled} of ${cancelled + wanted} done`;
  return [paragraph('progress', [words(line), ...by(cancelledBy, ', as wished by ')])];
}

function underWay({ alert, webinarTitle, standing }: QuestionFacts): Drawing {
  const { wanted, cancelled, cancelledBy } = standing;
  const title = shownText(webinarTitle, 80);
  const line = `Cancelling ${counted(wanted + cancelled)} in ON24 who left "${title}" · ${cancelled} done`;
  return {
    text: escaped(`${line}.`),
    blocks: [
      paragraph('progress', [words(line), ...by(cancelledBy, ', as wished by ')]),
      { type: 'actions', block_id: `question-${alert.id}`, elements: [see(alert)] },
    ],
  };
}

/** In one line: what was done and by whom, and what was not. */
function answered({ alert, webinarTitle, standing }: QuestionFacts): Drawing {
  const parts = outcomes(standing);
  const title = `"${shownText(webinarTitle, 80)}"`;
  const line = parts.flatMap((part, index) => (index === 0 ? part : [words(' · '), ...part]));
  const at: Inline[] = alert.closedAt ? [words(' at '), time(alert.closedAt)] : [];
  const spoken = line.flatMap((piece) => (piece.type === 'text' ? piece.text : [])).join('');
  return {
    text: escaped(`${title}: ${spoken}.`),
    blocks: [paragraph('answered', [...line, ...at, words(` · ${title}`)])],
  };
}

function outcomes(standing: QuestionStanding): Inline[][] {
  const { everybody, cancelled, left, refused, still, back } = standing;
  const parts: Inline[][] = [];
  if (cancelled > 0)
    parts.push([
      words(`Cancelled ${cancelled} of ${everybody} in ON24`),
      ...by(standing.cancelledBy, ', by '),
    ]);
  if (left > 0)
    parts.push([
      words(left === everybody ? 'Left in ON24' : `${left} left in ON24`),
      ...by(standing.leftBy, ' by '),
    ]);
  if (refused > 0) {
    const said = saidOutside(standing.refusedWords, 150);
    parts.push([words(`${refused} not cancelled${said === '' ? '' : `: "${said}"`}`)]);
  }
  if (still > 0)
    parts.push([words(`ON24 no longer cancels, the webinar has begun: ${counted(still)} can still join`)]);
  if (back > 0)
    parts.push([
      words(back === 1 ? '1 person came back or is gone' : `${back} people came back or are gone`),
    ]);
  return parts;
}

const mostNamed = 3;

function by(userIds: readonly string[], lead: string): Inline[] {
  const named = userIds.slice(0, mostNamed);
  return named.flatMap((userId, index) => [words(index === 0 ? lead : ' and '), user(userId)]);
}

function counted(people: number): string {
  return people === 1 ? '1 person' : `${people} people`;
}
