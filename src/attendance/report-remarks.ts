/** What a report says beside its numbers: what has changed, and each difference between Marketo, ON24 and the rows by its cause; pure. */
import type { RefreshCounts } from '../store/schema/attendance.ts';

export function changeLine(counts: RefreshCounts): string {
  const parts = [
    changed(counts.changedToAttended, 'now attended', []),
    changed(counts.changedToOnDemand, 'now on demand', [[counts.lateOnDemand, 'no show']]),
    changed(counts.changedToNoShow, 'now no show', []),
  ].filter((text) => text !== undefined);
  return parts.length > 0
    ? `Changed since the last refresh: ${parts.join(', ')}`
    : 'Nothing has changed since the last refresh';
}

function changed(
  people: number,
  what: string,
  before: readonly [number | undefined, string][],
): string | undefined {
  if (people === 0) return undefined;
  const were = before.flatMap(([count, status]) =>
    count ? `${count.toLocaleString('en')} of them ${count === 1 ? 'was' : 'were'} ${status}` : [],
  );
  return `${people.toLocaleString('en')} ${what}${were.length > 0 ? ` (${were.join(', ')})` : ''}`;
}

/** Each cause that somebody meets, as a sentence. */
export function remarkLines(counts: RefreshCounts): string[] {
  const causes: [number | undefined, (people: string, isOne: boolean) => string][] = [
    [counts.unknownPeople, (people) => `${people} attended without registering here.`],
    [
      counts.attendedUnregistered,
      (people) => `${people} attended though nobody had approved them, or their registration had failed.`,
    ],
    [
      counts.doubledInOn24,
      (people, isOne) =>
        `${people} ${isOne ? 'stands' : 'stand'} in ON24 more than once; their records are counted as one.`,
    ],
    [
      counts.movedInMarketo,
      (people, isOne) =>
        `${people} ${isOne ? 'was' : 'were'} set in Marketo to something that ON24 does not show; that is kept.`,
    ],
    [
      counts.goneFromOn24,
      (people, isOne) =>
        `${people} ${isOne ? 'has' : 'have'} attended by what ON24 showed before and does not show any more; nobody is moved back.`,
    ],
    [
      counts.apartInMarketo,
      (people, isOne) =>
        `${people} ${isOne ? 'stands' : 'stand'} otherwise in Marketo, which did not take the status or where it was set by hand.`,
    ],
  ];
  return [
    ...causes.flatMap(([people, sentence]) =>
      people
        ? sentence(people === 1 ? '1 person' : `${people.toLocaleString('en')} people`, people === 1)
        : [],
    ),
    ...withheld(counts.noShowWithheld),
  ];
}

function withheld(why: RefreshCounts['noShowWithheld']): string[] {
  if (why === 'nobody_came_live') return ['Nobody came live, so No Show is not set for anybody.'];
  if (why === 'list_incomplete')
    return ['ON24 gave fewer people than it counts, so No Show is not set this time.'];
  return [];
}
