/** A report's numbers: a chart and a table, or words for a workspace that has neither; pure. */
import type { KnownBlock } from '@slack/types';
import { newerBlock, paragraph, words } from '../outside/slack/blocks.ts';
import type { RefreshCounts } from '../store/schema/attendance.ts';

type Row = [status: string, people: number];

function rowsOf(counts: RefreshCounts, isFinal: boolean): Row[] {
  const attended: Row = ['Attended', counts.attended];
  const registered: Row = ['Registered', counts.registered];
  if (!isFinal) return [attended, registered];
  return [attended, ['Attended On-demand', counts.attendedOnDemand], ['No Show', counts.noShow], registered];
}

/** A chart of who there is, and the numbers in a table. */
export function richNumbers(counts: RefreshCounts, isFinal: boolean): KnownBlock[] {
  const rows = rowsOf(counts, isFinal);
  const segments = rows.flatMap(([label, value]) => (value > 0 ? { label, value } : []));
  const chart = { type: 'pie', segments };
  const cell = (text: string) => ({ type: 'raw_text' as const, text });
  return [
    ...(segments.length > 0
      ? [newerBlock({ type: 'data_visualization', block_id: 'chart', title: 'Who came', chart })]
      : []),
    {
      type: 'data_table',
      block_id: 'numbers',
      caption: 'People by status',
      rows: [
        [cell('Status'), cell('People')],
        ...rows.map(([status, people]) => [cell(status), cell(people.toLocaleString('en'))]),
      ],
    },
  ];
}

export function plainNumbers(counts: RefreshCounts, isFinal: boolean): KnownBlock {
  const parts = rowsOf(counts, isFinal).map(
    ([status, people]) => `${status}: ${people.toLocaleString('en')}`,
  );
  return paragraph('numbers-plain', [words(parts.join('\n'))]);
}
