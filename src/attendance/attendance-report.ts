/** The message of a refresh: its progress while it runs, and the report it becomes; pure. */
import type { KnownBlock } from '@slack/types';
import {
  button,
  type Drawing,
  escaped,
  mrkdwnDate,
  paragraph,
  plain,
  words,
} from '../outside/slack/blocks.ts';
import { shownText } from '../program/person-name.ts';
import type { Refresh, RefreshCounts } from '../store/schema/attendance.ts';
import type { Addition } from '../store/unknown-people-store.ts';
import { attendanceActions } from './attendance-actions.ts';
import { finalAfterMs } from './outcome.ts';
import { progressLine } from './progress-line.ts';
import { plainNumbers, richNumbers } from './report-numbers.ts';
import { changeLine, remarkLines } from './report-remarks.ts';
import { unknownPeople } from './unknown-people-message.ts';

export interface ReportFacts {
  refresh: Refresh;
  webinar: { title: string; startsAt: Date | null; liveEndsAt: Date | null };
  /** What has become of unknown people whom somebody wants in Marketo. */
  additions?: Addition[];
}

export function attendanceReport({ refresh, webinar, additions = [] }: ReportFacts): Drawing {
  const title = `Attendance of "${shownText(webinar.title, 90)}"`;
  if (refresh.stage === 'failed') {
    const why = shownText(refresh.failedBecause, 300);
    return drawing(
      title,
      'could not be brought in',
      [paragraph('failed', [words(`${why} It is tried again tonight, or with /webinar refresh.`)])],
      why,
    );
  }
  const { counts } = refresh;
  if (refresh.stage !== 'done' || !counts) {
    return drawing(
      title,
      'being brought in',
      [paragraph('progress', [words(progressLine(refresh))])],
      'One moment.',
    );
  }
  if (webinar.startsAt && refresh.finishedAt && refresh.finishedAt < webinar.startsAt) {
    return drawing(title, 'not begun', [begins(webinar.startsAt)], 'nobody can have attended yet.');
  }
  const finality = refresh.isFinal ? 'final' : 'provisional';
  const rest: KnownBlock[] = [
    ...changes(counts),
    ...remarks(counts),
    ...unknownPeople(refresh, counts, additions),
  ];
  if (!refresh.isFinal) rest.push(untilFinal(webinar.liveEndsAt));
  rest.push(wishes(refresh));
  const sentence = summary(counts, refresh.isFinal);
  const plainForm = drawing(title, finality, [plainNumbers(counts, refresh.isFinal), ...rest], sentence);
  const rich = drawing(title, finality, [...richNumbers(counts, refresh.isFinal), ...rest], sentence);
  return { ...rich, plainBlocks: plainForm.blocks };
}

/** What somebody may want of a report; a new run begins a report of its own. */
function wishes({ id }: Refresh): KnownBlock {
  const value = String(id);
  return {
    type: 'actions',
    block_id: 'wishes',
    elements: [
      button({
        actionId: attendanceActions.refreshAgain,
        text: 'Refresh',
        value,
        label: 'Bring the attendance in again',
      }),
      button({ actionId: attendanceActions.sendList, text: 'Send me the list (CSV)', value }),
    ],
  };
}

function drawing(title: string, state: string, blocks: KnownBlock[], sentence: string): Drawing {
  const heading = `${title} · ${state}`;
  return {
    text: escaped(`${heading}: ${sentence}`),
    blocks: [{ type: 'header', text: plain(shownText(heading, 150)) }, ...blocks],
  };
}

function summary(counts: RefreshCounts, isFinal: boolean): string {
  const parts = [`${counts.attended} attended`];
  if (isFinal) parts.push(`${counts.attendedOnDemand} on demand`, `${counts.noShow} no show`);
  return `${parts.join(' · ')}.`;
}

function changes(counts: RefreshCounts): KnownBlock[] {
  return [paragraph('changes', [words(changeLine(counts))])];
}

function remarks(counts: RefreshCounts): KnownBlock[] {
  return remarkLines(counts).map((line, index) => paragraph(`remark-${index}`, [words(line)]));
}

function begins(startsAt: Date): KnownBlock {
  const text = `It begins ${mrkdwnDate(startsAt, '{date_short_pretty} at {time}')}; nobody can have attended yet.`;
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}

function untilFinal(liveEndsAt: Date | null): KnownBlock {
  const final = liveEndsAt ? new Date(liveEndsAt.getTime() + finalAfterMs) : undefined;
  const text = final
    ? `ON24 is final at ${mrkdwnDate(final, '{time}')}: on demand and no show are set then.`
    : 'ON24 tells no end of this event, so on demand and no show are not set.';
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}
