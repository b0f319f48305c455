/** Channels that the rules are tried on: Marketo's defaults with the two added statuses, and variations of them. */
import type { Channel } from '../../src/program/channel.ts';
import { defaultSteps, type Status, statuses, statusTitles } from '../../src/program/status.ts';

/** What an administrator may have changed: another step, another name, or no such status. */
export type Variation = Partial<Record<Status, number | { name: string; step?: number } | 'absent'>>;

/** Every status under its usual name and step, except for what is varied. */
export function channelWith(variation: Variation = {}): Channel {
  const channel: Channel = { name: 'Webinar', statuses: {} };
  for (const status of statuses) {
    const own = variation[status];
    if (own === 'absent') continue;
    const changed = typeof own === 'number' ? { step: own } : own;
    channel.statuses[status] = { name: statusTitles[status], step: defaultSteps[status], ...changed };
  }
  return channel;
}

/** Marketo's Webinar channel as it usually is: Pending Approval and Rejected were added, Registering was not. */
export const usualChannel = channelWith({ registering: 'absent' });
