/** What the modal of *Change* shows once the database has been asked: the choices that are left, or why there are none. */
import type { ModalView } from '@slack/types';
import { transact } from '../jobs/transact.ts';
import type { Click } from '../outside/slack/clicks.ts';
import { readDrawn } from '../outside/slack/drawn-value.ts';
import { sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { possibleChanges, reasonToRefuseChange } from '../program/change-rules.ts';
import type { Refusal } from '../program/refusal.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { findRegistrant } from '../store/registrant-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { changeModal } from './change-modal.ts';
import { noteRefusedClick } from './decide.ts';

export async function fillChangeModal(db: Db, click: Click, now: Date): Promise<ModalView> {
  const drawn = readDrawn(click.value);
  const row = drawn && (await findRegistrant(db, drawn.registrantId));
  const webinar = row && (await findWebinar(db, row.webinarId));
  if (!drawn || !webinar) return refused({ kind: 'registrant_gone' });
  if (row.messageId !== null && click.responseUrl)
    await noteResponseUrl(db, row.messageId, click.responseUrl);
  const refusal =
    (await reasonToRefuseDecider(db, webinar, click.userId)) ??
    reasonToRefuseChange(row, drawn.decisionNumber, { ...webinar, now });
  if (refusal) {
    await transact(db, (tx) => noteRefusedClick(tx, row, { userId: click.userId, wish: 'change' }, refusal));
    return refused(refusal);
  }
  return changeModal({
    drawn: click.value ?? '',
    registrant: row,
    options: possibleChanges(row.status, webinar.channel),
    isOver: webinar.liveEndsAt !== null && webinar.liveEndsAt <= now,
  });
}

function refused(refusal: Refusal): ModalView {
  return sentenceModal('Not possible', refusalWords(refusal));
}
