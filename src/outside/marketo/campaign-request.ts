/** Asks a Marketo trigger campaign to run for people: the documented way to let Marketo register somebody. */
import { z } from 'zod';
import type { MarketoConnection } from './marketo-connection.ts';

/** At most this many people in one campaign request. */
export const peoplePerCampaignRequest = 100;

export async function requestCampaign(
  connection: MarketoConnection,
  campaignId: number,
  leadIds: readonly number[],
): Promise<void> {
  if (leadIds.length === 0) return;
  if (leadIds.length > peoplePerCampaignRequest) {
    throw new RangeError(`at most ${peoplePerCampaignRequest} people in one campaign request`);
  }
  await connection.ask(
    {
      operation: 'request campaign',
      about: 'person',
      method: 'POST',
      path: `/rest/v1/campaigns/${campaignId}/trigger.json`,
      body: { input: { leads: leadIds.map((id) => ({ id })) } },
    },
    z.unknown(),
  );
}
