/** What Marketo should show for a registrant: the status, except while nothing may leave yet. */
import { type Channel, stepOf } from './channel.ts';
import type { Status } from './status.ts';

/**
 * The name of the Marketo status a registrant's row wants, or `unchanged`.
 * A held decision changes no status, so it is unchanged by itself; `registering` shows only where the channel has it.
 */
export function projectedStatusName(
  status: Status,
  shown: Status | undefined,
  channel: Channel,
): string | 'unchanged' {
  if (status === 'not_in_program') return 'unchanged';
  // A Registered that a person set in Marketo stays while Usher registers them: the step may not fall and rise again.
  if (status === 'registering' && shown === 'registered') return 'unchanged';
  const own = channel.statuses[status];
  if (!own) return 'unchanged';
  if (shown && stepOf(channel, status) < stepOf(channel, shown)) return 'unchanged';
  return own.name;
}
