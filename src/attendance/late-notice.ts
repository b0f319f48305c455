/** What a channel is told once when a run has not ended by the morning; pure. */
import { type Drawing, escaped, paragraph, plain, words } from '../outside/slack/blocks.ts';
import { shownText } from '../program/person-name.ts';
import type { Refresh } from '../store/schema/attendance.ts';

export function lateNotice({ title }: { title: string }, { cause, failedBecause }: Refresh): Drawing {
  const when = cause === 'night' ? ' of last night' : '';
  const heading = `Attendance of "${shownText(title, 90)}" is late`;
  const why = failedBecause === null ? 'The run has not ended yet.' : shownText(failedBecause, 300);
  const sentence = `The refresh${when} has not been brought in. ${why} It is tried again by itself, and nothing is lost.`;
  return {
    text: escaped(`${heading}. ${sentence}`),
    blocks: [{ type: 'header', text: plain(heading) }, paragraph('late', [words(sentence)])],
  };
}
