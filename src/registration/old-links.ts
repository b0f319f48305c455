/** Registrar `marketo`: a link that a member has before the adapter is asked is no answer of it, and is taken away first. */
import { transact } from '../jobs/transact.ts';
import { adapterStatusNames } from '../store/adapter-store.ts';
import { changeRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import type { AdapterParts } from './ask-adapter.ts';

/** Somebody who was registered before and then failed, for example: their link would look like the next success. */
export async function emptyOldLinks(
  { db, marketo }: Pick<AdapterParts, 'db' | 'marketo'>,
  webinar: Webinar,
  people: readonly Registrant[],
): Promise<void> {
  const ids = people.map(({ id }) => id);
  const old = (await transact(db, (tx) => lockRegistrants(tx, ids))).filter((row) =>
    hasOldLink(webinar, row),
  );
  if (old.length === 0) return;
  const results = await marketo.writeMemberData(
    webinar.programId,
    old.map(({ leadId }) => ({ leadId, webinarUrl: null })),
  );
  const emptied = results.filter(({ outcome }) => outcome === 'updated').map(({ leadId }) => leadId);
  await transact(db, async (tx) => {
    for (const row of await lockRegistrants(tx, ids)) {
      if (emptied.includes(row.leadId))
        await changeRegistrant(tx, row.id, { marketoWebinarUrl: null, marketoSeq: row.marketoSeq + 1 });
    }
  });
}

function hasOldLink(webinar: Webinar, { status, marketoWebinarUrl, marketoBase }: Registrant): boolean {
  // In these statuses the adapter is at work: what is there is its answer.
  const isUnderWay = adapterStatusNames(webinar).includes(marketoBase ?? '');
  return status === 'registering' && marketoWebinarUrl !== null && !isUnderWay;
}
