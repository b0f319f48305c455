/** Slack's clicks on reports of attendance. */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { paragraph, plain, words } from '../outside/slack/blocks.ts';
import type { Click } from '../outside/slack/clicks.ts';
import { onDecide, onOpen, sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { countUnknownPeople } from '../store/attendance-count-store.ts';
import { findRefresh } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { listUnknownPeople, wantUnknownPeople } from '../store/unknown-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { attendanceActions, attendanceModals } from './attendance-actions.ts';
import { mostPeopleShown, unknownPeopleModal } from './unknown-people-modal.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export function listenForAttendance(app: App, db: Db): void {
  onOpen(app, attendanceActions.seeUnknown, {
    opensWith: loading,
    filledWith: (click) => fillUnknown(db, click),
  });
  onDecide(app, attendanceActions.addUnknown, (click) => addUnknown(db, click));
}

async function addUnknown(db: Db, click: Click): Promise<string> {
  return transact(db, async (tx) => {
    const refresh = await findRefresh(tx, readId(click));
    const webinar = refresh && (await findWebinar(tx, refresh.webinarId));
    if (!webinar || webinar.disconnectedAt) return outOfDate;
    const refusal = await reasonToRefuseDecider(tx, webinar, click.userId);
    if (refusal) return refusalWords(refusal);
    const people = await wantUnknownPeople(tx, webinar.id, click.userId);
    if (people === 0) return 'There is nobody to add: they are known here, or are being added already.';
    enqueue(tx, 'add-unknown-people', { webinarId: webinar.id });
    if (refresh.messageId !== null) enqueue(tx, 'draw-message', { messageId: refresh.messageId });
    return people === 1
      ? '1 person is being added to Marketo.'
      : `${people.toLocaleString('en')} people are being added to Marketo.`;
  });
}

async function fillUnknown(db: Db, click: Click): Promise<ModalView> {
  const refresh = await findRefresh(db, readId(click));
  const webinar = refresh && (await findWebinar(db, refresh.webinarId));
  if (!webinar) return sentenceModal('Not possible', outOfDate);
  const refusal = await reasonToRefuseDecider(db, webinar, click.userId);
  if (refusal) return sentenceModal('Not possible', refusalWords(refusal));
  const people = await listUnknownPeople(db, webinar.id, mostPeopleShown);
  return unknownPeopleModal(people, await countUnknownPeople(db, webinar.id));
}

function loading(): ModalView {
  return {
    type: 'modal',
    callback_id: attendanceModals.unknown,
    title: plain('Not registered here'),
    close: plain('Close'),
    blocks: [paragraph('loading', [words('One moment…')])],
  };
}

function readId({ value }: Click): number {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : 0;
}
