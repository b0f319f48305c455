/** The alert on a program or channel in Marketo that does not fit its webinar any more: what changed, and what to do; pure. */
import { button, type Drawing, escaped, paragraph, plain, time, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { shownText } from '../program/person-name.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { alertActions } from './alert-actions.ts';

export interface ProgramAlertFacts {
  /** Its words are a headline and a sentence for each thing, one a line. */
  alert: Alert;
  webinarTitle: string;
}

const mostSentences = 10;

export function programAlertMessage({ alert, webinarTitle }: ProgramAlertFacts): Drawing {
  const title = `"${shownText(webinarTitle, 90)}"`;
  if (alert.closedAt) {
    const line = `Marketo fits ${title} again`;
    return {
      text: escaped(`${line}.`),
      blocks: [paragraph('well', [words(`${line} since `), time(alert.closedAt), words('.')])],
    };
  }
  const [headline = '', ...sentences] = alert.words.split('\n');
  const what = saidOutside(headline, 150);
  const shown = sentences.slice(0, mostSentences).map((sentence) => saidOutside(sentence, 400));
  const more = sentences.length - shown.length;
  return {
    text: escaped(`${what}. ${shown[0] ?? ''}`),
    blocks: [
      { type: 'header', text: plain(what) },
      paragraph('words', [
        words([...shown, ...(more > 0 ? [`And ${more} more like this.`] : [])].join('\n')),
      ]),
      paragraph('since', [
        words(`This concerns ${title}; seen at `),
        time(alert.openedAt),
        words('. Usher looks again every ten minutes, and at once when asked.'),
      ]),
      {
        type: 'actions',
        block_id: `connection-${alert.id}`,
        elements: [
          button({
            actionId: alertActions.tryNow,
            text: 'Look again',
            value: String(alert.id),
            style: 'primary',
          }),
        ],
      },
    ],
  };
}
