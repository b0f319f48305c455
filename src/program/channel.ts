/** The statuses and steps of one program's own channel, in our words: what exists there, what it is called, how it is ordered. */
import { defaultSteps, type Status, statuses, statusTitles } from './status.ts';

/** One status as a Marketo channel lists it. `type` is Marketo's mapping, independent of the name; older answers lack it. */
export interface ChannelStatus {
  name: string;
  step: number;
  type: string | null;
  hidden: boolean;
}

/** Names of statuses that an administrator chose, for those that neither type nor usual name betrays. */
export type StatusNames = Partial<Record<Status, string>>;

/** The part of a channel that Usher uses: for each status that exists there, its name and step. */
export interface Channel {
  name: string;
  statuses: Partial<Record<Status, { name: string; step: number }>>;
}

/**
 * Recognises a channel's statuses: by the name that an administrator chose, else built-in ones by their type and custom
 * ones (Pending Approval, Rejected) by name. A name that was chosen for one status serves no other.
 * Hidden statuses are left out, because they must not be offered.
 */
export function recogniseChannel(
  name: string,
  listed: readonly ChannelStatus[],
  statusNames: StatusNames = {},
): Channel {
  const offered = listed.filter((status) => !status.hidden);
  const chosen = Object.values(statusNames).map(spoken);
  const free = offered.filter((candidate) => !chosen.includes(spoken(candidate.name)));
  const channel: Channel = { name, statuses: {} };
  for (const status of statuses) {
    const own = statusNames[status];
    const title = spoken(statusTitles[status]);
    const found =
      own === undefined
        ? (free.find((candidate) => candidate.type !== null && spoken(candidate.type) === title) ??
          free.find((candidate) => spoken(candidate.name) === title))
        : offered.find((candidate) => spoken(candidate.name) === spoken(own));
    if (found) channel.statuses[status] = { name: found.name, step: found.step };
  }
  return channel;
}

/** The step of a status in a channel. Registering takes Registered's step where the channel has no Registering. */
export function stepOf(channel: Channel, status: Status): number {
  if (status === 'not_in_program') return 0;
  const own = channel.statuses[status];
  if (own) return own.step;
  if (status === 'registering') return stepOf(channel, 'registered');
  return defaultSteps[status];
}

/** Our status for a name that Marketo shows, or nothing when the channel's name means nothing to us. */
export function statusNamed(channel: Channel, statusName: string): Status | undefined {
  const wanted = spoken(statusName);
  return statuses.find((status) => {
    const own = channel.statuses[status];
    return own ? spoken(own.name) === wanted : spoken(statusTitles[status]) === wanted;
  });
}

// Adobe's pages write "Wait Listed" and "On-Demand" where the API writes "Waitlisted" and "On-demand".
export function spoken(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, '');
}
