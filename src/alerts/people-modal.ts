/** The people whom an alert is about, with where each stands now; pure. */
import type { ModalView } from '@slack/types';
import { bold, paragraph, plain, words } from '../outside/slack/blocks.ts';
import { personName, shownText } from '../program/person-name.ts';
import { statusTitles } from '../program/status.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { alertModals } from './alert-actions.ts';

export const mostPeopleShown = 90;

export function peopleModal(people: readonly Registrant[], everybody: number): ModalView {
  const more = everybody - people.length;
  return {
    type: 'modal',
    callback_id: alertModals.people,
    title: plain('People'),
    close: plain('Close'),
    blocks: [
      ...people.map((person) =>
        paragraph(`person-${person.id}`, [
          bold(personName(person)),
          words(
            ` · ${[shownText(person.company, 60), statusTitles[person.status]].filter((part) => part !== '').join(' · ')}`,
          ),
        ]),
      ),
      ...(more > 0 ? [paragraph('more', [words(`And ${more} more.`)])] : []),
      ...(people.length === 0 ? [paragraph('nobody', [words('Nobody has this error any more.')])] : []),
    ],
  };
}
