/** The alert on a broken connection: what it says, what to do, and how many wait and lose nothing; pure. */
import { button, type Drawing, escaped, paragraph, plain, time, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { shownText } from '../program/person-name.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { alertActions } from './alert-actions.ts';

export interface ConnectionAlertFacts {
  alert: Alert;
  /** The webinar's title when only its event is concerned. */
  webinarTitle: string | undefined;
  /** People of this channel who wait for the connection. */
  waiting: number;
}

export function connectionAlertMessage({ alert, webinarTitle, waiting }: ConnectionAlertFacts): Drawing {
  const system = systemOf(alert.cause);
  if (alert.closedAt) {
    const line = `${system} works again`;
    return {
      text: `${line}. Everybody who waited goes on.`,
      blocks: [
        paragraph('well', [
          words(`${line} since `),
          time(alert.closedAt),
          words('. Everybody who waited goes on.'),
        ]),
      ],
    };
  }
  const what = webinarTitle
    ? `${system} does not accept registrations for "${shownText(webinarTitle, 90)}"`
    : `${system} cannot be used`;
  const people =
    waiting === 0
      ? 'Nobody waits for it yet'
      : waiting === 1
        ? '1 person waits and loses nothing'
        : `${waiting} people wait and lose nothing`;
  return {
    text: escaped(`${what}. ${system} says: ${saidOutside(alert.words, 300)}`),
    blocks: [
      { type: 'header', text: plain(shownText(what, 150)) },
      paragraph('words', [
        words('Since '),
        time(alert.openedAt),
        words(` ${system} says: "${saidOutside(alert.words, 400)}"\n${remedy(alert.words, system)}`),
      ]),
      paragraph('waiting', [
        words(`${people}; tried again every half minute, and everything goes on by itself.`),
      ]),
      {
        type: 'actions',
        block_id: `connection-${alert.id}`,
        elements: [
          button({
            actionId: alertActions.tryNow,
            text: 'Try now',
            value: String(alert.id),
            style: 'primary',
          }),
          button({
            actionId: alertActions.checkConnection,
            text: 'Check connection',
            value: String(alert.id),
          }),
        ],
      },
    ],
  };
}

export function systemOf(flag: string): string {
  return flag.startsWith('marketo') ? 'Marketo' : flag === 'slack' ? 'Slack' : 'ON24';
}

const remedies: readonly { says: RegExp; remedy: string }[] = [
  {
    says: /event.*(inactive|does ?n.t exist|not found)/i,
    remedy: 'Re-open the event in ON24, or connect the webinar to the right one.',
  },
  {
    says: /permission|access denied|elite/i,
    remedy: 'Give the API user the permissions that the README names.',
  },
];

const credentials = /token|credential|unauthori[sz]ed|wrong or invalid|deactivated|client/i;
const renewals: Record<string, string> = {
  ON24: 'It is the token whose key stands in ON24_TOKEN_KEY; ON24 switches off a token that is unused for 60 days. Somebody who manages users in ON24 can renew the credentials under Platform Tools > Integrations > API Tokens; then the operator sets ON24_TOKEN_KEY and ON24_TOKEN_SECRET.',
  Marketo: 'Ask the operator to renew the credentials MARKETO_CLIENT_ID and MARKETO_CLIENT_SECRET.',
};

function remedy(said: string, system: string): string {
  return (
    remedies.find(({ says }) => says.test(said))?.remedy ??
    (credentials.test(said) ? renewals[system] : undefined) ??
    'Nothing needs to be done here unless it lasts: then look at the status page of the system.'
  );
}
