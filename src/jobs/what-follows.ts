/** The jobs that must follow a change of a registrant's row, promised in the same transaction. */

import { statusNamed } from '../program/channel.ts';
import { cancelAfterMove, isToBeAsked } from '../program/on24-cancel.ts';
import { projectedStatusName, type RegisteredBy } from '../program/projection.ts';
import type { Status } from '../program/status.ts';
import type { Tx } from '../store/database.ts';
import { changeRegistrant } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { enqueue } from './enqueue.ts';
import { wantedMemberData } from './wanted-member-data.ts';

/** Newcomers are gathered this long before they are shown. */
const gatherMs = 2_000;
/** An outcome that comes within this time is drawn at once; the drawing of "registering" in between is spared. */
const outcomeSoonMs = 3_000;

export async function promiseWhatFollows(
  tx: Tx,
  webinar: Webinar,
  registrant: Registrant,
  from: Status,
): Promise<void> {
  if (registrant.messageId !== null) promiseDrawing(tx, registrant.messageId, registrant.status);
  if (registrant.status === 'pending_approval' || from === 'pending_approval')
    promiseGathering(tx, webinar.id);
  if (registrant.status === 'registering' && webinar.registrar === 'on24') {
    enqueue(tx, 'confirm-members', { webinarId: webinar.id });
  }
  if (registrant.status === 'registering' && webinar.registrar === 'marketo') {
    enqueue(tx, 'request-registration', { webinarId: webinar.id });
  }
  await promiseAlerts(tx, registrant, from);
  await promiseQuestion(tx, registrant, from);
  await promiseMarketo(tx, webinar, registrant);
}

async function promiseQuestion(tx: Tx, registrant: Registrant, from: Status): Promise<void> {
  const on24Cancel = cancelAfterMove(registrant.status, registrant.on24Cancel);
  const isBack = registrant.status === 'registering' || registrant.status === 'registered';
  if (isBack && registrant.on24CancelBy !== null) {
    await changeRegistrant(tx, registrant.id, { on24Cancel, on24CancelBy: null, on24CancelWords: null });
  } else if (on24Cancel !== registrant.on24Cancel) {
    await changeRegistrant(tx, registrant.id, { on24Cancel, on24CancelWords: null });
  }
  // Who has left may have been the one for whose sake nobody was asked about a twin.
  const mayFreeTwin = registrant.hasTwin && (from === 'registering' || from === 'registered');
  if (isToBeAsked({ ...registrant, on24Cancel }) || registrant.questionId !== null || mayFreeTwin)
    promiseAsking(tx, registrant.webinarId);
}

/** People who leave within this time are asked about together. */
const askMs = 2_000;

/** Looks at whom approvers must be asked about, and at what has become of those they were asked about. */
export function promiseAsking(tx: Tx, webinarId: number): void {
  enqueue(tx, 'ask-cancel', { webinarId }, { delayMs: askMs, keepsEarlier: true });
}

/** People who meet a cause together within this time are told of together. */
const groupMs = 1_000;

async function promiseAlerts(tx: Tx, registrant: Registrant, from: Status): Promise<void> {
  for (const alertId of [registrant.alertId, registrant.retriedAlertId])
    if (alertId !== null) enqueue(tx, 'follow-alert', { alertId });
  if (registrant.status !== 'registration_error' || from === 'registration_error') return;
  // They may have failed for another cause this time; the alert that told of them before tells that too.
  if (registrant.alertId !== null)
    await changeRegistrant(tx, registrant.id, { alertId: null, retriedAlertId: registrant.alertId });
  enqueue(tx, 'group-errors', { webinarId: registrant.webinarId }, { delayMs: groupMs, keepsEarlier: true });
}

export function promiseDrawing(tx: Tx, messageId: number, status?: Status): void {
  if (status === 'registering') {
    enqueue(tx, 'draw-message', { messageId }, { delayMs: outcomeSoonMs, keepsEarlier: true });
  } else {
    enqueue(tx, 'draw-message', { messageId });
  }
}

/** The adapter's answer is looked for this soon; a link that appears logs no activity in Marketo. */
const adapterLookMs = 15_000;

export function promiseAdapterWatch(tx: Tx, webinarId: number): void {
  enqueue(tx, 'watch-adapter', { webinarId }, { delayMs: adapterLookMs, keepsEarlier: true });
}

export function promiseGathering(tx: Tx, webinarId: number): void {
  enqueue(tx, 'gather-arrivals', { webinarId }, { delayMs: gatherMs, keepsEarlier: true });
}

/** Marks a row as due and promises the write, when Marketo shows something else than the row wants. */
export async function promiseMarketo(tx: Tx, webinar: Webinar, registrant: Registrant): Promise<void> {
  if (!wantsMarketoWrite(webinar, registrant)) return;
  if (!registrant.marketoIsDue) await changeRegistrant(tx, registrant.id, { marketoIsDue: true });
  enqueue(tx, 'write-marketo', { webinarId: webinar.id });
}

/** Whether the status or the data that Marketo is believed to hold differ from what the row wants. */
export function wantsMarketoWrite(webinar: Webinar, registrant: Registrant): boolean {
  if (registrant.marketoRefused !== null || registrant.marketoBase === null) return false;
  // Nothing is written during a hold, nor to who is about to be taken out again.
  if (registrant.holdsUntil !== null || registrant.marketoAddedByUs) return false;
  return (
    wantsStatus(webinar, registrant) !== undefined || wantedMemberData(webinar, registrant) !== undefined
  );
}

/** The name of the status to write, when it is not the one Marketo shows. */
export function wantsStatus(
  webinar: Pick<Webinar, 'channel' | 'registrar' | 'approveCampaignId'>,
  registrant: Registrant,
): string | undefined {
  const base = registrant.marketoBase;
  const shown = base === null ? undefined : statusNamed(webinar.channel, base);
  const by = registeredBy(webinar, registrant);
  const wanted = projectedStatusName(registrant.status, shown, webinar.channel, by);
  return wanted === 'unchanged' || wanted === base ? undefined : wanted;
}

/** Without a campaign the status itself asks Marketo's adapter, once that is intended (`adapterAskedAt`). */
function registeredBy(
  webinar: Pick<Webinar, 'registrar' | 'approveCampaignId'>,
  { adapterAskedAt }: Registrant,
): RegisteredBy {
  if (webinar.registrar === 'on24') return 'usher';
  return webinar.approveCampaignId === null && adapterAskedAt !== null ? 'adapter_by_status' : 'adapter';
}
