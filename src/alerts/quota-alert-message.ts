/** The alert on a day's calls that are used up: when everything goes on, and that nobody loses anything; pure. */
import { bold, type Drawing, mrkdwnDate, paragraph, plain, time, words } from '../outside/slack/blocks.ts';

export interface QuotaAlertFacts {
  /** Before this instant nothing is tried, so that there is no button for it. */
  resumesAt: Date;
  /** People of this channel who wait for Marketo. */
  waiting: number;
}

const centralTime = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const readersTime = '{date_short_pretty} {time}';

export function quotaAlertMessage({ resumesAt, waiting }: QuotaAlertFacts): Drawing {
  const what = 'Marketo’s calls of today are used up';
  const clock = centralTime.format(resumesAt);
  // In the first hours of a day the old one may not have ended for Marketo yet, and a later try tells.
  const begins = clock === '00:00' ? 'Everything goes on by itself at ' : 'Tried again by itself at ';
  const central = `${clock} Central`;
  const people =
    waiting === 1 ? '1 person waits and loses nothing' : `${waiting} people wait and lose nothing`;
  return {
    text: `${what}. ${begins}${central} (${mrkdwnDate(resumesAt, readersTime)}). ${people}.`,
    blocks: [
      { type: 'header', text: plain(what) },
      paragraph('resumes', [
        words(begins),
        bold(central),
        words(' ('),
        time(resumesAt, readersTime),
        words(').'),
      ]),
      paragraph('waiting', [words(`${people}.`)]),
      paragraph('remedy', [
        words(
          'Nothing needs to be done here. If it happens again, an administrator sees in Marketo, under Admin > Integration > Web Services, who uses the calls.',
        ),
      ]),
    ],
  };
}
