/** ON24 in our words: the shapes that the ON24 client hands out and takes. */

/** A person to register. Empty values are left out; values over ON24's limits are cut, except the address. */
export interface On24Person {
  email: string;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  title: string | null;
  /** Our own id of this registrant, which ON24 gives back in its lists (`exteventusercd`). */
  registrantCode?: string;
  /** Further registration fields by ON24's names, such as `std1`; each comes before the standard value of its name. */
  moreFields?: Readonly<Record<string, string>>;
}

export interface RegisterOptions {
  /** Whether ON24 insists on the fields its registration page requires. Default true. */
  honorRequired?: boolean;
  /** Whether ON24 insists on the values of its drop-downs. Default true. */
  honorValidation?: boolean;
  /** Whether ON24 sends its own mails. Default false. */
  eventEmail?: boolean;
}

/** A person whom ON24 has taken. A blocked person is registered but not let in. */
export interface On24Registration {
  on24UserId: number;
  isBlocked: boolean;
}

export interface On24Event {
  eventId: number;
  title: string;
  /** The scheduled start, not the opening of the lobby. Null for what is no webcast. */
  startsAt: Date | null;
  liveEndsAt: Date | null;
  archiveEndsAt: Date | null;
  isActive: boolean;
  /** The event's own, not personal, page; a registered person signs in there with the e-mail address. */
  audienceUrl: string | null;
  isTest: boolean;
}

export interface EventPeriod {
  /** Scheduled start from. ON24 takes at most six months in one period. */
  from: Date;
  to: Date;
}

/** What ON24 says of one person's attendance. Who is not active, or is blocked, counts for no status, whatever was seen. */
export interface On24Attendee {
  on24UserId: number;
  /** Our own id of the registrant, where ON24 gives it back. */
  registrantCode: string | null;
  /** Null also for a forgotten person, whose address ON24 has replaced. */
  email: string | null;
  /** Both may be true. A launch counts without a counted minute. */
  cameLive: boolean;
  cameOnDemand: boolean;
  /** Whole minutes, 0 where none were counted. */
  liveMinutes: number;
  onDemandMinutes: number;
  /** Neither cancelled nor forgotten. */
  isActive: boolean;
  isBlocked: boolean;
  /** As far as it can be told: ON24 is asked to leave anonymous viewers out, and documents no mark of them. */
  isAnonymous: boolean;
}

/** How much of the list has come. Nobody is missing only when it has ended and `seen` is no less than `expected`. */
export interface AttendeeTally {
  /** How many rows ON24 says the list has; null where it does not say. */
  expected: number | null;
  /** Rows that came, doubled and unreadable ones among them. */
  seen: number;
  /** Rows that could not be read and are in no batch. */
  passedOver: number;
  /** Pages that were asked for. */
  calls: number;
  /** Whether ON24 had no more to give. Stays false after a failure, and when the reader left early. */
  hasEnded: boolean;
}

/**
 * An event's attendees in batches of up to 500, none of them empty. One person stands at most once in a batch, but
 * may stand in several: merging those is the caller's. Each iteration asks ON24 anew and starts the tally again, so
 * one at a time; leaving it early (`break`) closes the connection.
 * @throws OutsideFailure from the iteration, at the start or after any batch: then the list was not complete
 */
export interface On24Attendees extends AsyncIterable<On24Attendee[]> {
  readonly tally: Readonly<AttendeeTally>;
}

export interface ReadAttendeesOptions {
  /** Largest document taken; a larger one ends in `too-large`. Default 1 GB. */
  maxBytes?: number;
  /** Longest wait for the answer to begin, and for each further part of it. The whole may take any time. Default 60,000. */
  idleTimeoutMs?: number;
}
