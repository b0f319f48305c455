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
}

export interface RegisterOptions {
  /** Whether ON24 insists on the fields its registration page requires. Default true. */
  honorRequired?: boolean;
  /** Whether ON24 insists on the values of its drop-downs. Default true. */
  honorValidation?: boolean;
  /** Whether ON24 sends its own mails. Default false. */
  eventEmail?: boolean;
  /** Fixed by ON24 at the first registration. */
  partnerRef?: string;
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

/** A field of an event's registration page. */
export interface On24RegistrationField {
  /** As the registration call names it: lower case, without underscores. */
  name: string;
  caption: string;
  isRequired: boolean;
  /** The only values taken, when the field is a list. */
  options: string[] | null;
}

export interface EventPeriod {
  /** Scheduled start from. ON24 takes at most six months in one period. */
  from: Date;
  to: Date;
}
