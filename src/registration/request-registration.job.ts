/** Registrar `marketo`: everybody who was approved is asked for in Marketo, and asked for again when the answer was lost. */
import type { Handler } from '../jobs/handlers.ts';
import { peoplePerCampaignRequest } from '../outside/marketo/campaign-request.ts';
import { nextAskInMs } from '../store/adapter-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { type AdapterParts, askAdapter } from './ask-adapter.ts';

/** Whose reading did not count is read again after this time; a paused job waits longer by itself. */
const soonestMs = 200;

export function requestRegistration(parts: AdapterParts): Handler<'request-registration'> {
  return ({ webinarId }) =>
    parts.whileMarketoServes(async () => {
      const webinar = await findWebinar(parts.db, webinarId);
      if (webinar?.registrar !== 'marketo' || webinar.disconnectedAt !== null) return undefined;
      await askAdapter(parts, webinar, peoplePerCampaignRequest);
      const inMs = await nextAskInMs(parts.db, webinar);
      return inMs === undefined ? undefined : { againInMs: Math.max(soonestMs, inMs) };
    });
}
