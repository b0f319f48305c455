/** Learns whether Marketo takes requests of a webinar's campaign again, by one person; and whether anybody is left of whom it is silent. */
import type { KnownWait } from '../jobs/handlers.ts';
import { OutsideFailure } from '../outside/failure.ts';
import { webinarOfCampaignFlag, webinarOfSilenceFlag } from '../store/adapter-flags.ts';
import { silentPeople } from '../store/adapter-store.ts';
import { noteWell } from '../store/connection-fault-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { type AdapterParts, askAdapter } from './ask-adapter.ts';

export function adapterCanary(parts: AdapterParts) {
  return {
    owns: (flag: string) =>
      webinarOfCampaignFlag(flag) !== undefined || webinarOfSilenceFlag(flag) !== undefined,
    async tryNow(flag: string): Promise<KnownWait | undefined> {
      const silent = webinarOfSilenceFlag(flag);
      const refusing = webinarOfCampaignFlag(flag);
      const isWell =
        silent === undefined
          ? refusing === undefined || (await isCampaignWell(parts, refusing))
          : await isSilenceOver(parts, silent);
      if (isWell) await noteWell(parts.db, flag);
      return undefined;
    },
  };
}

async function isSilenceOver({ db }: AdapterParts, webinarId: number): Promise<boolean> {
  const webinar = await findWebinar(db, webinarId);
  return !webinar || webinar.disconnectedAt !== null || (await silentPeople(db, webinarId)).length === 0;
}

async function isCampaignWell(parts: AdapterParts, webinarId: number): Promise<boolean> {
  const webinar = await findWebinar(parts.db, webinarId);
  if (webinar?.registrar !== 'marketo' || webinar.disconnectedAt !== null) return true;
  if (webinar.approveCampaignId === null) return true;
  try {
    const asking = await askAdapter(parts, webinar, 1);
    if (asking !== 'nobody') return asking === 'asked';
    // Nobody waits who could be tried, so the campaign itself is read.
    return (await parts.marketo.readCampaign(webinar.approveCampaignId))?.isActive ?? false;
  } catch (error) {
    if (error instanceof OutsideFailure) return false;
    throw error;
  }
}
