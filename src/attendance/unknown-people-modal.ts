/** Who attended without being registered here, for approvers' eyes; ON24's list knows no names. Pure. */
import type { ModalView } from '@slack/types';
import { bold, paragraph, plain, words } from '../outside/slack/blocks.ts';
import { shownText } from '../program/person-name.ts';
import type { AttendanceFact } from '../store/schema/attendance.ts';
import { attendanceModals } from './attendance-actions.ts';

export const mostPeopleShown = 90;

export function unknownPeopleModal(people: readonly AttendanceFact[], everybody: number): ModalView {
  const more = everybody - people.length;
  return {
    type: 'modal',
    callback_id: attendanceModals.unknown,
    title: plain('Not registered here'),
    close: plain('Close'),
    blocks: [
      ...people.map((fact) =>
        paragraph(`fact-${fact.on24UserId}`, [
          bold(shownText(fact.email, 100)),
          words(` · ${cameWords(fact)}`),
        ]),
      ),
      ...(more > 0 ? [paragraph('more', [words(`And ${more.toLocaleString('en')} more.`)])] : []),
      ...(people.length === 0
        ? [paragraph('nobody', [words('Everybody who attended is known here now.')])]
        : []),
    ],
  };
}

function cameWords({
  cameLive,
  cameOnDemand,
  liveMinutes,
  onDemandMinutes,
  addRefused,
}: AttendanceFact): string {
  return [
    ...(cameLive ? [`live, ${liveMinutes} min`] : []),
    ...(cameOnDemand ? [`on demand, ${onDemandMinutes} min`] : []),
    ...(addRefused === null ? [] : [`Marketo says: ${shownText(addRefused, 120)}`]),
  ].join(' · ');
}
