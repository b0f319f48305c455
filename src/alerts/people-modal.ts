/** The people of an alert in pages, with where each stands now and their own reason; pure. */
import type { KnownBlock, ModalView } from '@slack/types';
import { bold, button, paragraph, plain, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { personName, publicText } from '../program/person-name.ts';
import { statusTitles } from '../program/status.ts';
import type { PagePlace, PeoplePage } from '../store/alert-people-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { alertActions, alertModals } from './alert-actions.ts';

export const peopleOnPage = 15;

/** `note` says what a click in the modal has led to. */
export function peopleModal(alertId: number, page: PeoplePage, note?: string): ModalView {
  const { people, earlier, everybody } = page;
  const [first] = people;
  if (!first) return modal([paragraph('nobody', [words('Nobody has this error any more.')])]);
  return modal([
    ...(note ? [paragraph('note', [bold(note)])] : []),
    paragraph('place', [words(`${earlier + 1} to ${earlier + people.length} of ${everybody}`)]),
    ...people.map(personLine),
    navigation(alertId, page),
  ]);
}

export function loadingPeople(): ModalView {
  return modal([paragraph('loading', [words('One moment…')])]);
}

function personLine(person: Registrant): KnownBlock {
  const facts = [publicText(person.title, 60), publicText(person.company, 60), statusTitles[person.status]];
  const reason = saidOutside(person.statusReason, 200);
  return paragraph(`person-${person.id}`, [
    bold(personName(person)),
    words(` · ${facts.filter((fact) => fact !== '').join(' · ')}`),
    ...(reason === '' ? [] : [words(`\n"${reason}"`)]),
  ]);
}

function navigation(alertId: number, { people, earlier, everybody }: PeoplePage): KnownBlock {
  const [first, last] = [people[0]?.id ?? 0, people.at(-1)?.id ?? 0];
  return {
    type: 'actions',
    block_id: `pages-${alertId}-${first}`,
    elements: [
      ...(earlier > 0
        ? [
            button({
              actionId: alertActions.earlierPeople,
              text: 'Previous',
              value: placeValue(alertId, { before: first }),
            }),
          ]
        : []),
      ...(earlier + people.length < everybody
        ? [
            button({
              actionId: alertActions.laterPeople,
              text: 'Next',
              value: placeValue(alertId, { after: last }),
            }),
          ]
        : []),
      button({
        actionId: alertActions.sendPeople,
        text: 'Send me the list (CSV)',
        // The page that stays in sight.
        value: placeValue(alertId, { after: first - 1 }),
        label: 'Send me the list of everybody as a CSV file, with their e-mail addresses',
      }),
    ],
  };
}

function placeValue(alertId: number, place: PagePlace): string {
  return 'before' in place ? `${alertId}.before.${place.before}` : `${alertId}.after.${place.after}`;
}

/** Which page of which alert a button leads to; the alert alone leads to the first. */
export function readPlace(value: string | undefined): { alertId: number; place: PagePlace } | undefined {
  const [, alertId, side, id] = /^(\d{1,9})(?:\.(before|after)\.(\d{1,10}))?$/.exec(value ?? '') ?? [];
  if (alertId === undefined) return undefined;
  const at = Number(id ?? 0);
  return { alertId: Number(alertId), place: side === 'before' ? { before: at } : { after: at } };
}

function modal(blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: alertModals.people,
    title: plain('People'),
    close: plain('Close'),
    blocks,
  };
}
