/** What the approvers' modals show once the database has been asked; who may not decide may not look either. */
import type { ModalView } from '@slack/types';
import { transact } from '../jobs/transact.ts';
import type { Click } from '../outside/slack/clicks.ts';
import { readDrawn } from '../outside/slack/drawn-value.ts';
import { sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { reasonToRefuseDecision } from '../program/decision-rules.ts';
import { personName } from '../program/person-name.ts';
import type { Refusal } from '../program/refusal.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { historyOf } from '../store/history-store.ts';
import { findMessage, noteResponseUrl, peopleOf } from '../store/message-store.ts';
import { findRegistrant } from '../store/registrant-store.ts';
import { twinsOf } from '../store/twin-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { noteRefusedClick } from './decide.ts';
import { messageModal, personModal } from './details-modal.ts';
import { rejectModal } from './reject-modal.ts';

export async function fillRejectModal(db: Db, click: Click): Promise<ModalView> {
  const drawn = readDrawn(click.value);
  const row = drawn && (await findRegistrant(db, drawn.registrantId));
  const webinar = row && (await findWebinar(db, row.webinarId));
  if (!drawn || !webinar) return refused({ kind: 'registrant_gone' });
  if (row.messageId !== null && click.responseUrl)
    await noteResponseUrl(db, row.messageId, click.responseUrl);
  const refusal =
    (await reasonToRefuseDecider(db, webinar, click.userId)) ??
    reasonToRefuseDecision(row, 'reject', drawn.decisionNumber, webinar.channel);
  if (!refusal) return rejectModal(click.value ?? '', personName(row));
  await transact(db, (tx) => noteRefusedClick(tx, row, { userId: click.userId, wish: 'reject' }, refusal));
  return refused(refusal);
}

export async function fillPersonDetails(db: Db, click: Click): Promise<ModalView> {
  const drawn = readDrawn(click.value?.replace(/^details\./, ''));
  const row = drawn && (await findRegistrant(db, drawn.registrantId));
  const webinar = row && (await findWebinar(db, row.webinarId));
  if (!webinar) return refused({ kind: 'registrant_gone' });
  const refusal = await reasonToRefuseDecider(db, webinar, click.userId);
  if (refusal) return refused(refusal);
  return personModal(row, await historyOf(db, row.id), await twinsOf(db, row));
}

export async function fillMessageDetails(db: Db, click: Click): Promise<ModalView> {
  const isId = click.value !== undefined && /^\d{1,9}$/.test(click.value);
  const message = isId ? await findMessage(db, Number(click.value)) : undefined;
  const webinar = message && (await findWebinar(db, message.webinarId));
  if (!webinar) return refused({ kind: 'webinar_gone' });
  const refusal = await reasonToRefuseDecider(db, webinar, click.userId);
  return refusal ? refused(refusal) : messageModal(await peopleOf(db, message.id));
}

function refused(refusal: Refusal): ModalView {
  return sentenceModal('Not possible', refusalWords(refusal));
}
