/** Registrar `marketo`: that somebody is asked for is saved before the call; what Marketo answered to the request, after it. */
import { sql } from 'drizzle-orm';
import { moveRegistrant } from '../jobs/move-registrant.ts';
import { transact } from '../jobs/transact.ts';
import { promiseAdapterWatch, promiseDrawing, promiseMarketo } from '../jobs/what-follows.ts';
import { adapterStatusNames } from '../store/adapter-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';

const shownInMarketo = 'Marketo shows them as registered or registering';

/** Returns those who are to be asked for now, with the intention saved; a crash after this is found two minutes later. */
export async function intendToAsk(
  db: Db,
  webinar: Webinar,
  people: readonly Registrant[],
): Promise<Registrant[]> {
  return transact(db, async (tx) => {
    const intended: Registrant[] = [];
    for (const row of await lockAsRead(tx, people)) {
      if (isWithAdapter(webinar, row) && !row.isAdapterSilent) {
        // A second request would send Marketo's mails a second time.
        await accept(tx, row, shownInMarketo);
        continue;
      }
      const asked = await changeRegistrant(tx, row.id, { adapterAskedAt: sql`now()` });
      if (webinar.approveCampaignId === null) await promiseMarketo(tx, webinar, asked);
      intended.push(asked);
    }
    promiseAdapterWatch(tx, webinar.id);
    return intended;
  });
}

/** Marketo has them: from now on it may be silent. */
export async function noteAccepted(
  db: Db,
  webinar: Webinar,
  people: readonly Registrant[],
  how = shownInMarketo,
): Promise<void> {
  await transact(db, async (tx) => {
    for (const row of await lockAsRead(tx, people)) await accept(tx, row, how);
    promiseAdapterWatch(tx, webinar.id);
  });
}

/** Marketo has carried out nothing of the request. */
export async function takeIntentionBack(db: Db, people: readonly Registrant[]): Promise<void> {
  await transact(db, async (tx) => {
    for (const { id } of await lockAsRead(tx, people))
      await changeRegistrant(tx, id, { adapterAskedAt: null });
  });
}

/** Marketo does not take the request because of this person. */
export async function noteDeclined(
  db: Db,
  webinar: Webinar,
  people: readonly Registrant[],
  reason: string,
): Promise<void> {
  await transact(db, async (tx) => {
    for (const row of await lockAsRead(tx, people)) {
      await moveRegistrant(tx, webinar, row, {
        to: 'registration_error',
        cause: 'adapter_answer',
        actor: 'marketo',
        reason,
      });
    }
  });
}

/** Those who still stand where they were when they were read, as far as the asking is concerned. */
async function lockAsRead(tx: Tx, people: readonly Registrant[]): Promise<Registrant[]> {
  const asRead = new Map(people.map((row) => [row.id, row]));
  return (await lockRegistrants(tx, [...asRead.keys()])).filter((row) => {
    const before = asRead.get(row.id);
    return (
      row.episode === before?.episode &&
      row.status === before.status &&
      row.adapterAcceptedAt === null &&
      row.adapterAskedAt?.getTime() === before.adapterAskedAt?.getTime()
    );
  });
}

function isWithAdapter(webinar: Webinar, { marketoBase }: Registrant): boolean {
  return adapterStatusNames(webinar).includes(marketoBase ?? '');
}

async function accept(tx: Tx, row: Registrant, reason: string): Promise<void> {
  await changeRegistrant(tx, row.id, {
    adapterAskedAt: row.adapterAskedAt ?? sql`now()`,
    adapterAcceptedAt: sql`now()`,
    isAdapterSilent: false,
  });
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'adapter_asked',
    fromStatus: row.status,
    // Who is there without our asking was put there by somebody in Marketo.
    actor: row.adapterAskedAt === null ? 'marketo' : 'usher',
    reason,
  });
  if (row.isAdapterSilent && row.messageId !== null) promiseDrawing(tx, row.messageId);
}
