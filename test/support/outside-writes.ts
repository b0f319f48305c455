/** What has left Usher: its writes to Marketo and its registrations in ON24. */
import type { MarketoCall } from '../../sandbox/marketo/marketo-records.ts';
import { programId, type UsherUnderTest } from './usher-under-test.ts';

export const memberPath = `/rest/v1/programs/${programId}/members.json`;
export const statusPath = `/rest/v1/programs/${programId}/members/status.json`;

/** Writes of join links and statuses, oldest first. */
export function marketoWrites({ marketo }: UsherUnderTest): MarketoCall[] {
  return marketo.calls.filter(
    ({ method, path }) => method === 'POST' && (path === memberPath || path === statusPath),
  );
}

/** The writes, once there are so many; a call is listed when it has been answered. */
export function marketoWritesOnce(it: UsherUnderTest, count: number): Promise<MarketoCall[]> {
  return it.marketo.until(
    `${count} writes to Marketo`,
    () => {
      const writes = marketoWrites(it);
      return writes.length >= count && writes;
    },
    10_000,
  );
}

/** The e-mail addresses that were sent to ON24, oldest call first. */
export function pushedToOn24({ on24 }: UsherUnderTest): string[] {
  return on24.calls.flatMap(({ method, body }) =>
    method === 'POST' && typeof body === 'object' ? (body.email ?? '') : [],
  );
}
