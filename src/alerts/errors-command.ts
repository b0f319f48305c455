/** `/webinar errors`: what is wrong with a webinar now, and where it can be mended. */
import { escaped, mrkdwnDate } from '../outside/slack/blocks.ts';
import { choiceWords } from '../outside/slack/choice-words.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import type { Subcommand } from '../outside/slack/subcommands.ts';
import { standingOf } from '../store/alert-people-store.ts';
import { openAlerts, openErrorAlerts } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countWaiting } from '../store/waiting-people-store.ts';
import { chooseWebinar } from '../store/webinar-choice.ts';
import { countByStatus } from '../store/webinar-store.ts';
import { systemOf } from './connection-alert-message.ts';
import { reasonsOf } from './draw-alert.ts';
import { counted, reasonInShort } from './reason-lines.ts';

const mostListed = 15;

export function errorsCommand(db: Db): Subcommand {
  return {
    name: 'errors',
    usage: 'errors [webinar]',
    summary: 'who could not be registered, and why',
    async answer(request) {
      const choice = await chooseWebinar(db, request);
      if (choice.kind !== 'one') return choiceWords(choice, 'errors');
      return answerFor(db, choice.webinar);
    },
  };
}

async function answerFor(db: Db, webinar: Webinar): Promise<string> {
  const title = `"${escaped(webinar.title)}"`;
  const open = await openErrorAlerts(db, webinar);
  const standings = await Promise.all(open.map(({ id }) => standingOf(db, id)));
  const shown = open.slice(0, mostListed);
  const lines = await Promise.all(
    shown.map(async (alert, index) => errorLine(db, alert, standings[index]?.failing ?? 0)),
  );
  const broken = await connectionLines(db, webinar);
  const told = standings.reduce((people, { failing }) => people + failing, 0);
  const everybody = (await countByStatus(db, webinar.id)).get('registration_error') ?? 0;
  const apart = everybody - told;
  if (lines.length + broken.length === 0 && apart <= 0) return `Everything is well with ${title}.`;
  return [
    `What is wrong with ${title} now:`,
    ...broken,
    ...lines,
    ...(open.length > shown.length ? [`And ${open.length - shown.length} more alerts.`] : []),
    ...(apart > 0
      ? [`• ${counted(apart)} with an error whose alert was dismissed or is about to be posted`]
      : []),
    `The messages in <#${webinar.slackChannelId}> have the buttons: Retry all, See people, Dismiss.`,
  ].join('\n');
}

async function errorLine(db: Db, alert: Alert, failing: number): Promise<string> {
  const reason = escaped(reasonInShort(await reasonsOf(db, alert), 150));
  return `• ${counted(failing)}: ${reason} · since ${mrkdwnDate(alert.openedAt, '{date_short_pretty} at {time}')}`;
}

async function connectionLines(db: Db, webinar: Webinar): Promise<string[]> {
  const concerned = (await openAlerts(db, 'connection')).filter(({ webinarId, slackChannelId }) =>
    webinarId === null ? slackChannelId === webinar.slackChannelId : webinarId === webinar.id,
  );
  return Promise.all(
    concerned.map(async (alert) => {
      const waiting = await countWaiting(db, alert.cause, alert.slackChannelId);
      return `• ${systemOf(alert.cause)} cannot be used: ${escaped(saidOutside(alert.words, 150))} · ${counted(waiting)} waiting`;
    }),
  );
}
