/** Marketo's word that somebody is still a member counts for a while. */
import type { Registrant } from '../store/schema/registrants.ts';

const countsForMs = 2 * 60 * 1000;

export function isMemberChecked({ memberCheckedAt }: Pick<Registrant, 'memberCheckedAt'>): boolean {
  return memberCheckedAt !== null && Date.now() - memberCheckedAt.getTime() < countsForMs;
}
