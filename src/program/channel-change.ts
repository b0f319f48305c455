/** What became of a channel since it was read last: what is kept of it, and what an administrator must be told; pure. */
import { type Channel, stepOf } from './channel.ts';
import { channelFaults, neededStatuses } from './channel-faults.ts';
import { type Status, statuses, statusTitles } from './status.ts';

export interface ChannelChange {
  /** The channel as it is now; a needed status that it no longer offers stays known by its old name and step. */
  channel: Channel;
  /** What is wrong since the last reading, or was told before and still is. */
  sentences: string[];
}

export function channelChange(
  stored: Channel,
  read: Channel,
  wasTold: (sentence: string) => boolean,
): ChannelChange {
  const missing = neededStatuses.filter((status) => !read.statuses[status]);
  const kept = missing.flatMap((status) => {
    const own = stored.statuses[status];
    return own ? [[status, own] as const] : [];
  });
  const channel: Channel = { name: read.name, statuses: { ...read.statuses, ...Object.fromEntries(kept) } };
  const accepted = new Set(limits({ ...stored, name: read.name }));
  return {
    channel,
    sentences: [
      ...missing.map((status) => noLongerOffered(channel, status)),
      ...limits(channel).filter((sentence) => !accepted.has(sentence) || wasTold(sentence)),
    ],
  };
}

/** Statuses that Marketo calls otherwise now, from their old name to the new one. */
export function renamedStatuses(stored: Channel, now: Channel): Map<string, string> {
  return new Map(
    statuses.flatMap((status) => {
      const [before, after] = [stored.statuses[status]?.name, now.statuses[status]?.name];
      return before === undefined || after === undefined || before === after
        ? []
        : [[before, after] as const];
    }),
  );
}

function limits(channel: Channel): string[] {
  return channelFaults(channel)
    .filter(({ severity }) => severity === 'limits')
    .map(({ sentence }) => sentence);
}

function noLongerOffered(channel: Channel, status: Status): string {
  const title = statusTitles[status];
  const name = channel.statuses[status]?.name ?? title;
  return (
    `The channel "${channel.name}" no longer offers the status "${name}"${name === title ? '' : ` (${title})`}: ` +
    `it was removed, renamed or hidden. Put it back in Admin > Tags > Channels with step ${stepOf(channel, status)}.`
  );
}
