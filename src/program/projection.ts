/** What Marketo should show for a registrant: the status, except while nothing may leave yet. */
import { type Channel, stepOf } from './channel.ts';
import type { Status } from './status.ts';

/**
 * What takes an approved person to ON24: Usher; Marketo's adapter, while Marketo sets the statuses by itself; or the
 * adapter once Usher has written Registered, which is what makes it begin.
 */
export type RegisteredBy = 'usher' | 'adapter' | 'adapter_by_status';

/**
 * The name of the Marketo status a registrant's row wants, or `unchanged`.
 * A held decision changes no status, so it is unchanged by itself; `registering` shows only where the channel has it.
 */
export function projectedStatusName(
  status: Status,
  shown: Status | undefined,
  channel: Channel,
  by: RegisteredBy = 'usher',
): string | 'unchanged' {
  if (status === 'not_in_program') return 'unchanged';
  if (status === 'registering' && by !== 'usher') {
    // Once Marketo shows either, the adapter is at work, and nothing is written under its hands.
    const isUnderWay = by === 'adapter' || shown === 'registered' || shown === 'registering';
    return isUnderWay ? 'unchanged' : projectedStatusName('registered', shown, channel);
  }
  // A Registered that a person set in Marketo stays while Usher registers them: the step may not fall and rise again.
  if (status === 'registering' && shown === 'registered') return 'unchanged';
  const own = channel.statuses[status];
  if (!own) return 'unchanged';
  if (shown && stepOf(channel, status) < stepOf(channel, shown)) return 'unchanged';
  return own.name;
}
