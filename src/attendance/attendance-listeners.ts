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
import type { Db, Tx } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { listUnknownPeople, wantUnknownPeople } from '../store/unknown-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { attendanceActions, attendanceModals } from './attendance-actions.ts';
import { requestRefresh } from './request-refresh.ts';
import { mostPeopleShown, unknownPeopleModal } from './unknown-people-modal.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export function listenForAttendance(app: App, db: Db): void {
  onOpen(app, attendanceActions.seeUnknown, {
    opensWith: loading,
    filledWith: (click) => fillUnknown(db, click),
  });
  onDecide(app, attendanceActions.addUnknown, (click) => addUnknown(db, click));
  onDecide(app, attendanceActions.refreshAgain, (click) =>
    wish(db, click, async (tx, webinar) => {
      const { isJoined } = await requestRefresh(tx, webinar, { cause: 'slack', askedBy: click.userId });
      return isJoined
        ? 'A refresh is under way already. Its report will stand in this channel.'
        : 'Bringing the attendance in again. Progress and report stand in this channel.';
    }),
  );
  onDecide(app, attendanceActions.sendList, (click) =>
    wish(db, click, async (tx, webinar) => {
      enqueue(tx, 'send-attendance-file', { webinarId: webinar.id, userId: click.userId });
      return 'The list is on its way to you as a direct message.';
    }),
  );
}

/** What a report's button begins for its webinar, for those who may decide there. */
async function wish(
  db: Db,
  click: Click,
  begin: (tx: Tx, webinar: Webinar, refresh: Refresh) => Promise<string>,
): Promise<string> {
  return transact(db, async (tx) => {
    const refresh = await findRefresh(tx, readId(click));
    const webinar = refresh && (await findWebinar(tx, refresh.webinarId));
    if (!webinar || webinar.disconnectedAt) return outOfDate;
    const refusal = await reasonToRefuseDecider(tx, webinar, click.userId);
    return refusal ? refusalWords(refusal) : begin(tx, webinar, refresh);
  });
}

function addUnknown(db: Db, click: Click): Promise<string> {
  return wish(db, click, async (tx, webinar, { messageId }) => {
    const people = await wantUnknownPeople(tx, webinar.id, click.userId);
    if (people === 0) return 'There is nobody to add: they are known here, or are being added already.';
    enqueue(tx, 'add-unknown-people', { webinarId: webinar.id });
    if (messageId !== null) enqueue(tx, 'draw-message', { messageId });
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
