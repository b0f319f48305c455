/** The people of a question, with where each stands in Marketo and in ON24; pure. */
import type { ModalView } from '@slack/types';
import { bold, paragraph, plain, words } from '../outside/slack/blocks.ts';
import { personName, publicText } from '../program/person-name.ts';
import { statusTitles } from '../program/status.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { questionModals } from './question-actions.ts';

export const mostQuestionPeople = 90;

export function questionPeopleModal(people: readonly Registrant[], everybody: number): ModalView {
  const more = everybody - people.length;
  return {
    type: 'modal',
    callback_id: questionModals.people,
    title: plain('People'),
    close: plain('Close'),
    blocks: [
      ...people.map((person) => {
        const facts = [publicText(person.company, 60), statusTitles[person.status], standsInOn24(person)];
        return paragraph(`person-${person.id}`, [
          bold(personName(person)),
          words(` · ${facts.filter((fact) => fact !== '').join(' · ')}`),
        ]);
      }),
      ...(more > 0 ? [paragraph('more', [words(`And ${more} more.`)])] : []),
      ...(people.length === 0 ? [paragraph('nobody', [words('Nobody is asked about any more.')])] : []),
    ],
  };
}

function standsInOn24({ on24Cancel, isInOn24, on24CancelBy }: Registrant): string {
  if (on24Cancel === 'wanted') return 'being cancelled in ON24';
  if (isInOn24) return on24Cancel === 'left' ? 'left in ON24' : 'registered in ON24';
  return on24CancelBy === null ? '' : 'cancelled in ON24';
}
