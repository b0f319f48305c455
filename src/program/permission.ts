/** May this person decide for this webinar? Fails closed when a group's members are not known well enough. */
import type { Refusal } from './refusal.ts';

export interface KnownGroup {
  id: string;
  members: readonly string[];
  refreshedAt: Date;
}

const staleAfterMs = 60 * 60 * 1000;

/** `approvers` are Slack user ids (U..., W...) and user group ids (S...). */
export function reasonToRefusePerson(
  userId: string,
  approvers: readonly string[],
  groups: readonly KnownGroup[],
  now: Date,
): Refusal | undefined {
  if (approvers.includes(userId)) return undefined;
  const wanted = approvers.filter(isGroup);
  const fresh = groups.filter(
    (group) => wanted.includes(group.id) && now.getTime() - group.refreshedAt.getTime() <= staleAfterMs,
  );
  if (fresh.some((group) => group.members.includes(userId))) return undefined;
  const unknown = wanted.filter((id) => !fresh.some((group) => group.id === id));
  return unknown.length > 0
    ? { kind: 'approvers_unknown', groups: unknown }
    : { kind: 'not_an_approver', approvers, ask: whomToAsk(approvers, fresh) };
}

/** Somebody who may decide, so that a refusal leads somewhere. */
function whomToAsk(approvers: readonly string[], groups: readonly KnownGroup[]): string | null {
  return approvers.find((id) => !isGroup(id)) ?? groups.flatMap(({ members }) => members)[0] ?? null;
}

export function isGroup(approver: string): boolean {
  return approver.startsWith('S');
}
