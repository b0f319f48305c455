/** The part of a report about people who attended without registering here: what may be done, and who has done it; pure. */
import type { KnownBlock } from '@slack/types';
import { button, type Inline, paragraph, user, words } from '../outside/slack/blocks.ts';
import type { Refresh, RefreshCounts } from '../store/schema/attendance.ts';
import type { Addition } from '../store/unknown-people-store.ts';
import { attendanceActions } from './attendance-actions.ts';

export function unknownPeople(
  { id }: Pick<Refresh, 'id'>,
  { unknownPeople: people }: RefreshCounts,
  additions: readonly Addition[],
): KnownBlock[] {
  if (people === 0) return [];
  const done = additions.map((addition, index) => paragraph(`added-${index}`, additionLine(addition)));
  const who = people === 1 ? '1 person' : `${people.toLocaleString('en')} people`;
  return [
    ...done,
    {
      type: 'actions',
      block_id: 'unknown',
      elements: [
        button({ actionId: attendanceActions.seeUnknown, text: 'See them', value: String(id) }),
        button({
          actionId: attendanceActions.addUnknown,
          text: 'Add to Marketo',
          value: String(id),
          confirm: {
            title: 'Add to Marketo?',
            text: `${who} become leads by their e-mail address, and members of the program with the status that ON24 tells.`,
            confirm: 'Add',
          },
        }),
      ],
    },
  ];
}

function additionLine({ by, waiting, added, refused }: Addition): Inline[] {
  const counts = [
    ...(waiting > 0 ? [`${waiting.toLocaleString('en')} being added`] : []),
    ...(added > 0 ? [`${added.toLocaleString('en')} added`] : []),
    ...(refused > 0 ? [`${refused.toLocaleString('en')} refused by Marketo`] : []),
  ];
  const maker = by === 'usher' ? words("the webinar's setting") : user(by);
  return [words('To Marketo, by '), maker, words(`: ${counts.join(', ')}`)];
}
