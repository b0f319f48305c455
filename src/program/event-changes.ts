/** What has become of the ON24 event since it was read last: what is kept, and what is worth telling; pure. */
import type { EventState } from './webinar.ts';

/** An event as it is known. */
export interface KnownEvent {
  on24Title: string | null;
  startsAt: Date | null;
  liveEndsAt: Date | null;
  archiveEndsAt: Date | null;
  joinLink: string | null;
  eventState: EventState;
}

/** An event as ON24 shows it; what it leaves out stays as it was known. */
export interface ShownEvent {
  title: string;
  startsAt: Date | null;
  liveEndsAt: Date | null;
  archiveEndsAt: Date | null;
  isActive: boolean;
  audienceUrl: string | null;
}

export type EventChange =
  | { kind: 'moved'; from: Date; to: Date }
  | { kind: 'end_moved'; from: Date; to: Date }
  | { kind: 'renamed'; to: string }
  | { kind: 'new_link' }
  | { kind: 'state'; to: EventState };

/** `inactive` and `gone` when ON24 shows nothing else of the event. */
export type EventReading = ShownEvent | 'inactive' | 'gone';

export function eventAfter(known: KnownEvent, reading: EventReading): KnownEvent {
  if (reading === 'inactive' || reading === 'gone') return { ...known, eventState: reading };
  return {
    on24Title: reading.title,
    startsAt: reading.startsAt ?? known.startsAt,
    liveEndsAt: reading.liveEndsAt ?? known.liveEndsAt,
    archiveEndsAt: reading.archiveEndsAt ?? known.archiveEndsAt,
    joinLink: reading.audienceUrl ?? known.joinLink,
    eventState: reading.isActive ? 'active' : 'inactive',
  };
}

/** What was not known before is no news. */
export function eventChanges(before: KnownEvent, after: KnownEvent): EventChange[] {
  const changes: EventChange[] = [];
  if (before.eventState !== after.eventState) changes.push({ kind: 'state', to: after.eventState });
  if (before.startsAt && after.startsAt && !isSame(before.startsAt, after.startsAt)) {
    changes.push({ kind: 'moved', from: before.startsAt, to: after.startsAt });
  } else if (before.liveEndsAt && after.liveEndsAt && !isSame(before.liveEndsAt, after.liveEndsAt)) {
    changes.push({ kind: 'end_moved', from: before.liveEndsAt, to: after.liveEndsAt });
  }
  if (before.on24Title !== null && after.on24Title !== null && before.on24Title !== after.on24Title) {
    changes.push({ kind: 'renamed', to: after.on24Title });
  }
  if (before.joinLink !== null && before.joinLink !== after.joinLink) changes.push({ kind: 'new_link' });
  return changes;
}

function isSame(one: Date, other: Date): boolean {
  return one.getTime() === other.getTime();
}
