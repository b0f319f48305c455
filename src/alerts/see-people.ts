/** What *See people* shows: each page is read when it is turned to, and the permission is asked for each time. */
import type { ModalView } from '@slack/types';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { Click, ViewClick } from '../outside/slack/clicks.ts';
import { sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { pageOfPeople } from '../store/alert-people-store.ts';
import { findAlert } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { peopleModal, peopleOnPage, readPlace } from './people-modal.ts';

const outOfDate = 'That button is of an earlier version and does nothing any more.';

export async function showPeople(db: Db, click: Click | ViewClick): Promise<ModalView> {
  return withPermission(db, click, (alertId, place) => showPage(db, alertId, place));
}

/** Promises the file; the page stays in sight. */
export async function orderFile(db: Db, click: Click | ViewClick): Promise<ModalView> {
  return withPermission(db, click, async (alertId, place) => {
    await transact(db, async (tx) => enqueue(tx, 'send-people-file', { alertId, userId: click.userId }));
    return showPage(db, alertId, place, 'The list is on its way to you as a direct message.');
  });
}

type Place = NonNullable<ReturnType<typeof readPlace>>['place'];

async function withPermission(
  db: Db,
  click: Click | ViewClick,
  show: (alertId: number, place: Place) => Promise<ModalView>,
): Promise<ModalView> {
  const wanted = readPlace(click.value);
  const alert = wanted && (await findAlert(db, wanted.alertId));
  const webinar = alert?.webinarId ? await findWebinar(db, alert.webinarId) : undefined;
  if (!wanted || alert?.kind !== 'registration_error' || !webinar) return sentenceModal('People', outOfDate);
  const refusal = await reasonToRefuseDecider(db, webinar, click.userId);
  if (refusal) return sentenceModal('Not possible', refusalWords(refusal));
  return show(alert.id, wanted.place);
}

async function showPage(db: Db, alertId: number, place: Place, note?: string): Promise<ModalView> {
  const page = await pageOfPeople(db, alertId, place, peopleOnPage);
  if (page.people.length > 0 || page.everybody === 0) return peopleModal(alertId, page, note);
  // Everybody of that page has gone elsewhere meanwhile.
  return peopleModal(alertId, await pageOfPeople(db, alertId, { after: 0 }, peopleOnPage), note);
}
