/** What the fields of a member in Marketo should hold beside the status: join link, registration code and reason; pure. */
import { statusAfter } from '../program/registrant.ts';
import type { Status } from '../program/status.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';

/** What differs from what Marketo is believed to hold. */
export interface WantedMemberData {
  webinarUrl?: string;
  /** ON24's user id: what links the member with ON24's records. */
  registrationCode?: string;
  /** For the webinar's reason field; empty to clear it. */
  reason?: string;
}

export function wantedMemberData(webinar: Webinar, registrant: Registrant): WantedMemberData | undefined {
  const wanted: WantedMemberData = {
    ...link(registrant),
    ...code(webinar, registrant),
    ...reason(webinar, registrant),
  };
  return Object.keys(wanted).length > 0 ? wanted : undefined;
}

function link({ status, joinLink, marketoWebinarUrl }: Registrant): WantedMemberData {
  return status === 'registered' && joinLink !== null && marketoWebinarUrl !== joinLink
    ? { webinarUrl: joinLink }
    : {};
}

/** Marketo's adapter writes a code of its own. */
function code({ registrar }: Webinar, row: Registrant): WantedMemberData {
  if (registrar !== 'on24' || row.status !== 'registered' || row.on24UserId === null) return {};
  const registrationCode = String(row.on24UserId);
  return row.marketoRegistrationCode === registrationCode ? {} : { registrationCode };
}

function reason({ reasonField }: Webinar, row: Registrant): WantedMemberData {
  const text = reasonField === null ? undefined : reasonToGive(row);
  if (text === undefined) return {};
  const wanted = cut(text);
  const isKnown = wanted === (row.marketoReason ?? '') || wanted === row.marketoReasonRefused;
  return isKnown ? {} : { reason: wanted };
}

const afterApproval: readonly Status[] = ['registered', 'no_show', 'attended', 'attended_on_demand'];

/** Nothing where the field is not ours to change: somebody acted in Marketo, or nobody has decided. */
function reasonToGive({ status, statusReason, decision, decidedBy, decisionReason }: Registrant) {
  if (status === 'registration_error') return statusReason ?? '';
  if (decision === 'approve') return afterApproval.includes(status) ? '' : undefined;
  const isDecidedHere = decision !== null && decidedBy !== null && decidedBy !== 'marketo';
  return isDecidedHere && statusAfter[decision] === status ? (decisionReason ?? '') : undefined;
}

/** As much as a string field of Marketo's takes. */
const longestReason = 255;

function cut(text: string): string {
  const whole = text.trim();
  if (whole.length <= longestReason) return whole;
  // Half of a character that takes two units is none.
  return `${whole.slice(0, longestReason - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
