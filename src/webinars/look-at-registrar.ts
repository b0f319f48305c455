/** Whether the campaign that *Approve* is to request can be requested, before a webinar is connected with it. */
import { OutsideFailure } from '../outside/failure.ts';
import type { MarketoClient } from '../outside/marketo/marketo-client.ts';
import type { Registrar } from '../program/webinar.ts';

export interface RegistrarWish {
  programId: number;
  registrar: Registrar;
  approveCampaignId: number | null;
}

export interface RegistrarFinding {
  facts: Record<string, never>;
  faults?: string[];
  warnings?: string[];
}

export async function lookAtRegistrar(
  marketo: Pick<MarketoClient, 'readCampaign'>,
  { programId, registrar, approveCampaignId }: RegistrarWish,
): Promise<RegistrarFinding> {
  if (registrar === 'on24') {
    return approveCampaignId === null
      ? { facts: {} }
      : wrong('A campaign is only requested with --registrar marketo: give that, or leave --campaign out.');
  }
  if (approveCampaignId === null) {
    return doubtful(
      'Without --campaign, Usher writes Registered in Marketo by itself, and not every Marketo lets the adapter register on that. Approve one person first, and see whether they get a link.',
    );
  }
  return lookAtCampaign(marketo, approveCampaignId, programId);
}

async function lookAtCampaign(
  marketo: Pick<MarketoClient, 'readCampaign'>,
  campaignId: number,
  programId: number,
): Promise<RegistrarFinding> {
  try {
    const campaign = await marketo.readCampaign(campaignId);
    if (!campaign)
      return wrong(
        `Marketo has no campaign ${campaignId}. The number stands in the campaign's address, as in #SC${campaignId}A1.`,
      );
    const named = `The campaign ${campaignId} ("${campaign.name}")`;
    if (!campaign.isTrigger)
      return wrong(
        `${named} is a batch campaign. Only a trigger campaign with the trigger Campaign is Requested can be requested.`,
      );
    const warnings: string[] = [];
    if (!campaign.isActive) warnings.push(`${named} is not active: activate it before anybody is approved.`);
    if (campaign.programId !== null && campaign.programId !== programId)
      warnings.push(`${named} is not part of program ${programId}: its mails cannot hold the join link.`);
    return { facts: {}, warnings };
  } catch (error) {
    // Not every role may read campaigns; whether this one can be requested shows with the first approval.
    if (error instanceof OutsideFailure && error.kind === 'misconfigured')
      return doubtful(`Marketo does not show the campaign ${campaignId}: ${error.words}`);
    throw error;
  }
}

function wrong(fault: string): RegistrarFinding {
  return { facts: {}, faults: [fault] };
}

function doubtful(warning: string): RegistrarFinding {
  return { facts: {}, warnings: [warning] };
}
