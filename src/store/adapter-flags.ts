/** The flags of what may be wrong with Marketo's adapter for one webinar: its campaign takes nobody, or no answer comes. */

const campaign = 'marketo:campaign:';
const silence = 'marketo:adapter:';

/** Marketo does not take requests of the webinar's campaign; jobs that request it carry this flag. */
export function campaignFlag(webinarId: number): string {
  return `${campaign}${webinarId}`;
}

/** Marketo has taken requests and says nothing of their outcome; no job waits for that. */
export function silenceFlag(webinarId: number): string {
  return `${silence}${webinarId}`;
}

export function webinarOfCampaignFlag(flag: string): number | undefined {
  return flag.startsWith(campaign) ? Number(flag.slice(campaign.length)) : undefined;
}

export function webinarOfSilenceFlag(flag: string): number | undefined {
  return flag.startsWith(silence) ? Number(flag.slice(silence.length)) : undefined;
}
