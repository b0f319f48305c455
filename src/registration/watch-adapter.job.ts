/** Registrar `marketo`: looks for the outcome of those whom Marketo has, because a link that appears logs no activity; a long silence is told. */
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { promiseDrawing } from '../jobs/what-follows.ts';
import { newlySilent, openSilence, peopleToWatch, takenUnnoticed } from '../store/adapter-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { noteAccepted } from './adapter-intention.ts';
import type { AdapterParts } from './ask-adapter.ts';

/** As many as Marketo takes in one call. */
const readAtOnce = 300;
const lookEveryMs = 60_000;
/** Of whom nothing was heard for an hour, nothing is heard within a minute. */
const lookSeldomEveryMs = 10 * 60_000;
const seldomAfterMs = 60 * 60_000;
const toldAtOnce = 100;

export function watchAdapter(parts: AdapterParts): Handler<'watch-adapter'> {
  return ({ webinarId }) =>
    parts.whileMarketoServes(async () => {
      const webinar = await findWebinar(parts.db, webinarId);
      if (webinar?.registrar !== 'marketo' || webinar.disconnectedAt !== null) return undefined;
      const leadIds = (await peopleToWatch(parts.db, webinar)).map(({ leadId }) => leadId);
      for (let from = 0; from < leadIds.length; from += readAtOnce) {
        await parts.followMembers(webinar, leadIds.slice(from, from + readAtOnce));
      }
      const taken = await takenUnnoticed(parts.db, webinar);
      if (taken.length > 0) await noteAccepted(parts.db, webinar, taken);
      while ((await tellSilent(parts.db, webinar)) === toldAtOnce);
      return nextLook(await peopleToWatch(parts.db, webinar));
    });
}

function nextLook(left: readonly Registrant[]) {
  if (left.length === 0) return undefined;
  const isAnybodyFresh = left.some(
    ({ adapterAcceptedAt }) =>
      adapterAcceptedAt === null || Date.now() - adapterAcceptedAt.getTime() < seldomAfterMs,
  );
  return { againInMs: isAnybodyFresh ? lookEveryMs : lookSeldomEveryMs };
}

async function tellSilent(db: Db, webinar: Webinar): Promise<number> {
  const silent = await newlySilent(db, webinar.id, toldAtOnce);
  if (silent.length === 0) return 0;
  await transact(db, async (tx) => {
    const rows = await lockRegistrants(
      tx,
      silent.map(({ id }) => id),
    );
    for (const row of rows) if (isStillSilent(row)) await noteSilence(tx, row);
    await openSilence(tx, webinar.id);
  });
  return silent.length;
}

/** They may have been answered, or asked for anew, while we read. */
function isStillSilent({ status, adapterAcceptedAt, isAdapterSilent }: Registrant): boolean {
  return status === 'registering' && adapterAcceptedAt !== null && !isAdapterSilent;
}

async function noteSilence(tx: Tx, row: Registrant): Promise<void> {
  await changeRegistrant(tx, row.id, { isAdapterSilent: true });
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'adapter_silent',
    fromStatus: row.status,
    actor: 'usher',
  });
  if (row.messageId !== null) promiseDrawing(tx, row.messageId);
}
