/** Marketo in our words: the shapes that the Marketo client hands out and takes. */

/** A person's membership in one program, as Marketo has it now. */
export interface Member {
  leadId: number;
  statusName: string;
  statusReason: string | null;
  webinarUrl: string | null;
  registrationCode: string | null;
  /** Null also when Marketo's value is not a readable instant. */
  membershipDate: Date | null;
  updatedAt: Date | null;
}

/** Who a lead is. People whom ON24 brought may have nothing but an e-mail address. */
export interface Person {
  leadId: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  company: string | null;
  title: string | null;
  /** Further lead fields that were asked for, by their REST names; those without a value are absent. */
  moreFields: Record<string, string>;
}

/** A person found or made by an address; without a lead id, Marketo's words for why not, masked. */
export interface SavedPerson {
  leadId: number | null;
  words: string | null;
}

/** A refused or skipped record's code and Marketo's words, masked. */
interface RecordReason {
  code?: string;
  words?: string;
}

/**
 * What became of one person in a status write. `created`: had not been a member, and now is.
 * `already-past`: in this status or a later one (1037); read again to learn which.
 */
export interface StatusWriteResult extends RecordReason {
  leadId: number;
  outcome: 'updated' | 'created' | 'already-past' | 'refused';
}

/** Fields of a member that the REST API may write (facts: describe program member). An absent key leaves the field alone. */
export interface MemberData {
  leadId: number;
  /** Null empties it. */
  webinarUrl?: string | null;
  registrationCode?: string;
  /** Other fields by their REST names; null clears one, as it stands for a missing value in every answer. */
  fields?: Readonly<Record<string, string | null>>;
}

export interface MemberDataResult extends RecordReason {
  leadId: number;
  outcome: 'updated' | 'not-a-member' | 'refused';
}

export interface RemovalResult extends RecordReason {
  leadId: number;
  outcome: 'removed' | 'not-a-member' | 'refused';
}

export interface MarketoProgram {
  id: number;
  name: string;
  /** Such as `Event with Webinar`. */
  type: string;
  /** The channel's name. */
  channel: string;
  /** The program's page in Marketo's own interface. */
  pageUrl: string | null;
}

export interface MarketoChannel {
  name: string;
  /** Such as `webinar`. */
  programType: string | null;
  statuses: MarketoChannelStatus[];
}

export interface MarketoChannelStatus {
  name: string;
  step: number;
  /** Marketo's own mapping, independent of the name; older answers lack it. */
  type: string | null;
  hidden: boolean;
  success: boolean;
}

/** One change of status, from the activity log. */
export interface StatusChange {
  /** Unique; the feed may repeat an activity. */
  guid: string;
  leadId: number;
  programId: number;
  oldStatus: string | null;
  newStatus: string | null;
  at: Date;
}

export interface StatusChangePage {
  /** The place to go on from; to be stored also when the page is empty. */
  nextToken: string;
  /** Whether to ask again at once. */
  more: boolean;
  changes: StatusChange[];
  /** Activities that could not be read and were passed over, so that one odd record does not stop the feed. */
  passedOver: number;
}

export interface MemberField {
  name: string;
  title: string;
  dataType: string;
  isUpdateable: boolean;
}

export interface MarketoCampaign {
  id: number;
  name: string;
  /** A trigger campaign; only such a one can be requested. */
  isTrigger: boolean;
  isActive: boolean;
  /** Of the program that it is part of, where it is part of one. */
  programId: number | null;
}

export interface MarketoUsage {
  /** Calls of the whole instance today. */
  calls: number;
}
