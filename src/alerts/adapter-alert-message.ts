/** The alerts on Marketo's adapter: its campaign takes nobody, or Marketo gives no answer; pure. */
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
import { shownText } from '../program/person-name.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { alertActions } from './alert-actions.ts';

export interface AdapterAlertFacts {
  alert: Alert;
  webinarTitle: string;
  /** People whom Marketo does not take, or of whom it says nothing. */
  waiting: number;
  /** Whether *Approve* requests a campaign; else it writes the status. */
  hasCampaign: boolean;
}

export function campaignAlertMessage(facts: AdapterAlertFacts): Drawing {
  const { alert, waiting } = facts;
  const title = titleOf(facts);
  if (alert.closedAt) {
    return closed(
      alert.closedAt,
      [words(`Marketo takes approvals for ${title} again since `)],
      '. Everybody who waited goes on.',
    );
  }
  const what = `Marketo does not take approvals for ${title}`;
  const lose = waiting === 1 ? '1 person waits and loses nothing' : `${waiting} people wait and lose nothing`;
  return {
    text: escaped(`${what}. Marketo says: ${saidOutside(alert.words, 300)}`),
    blocks: [
      header(what),
      paragraph('words', [
        words('Since '),
        time(alert.openedAt),
        words(
          ` Marketo says: "${saidOutside(alert.words, 400)}"\nActivate the campaign in Marketo. It has to be a trigger campaign with the trigger Campaign is Requested, source Web Service API.`,
        ),
      ]),
      paragraph('waiting', [
        words(`${lose}; one of them is tried every half minute, and everything goes on by itself.`),
      ]),
      actions(alert, [
        button({ actionId: alertActions.tryNow, text: 'Try now', value: String(alert.id), style: 'primary' }),
      ]),
    ],
  };
}

export function silenceAlertMessage(facts: AdapterAlertFacts): Drawing {
  const { alert, waiting, hasCampaign } = facts;
  const title = titleOf(facts);
  if (alert.closedAt) return endOfSilence(facts, alert.closedAt);
  const what = `Marketo gives no answer for ${title}`;
  const people =
    waiting === 1 ? '1 person was approved and waits' : `${waiting} people were approved and wait`;
  return {
    text: escaped(`${what}. ${people}.`),
    blocks: [
      header(what),
      paragraph('waiting', [
        words(`${people} for Marketo to register them in ON24, the first since `),
        time(alert.openedAt),
        words('. They lose nothing: an answer that comes late is taken.'),
      ]),
      paragraph('check', [words(`What to check: ${hasCampaign ? campaignChecks : statusChecks}`)]),
      ...askedAgain(alert),
      ...(hasCampaign && waiting > 0 ? [actions(alert, [askAgain(alert, waiting)])] : []),
    ],
  };
}

const campaignChecks =
  'is the campaign active in Marketo, and does it set Registered? Is ON24 still linked to the program as its event partner (Admin > Event Partners shows errors)? At peak Marketo takes up to 20 minutes.';
const statusChecks =
  'is ON24 still linked to the program as its event partner (Admin > Event Partners shows errors)? Usher writes Registered by itself, and not every Marketo takes that for an approval: then connect the webinar with a campaign that Approve requests (--campaign).';

function askAgain(alert: Alert, waiting: number) {
  return button({
    actionId: alertActions.askMarketoAgain,
    text: `Ask Marketo again for ${waiting}`,
    value: String(alert.id),
    style: 'primary',
    label: `Request the campaign again for ${waiting === 1 ? '1 person' : `${waiting} people`}`,
    confirm: {
      title: 'Ask Marketo again?',
      text: 'The campaign runs once more for them. If it sends mails, they may get one twice.',
      confirm: 'Ask again',
    },
  });
}

function askedAgain(alert: Alert): KnownBlock[] {
  return alert.retriedBy && alert.retriedAt ? [paragraph('again', by(alert.retriedBy, alert.retriedAt))] : [];
}

function by(userId: string, at: Date): Inline[] {
  return [words('Marketo was asked again by '), user(userId), words(', '), time(at)];
}

function endOfSilence(facts: AdapterAlertFacts, closedAt: Date): Drawing {
  const { retriedBy, retriedAt } = facts.alert;
  const asked = retriedBy && retriedAt ? [...by(retriedBy, retriedAt), words('. ')] : [];
  const line = words(`No answer of Marketo's is overdue any more for ${titleOf(facts)} since `);
  return closed(closedAt, [...asked, line], '.');
}

function closed(at: Date, line: Inline[], end: string): Drawing {
  const said = line.at(-1);
  return {
    text: escaped(`${said?.type === 'text' ? said.text.replace(/ since $/, '') : ''}.`),
    blocks: [paragraph('well', [...line, time(at), words(end)])],
  };
}

function titleOf({ webinarTitle }: AdapterAlertFacts): string {
  return `"${shownText(webinarTitle, 90)}"`;
}

function header(what: string): KnownBlock {
  return { type: 'header', text: plain(shownText(what, 150)) };
}

function actions(alert: Alert, elements: ReturnType<typeof button>[]): KnownBlock {
  return { type: 'actions', block_id: `connection-${alert.id}`, elements };
}
