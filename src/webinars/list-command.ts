/** `/webinar list` and `/webinar status`: the webinars on which a person decides, and how each stands. */
import { escaped, mrkdwnDate } from '../outside/slack/blocks.ts';
import { choiceWords } from '../outside/slack/choice-words.ts';
import type { Subcommand } from '../outside/slack/subcommands.ts';
import { statuses, statusTitles } from '../program/status.ts';
import { webinarOfSilenceFlag } from '../store/adapter-flags.ts';
import { latestRefresh, pastRefreshes } from '../store/attendance-store.ts';
import { listFaults } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { webinarOfSetUpFlag } from '../store/set-up-fault-store.ts';
import { chooseWebinar, visibleTo } from '../store/webinar-choice.ts';
import { countByStatus, countPlacesTaken, listWebinars } from '../store/webinar-store.ts';

const mostListed = 30;
const mostRuns = 3;

export function listCommand(db: Db): Subcommand {
  return {
    name: 'list',
    usage: 'list',
    summary: 'your webinars',
    async answer({ userId }) {
      const webinars = await visibleTo(db, userId, await listWebinars(db));
      if (webinars.length === 0) return 'There is no webinar on which you may decide.';
      const lines = await Promise.all(webinars.slice(0, mostListed).map((webinar) => line(db, webinar)));
      return lines.join('\n');
    },
  };
}

export function statusCommand(db: Db, nextRefresh: () => Date): Subcommand {
  return {
    name: 'status',
    usage: 'status [webinar]',
    summary: 'how a webinar stands',
    async answer(request) {
      const choice = await chooseWebinar(db, request);
      if (choice.kind !== 'one') return choiceWords(choice, 'status');
      const { webinar } = choice;
      const counts = await countByStatus(db, webinar.id);
      const taken = await countPlacesTaken(db, webinar.id);
      return [
        await line(db, webinar),
        `Places: ${taken}${webinar.capacity === null ? ' taken, no limit' : ` of ${webinar.capacity} taken`}`,
        ...statuses.flatMap((status) =>
          counts.has(status) ? `• ${counts.get(status)} ${statusTitles[status]}` : [],
        ),
        await refreshLine(db, webinar, nextRefresh()),
        ...(await pastRefreshes(db, webinar.id, mostRuns)).map(runLine),
        ...eventLines(webinar),
        ...(await faultLines(db, webinar)),
      ].join('\n');
    },
  };
}

async function line(db: Db, webinar: Webinar): Promise<string> {
  const counts = await countByStatus(db, webinar.id);
  const starts = webinar.startsAt
    ? mrkdwnDate(webinar.startsAt, '{date_short_pretty}, {time}')
    : 'no start time';
  const pending = counts.get('pending_approval') ?? 0;
  const errors = counts.get('registration_error') ?? 0;
  return `*${webinar.id}* ${escaped(webinar.title)} · ${starts} · <#${webinar.slackChannelId}> · ${pending} pending · ${errors} with an error`;
}

async function refreshLine(db: Db, webinar: Webinar, next: Date): Promise<string> {
  const latest = await latestRefresh(db, webinar.id);
  const nightly = `the next one is ${mrkdwnDate(next, '{date_short_pretty} at {time}')}`;
  if (!latest) return `Attendance: not refreshed yet; ${nightly}.`;
  if (!latest.finishedAt) return 'Attendance: a refresh is under way.';
  const how = latest.stage === 'failed' ? 'failed' : latest.isFinal ? 'final' : 'provisional';
  return `Attendance: last refresh ${mrkdwnDate(latest.finishedAt, '{date_short_pretty} at {time}')} (${how}); ${nightly}.`;
}

function eventLines({ eventState }: Webinar): string[] {
  if (eventState === 'active') return [];
  const what = eventState === 'gone' ? 'was deleted in ON24' : 'is not active in ON24';
  return [`The event ${what}: nobody can be registered.`];
}

const causeWords: Record<Refresh['cause'], string> = {
  night: 'nightly',
  after_end: 'after the live end',
  slack: 'asked for in Slack',
  command_line: 'asked for in a terminal',
};

function runLine({ cause, askedAt, startedAt, finishedAt, stage, isFinal, ...run }: Refresh): string {
  const when = mrkdwnDate(startedAt ?? askedAt, '{date_short_pretty} at {time}');
  const seconds =
    startedAt && finishedAt
      ? ` · ${Math.max(1, Math.round((finishedAt.getTime() - startedAt.getTime()) / 1000))} s`
      : '';
  const calls = `${run.calls} ${run.calls === 1 ? 'call' : 'calls'}`;
  if (stage === 'failed')
    return `• ${when}, ${causeWords[cause]}: failed. ${escaped(run.failedBecause ?? '')} · ${calls}${seconds}`;
  const { changedToAttended = 0, changedToOnDemand = 0, changedToNoShow = 0 } = run.counts ?? {};
  const changed = changedToAttended + changedToOnDemand + changedToNoShow;
  return `• ${when}, ${causeWords[cause]}: ${isFinal ? 'final' : 'provisional'} · ${run.pulled} read, ${changed} changed · ${calls}${seconds}`;
}

/** Only what concerns this webinar: the systems as a whole, and its own event. */
async function faultLines(db: Db, webinar: Webinar): Promise<string[]> {
  const faults = (await listFaults(db)).filter(
    ({ isPaused, flag }) => isPaused && (!/:\d+$/.test(flag) || flag.endsWith(`:${webinar.id}`)),
  );
  return faults.map(({ flag, words, failingSince }) => {
    const since = mrkdwnDate(failingSince, '{time}');
    if (webinarOfSetUpFlag(flag) !== undefined) {
      const [headline = '', ...sentences] = words.split('\n').map(escaped);
      return `${headline}, seen at ${since}: ${sentences.join(' ')}`;
    }
    if (webinarOfSilenceFlag(flag) !== undefined)
      return `Marketo has given no answer for people who were approved since ${since}.`;
    const system = flag.startsWith('on24') ? 'ON24' : flag.startsWith('marketo') ? 'Marketo' : 'Slack';
    return `${system} cannot be used since ${since}: ${escaped(words)}`;
  });
}
