/** Which attendance ON24's feed shows at an instant, and the records it shows it in. */
import { replyInstant } from './on24-dates.ts';
import type { SandboxEvent, SandboxRegistrant } from './on24-records.ts';
import type { On24Switches } from './on24-switches.ts';

const MINUTE_MS = 60_000;

/** One stretch of viewing that the feed already knows. */
export interface Viewing {
  readonly minutes: number;
  readonly from: Date;
  readonly to: Date;
}

export interface VisibleAttendance {
  readonly registrant: SandboxRegistrant;
  readonly isAnonymous: boolean;
  readonly live: Viewing | undefined;
  readonly archive: Viewing | undefined;
}

/** Everybody whose viewing the feed shows; `extraLagMinutes` makes it as late as the client-level lists are. */
export function visibleAttendance(
  event: SandboxEvent,
  registrants: readonly SandboxRegistrant[],
  now: Date,
  switches: On24Switches,
  extraLagMinutes = 0,
): VisibleAttendance[] {
  const seen = new Date(now.getTime() - extraLagMinutes * MINUTE_MS);
  const isComplete = seen.getTime() >= event.endsAt.getTime() + switches.liveLagMinutes * MINUTE_MS;
  const isPartial = switches.earlyAttendees === 'partial' && seen >= event.endsAt;
  const archiveUntil = seen.getTime() - switches.onDemandLagMinutes * MINUTE_MS;
  return registrants.flatMap((registrant, index) => {
    const { attendance } = registrant;
    if (attendance === undefined) return [];
    const showsLive = isComplete || (isPartial && index % 2 === 0);
    const live = showsLive ? viewing(attendance.liveMinutes, event.startsAt) : undefined;
    const isArchiveKnown =
      attendance.archiveAt !== undefined && attendance.archiveAt.getTime() <= archiveUntil;
    const archive = isArchiveKnown ? viewing(attendance.archiveMinutes, attendance.archiveAt) : undefined;
    if (live === undefined && archive === undefined) return [];
    return [{ registrant, isAnonymous: attendance.isAnonymous, live, archive }];
  });
}

function viewing(minutes: number | undefined, from: Date | undefined): Viewing | undefined {
  if (minutes === undefined || from === undefined) return undefined;
  return { minutes, from, to: new Date(from.getTime() + minutes * MINUTE_MS) };
}

/** Minutes as ON24 writes them: whole, and a started first minute counts as one. */
export function wholeMinutes(minutes: number): number {
  return minutes > 0 && minutes < 1 ? 1 : Math.round(minutes);
}

export function userStatusOf({
  isForgotten,
  isDeleted,
}: SandboxRegistrant): 'active' | 'deleted' | 'forgotten' {
  if (isForgotten) return 'forgotten';
  return isDeleted ? 'deleted' : 'active';
}

/** A sparse attendee record: no name, no company, and no keys of a kind of viewing that did not happen. */
export function attendeeRecord({ registrant, live, archive }: VisibleAttendance): Record<string, unknown> {
  const { eventUserId, email, fields, isBlocked } = registrant;
  return {
    email,
    eventuserid: eventUserId,
    ...(fields.exteventusercd ? { exteventusercd: fields.exteventusercd } : {}),
    ...(fields.partnerref ? { partnerref: fields.partnerref } : {}),
    userstatus: userStatusOf(registrant),
    isblocked: isBlocked ? 'Y' : 'N',
    ...viewingKeys('live', live),
    ...viewingKeys('archive', archive),
    ...(live === undefined
      ? {}
      : { engagementscore: Math.min(10, live.minutes / 6 + 0.5), answeredpolls: 1 }),
    attendeesessions: [live, archive].filter((one) => one !== undefined).length,
    launchmode: 'Watching remote',
    userprofileurl: `https://data.on24.com/webcast/lead?token=${eventUserId.toString(36)}`,
  };
}

function viewingKeys(kind: 'live' | 'archive', viewing: Viewing | undefined): Record<string, unknown> {
  if (viewing === undefined) return {};
  return {
    [`${kind}minutes`]: wholeMinutes(viewing.minutes),
    [`${kind}viewed`]: 1,
    [`first${kind}activity`]: replyInstant(viewing.from),
    [`last${kind}activity`]: replyInstant(viewing.to),
    [`cumulative${kind}minutes`]: wholeMinutes(viewing.minutes),
  };
}
