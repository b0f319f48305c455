/** Registrar `marketo`: asks Marketo to register the approved, by its campaign or by the status itself. */
import type { KnownWait } from '../jobs/handlers.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { MarketoClient } from '../outside/marketo/marketo-client.ts';
import { campaignFlag } from '../store/adapter-flags.ts';
import { peopleToAsk } from '../store/adapter-store.ts';
import { noteTrouble } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { intendToAsk, noteAccepted, noteDeclined, takeIntentionBack } from './adapter-intention.ts';
import type { FollowMembers } from './confirm-members.job.ts';
import { emptyOldLinks } from './old-links.ts';

export interface AdapterParts {
  db: Db;
  marketo: Pick<MarketoClient, 'requestCampaign' | 'readCampaign' | 'writeMemberData'>;
  followMembers: FollowMembers;
  /** Turns trouble with Marketo as a whole into a wait. */
  whileMarketoServes(work: () => Promise<KnownWait | undefined>): Promise<KnownWait | undefined>;
}

/** `refused`: Marketo takes nobody, for a cause that concerns all of them. */
export type Asking = 'nobody' | 'asked' | 'refused';

export async function askAdapter(parts: AdapterParts, webinar: Webinar, atMost: number): Promise<Asking> {
  const waiting = await peopleToAsk(parts.db, webinar, atMost);
  if (waiting.length === 0) return 'nobody';
  // Who is gone or has moved in Marketo is followed there, and nothing is asked for them.
  const stale = await parts.followMembers(
    webinar,
    waiting.map(({ leadId }) => leadId),
  );
  const read = waiting.filter(({ leadId }) => !stale.includes(leadId));
  await emptyOldLinks(parts, webinar, read);
  const intended = await intendToAsk(parts.db, webinar, read);
  if (intended.length === 0) return 'nobody';
  if (webinar.approveCampaignId === null) return 'asked';
  try {
    await request(parts, webinar, webinar.approveCampaignId, intended);
    return 'asked';
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.outcomeKnown) await takeIntentionBack(parts.db, intended);
    if (error.kind !== 'misconfigured' || error.scope !== 'event') throw error;
    const { kind, words } = error;
    await noteTrouble(parts.db, campaignFlag(webinar.id), { kind, words, isThrottling: false });
    return 'refused';
  }
}

/** One call for all. Where Marketo declines it because of a person, halves are asked for, until it is known because of whom. */
async function request(
  parts: AdapterParts,
  webinar: Webinar,
  campaignId: number,
  people: readonly Registrant[],
): Promise<void> {
  try {
    await parts.marketo.requestCampaign(
      campaignId,
      people.map(({ leadId }) => leadId),
    );
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'refused') throw error;
    if (people.length === 1) return noteDeclined(parts.db, webinar, people, error.words);
    const half = Math.ceil(people.length / 2);
    await request(parts, webinar, campaignId, people.slice(0, half));
    return request(parts, webinar, campaignId, people.slice(half));
  }
  await noteAccepted(parts.db, webinar, people, `campaign ${campaignId}`);
}
