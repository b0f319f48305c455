/** What the thread of an open alert is reminded of; pure. */
import { type Drawing, escaped, paragraph, time, words } from '../outside/slack/blocks.ts';
import { shownText } from '../program/person-name.ts';
import type { Alert } from '../store/schema/alerts.ts';

export interface ReminderFacts {
  alert: Alert;
  webinar: { title: string; startsAt: Date | null };
  /** People who are not registered because of it. */
  people: number;
}

export function reminderNotice(due: 'start' | 'open', { alert, webinar, people }: ReminderFacts): Drawing {
  const who = people === 1 ? '1 person is' : `${people} people are`;
  const still = `${who} still not registered`;
  const remedy =
    alert.kind === 'connection'
      ? 'They are registered by themselves as soon as the connection works; the message above says what is wrong.'
      : 'Retry them with the message above, or dismiss it.';
  if (due === 'start') {
    const title = `"${shownText(webinar.title, 90)}"`;
    return {
      text: escaped(`${title} starts within the hour, and ${still}. ${remedy}`),
      blocks: [
        paragraph('reminder', [
          words(`${title} starts `),
          ...(webinar.startsAt ? [words('at '), time(webinar.startsAt)] : [words('within the hour')]),
          words(`, and ${still}. ${remedy}`),
        ]),
      ],
    };
  }
  return {
    text: escaped(`This is still open: ${still}. ${remedy}`),
    blocks: [
      paragraph('reminder', [
        words('This is open since '),
        time(alert.openedAt, '{date_short_pretty} {time}'),
        words(`: ${still}. ${remedy}`),
      ]),
    ],
  };
}
