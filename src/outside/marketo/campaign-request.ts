/** Asks a Marketo trigger campaign to run for people, the documented way to let Marketo register somebody; and reads one. */
import { z } from 'zod';
import { OutsideFailure } from '../failure.ts';
import { wholeNumber } from '../lenient-values.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { MarketoCampaign } from './marketo-words.ts';

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

const campaignSchema = z
  .object({
    id: wholeNumber,
    name: z.string(),
    type: z.string(),
    active: z.boolean(),
    programId: wholeNumber.nullish(),
  })
  .transform(
    ({ id, name, type, active, programId }): MarketoCampaign => ({
      id,
      name,
      isTrigger: type === 'trigger',
      isActive: active,
      programId: programId ?? null,
    }),
  );

export async function readCampaign(
  connection: MarketoConnection,
  campaignId: number,
): Promise<MarketoCampaign | undefined> {
  try {
    const path = `/rest/v1/campaigns/${campaignId}.json`;
    const { rows } = await connection.ask(
      { operation: 'read campaign', about: 'event', method: 'GET', path },
      campaignSchema,
    );
    return rows[0];
  } catch (error) {
    if (error instanceof OutsideFailure && error.cause === 'event-gone') return undefined;
    throw error;
  }
}
