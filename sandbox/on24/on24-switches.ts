/** What ON24 leaves undocumented or does differently from account to account: each a switch that may be turned while running. */

export type On24AccessLevel =
  | 'registration'
  | 'event-analytics'
  | 'account-analytics'
  | 'event-management'
  | 'helper';

export interface On24Switches {
  throttleReply: '403' | '429' | '429-retry-after';
  /** Calls a minute by endpoint name (see `on24-throttle.ts`) that replace the documented ones. */
  callsPerMinute: Record<string, number>;
  /** How a person whom the registration page would not accept is refused. */
  validationReply: '400' | '403' | '412' | '200-without-id';
  /** Wording of such refusals; {field} and {value} are filled in. */
  missingFieldText: string;
  unknownOptionText: string;
  invalidValueText: string;
  /** A second POST for an e-mail address of the event. */
  duplicatePost: 'upsert' | 'error';
  /** Whether a POST without isDeleted brings a cancelled registrant back, or only isDeleted=N does. */
  restore: 'only-when-asked' | 'by-any-post';
  /** Whether the reply holds a personal link under the key `joinurl`. */
  joinLink: 'absent' | 'present';
  /** Event-level registrant and attendee lists. `repeats`: every page holds everything. `capped`: cut at `listCap`. */
  eventLists: 'unpaged' | 'paged' | 'repeats' | 'capped';
  listCap: number;
  cancelAfterStart: '403' | '400';
  permissionReply: '403' | '401';
  /** Access levels that the token lacks. */
  missingAccess: On24AccessLevel[];
  /** Whether the account has Elite, which GET regfield needs. */
  elite: boolean;
  unknownClient: '404' | '400';
  emptyList: '200' | '404';
  overlongValues: 'truncate' | 'error';
  afterLiveEnd: 'accepted' | 'inactive';
  /** Whether new registrants come back as blocked. */
  newRegistrants: 'open' | 'blocked';
  /** What the attendee list holds before its data is complete. */
  earlyAttendees: 'empty' | 'partial';
  /** Whether every attendee comes twice. */
  attendeeRows: 'single' | 'duplicated';
  /** `usage` of a live viewing session. */
  liveUsage: string;
  /** How booleans of an event are written. */
  eventBooleans: 'booleans' | 'letters' | 'polluted';
  errorBodies: 'json' | 'text' | 'xml';
  /** Calls after which the token is disabled (401); undefined: never. */
  tokenDisabledAfterCalls: number | undefined;
  /** From a write until the registrant shows in lists (15 in real life). */
  registrantLagMinutes: number;
  /** From the end until live attendance is complete (30 to 180 in real life). */
  liveLagMinutes: number;
  /** From an on-demand view until it shows (240 to 720 in real life). */
  onDemandLagMinutes: number;
}

export function defaultOn24Switches(): On24Switches {
  return {
    throttleReply: '403',
    callsPerMinute: {},
    validationReply: '400',
    missingFieldText: "The field '{field}' is required.",
    unknownOptionText: "The {field} '{value}' is not in the list.",
    invalidValueText: "The value '{value}' is not valid for '{field}'.",
    duplicatePost: 'upsert',
    restore: 'only-when-asked',
    joinLink: 'absent',
    eventLists: 'unpaged',
    listCap: 1_000,
    cancelAfterStart: '403',
    permissionReply: '403',
    missingAccess: [],
    elite: true,
    unknownClient: '404',
    emptyList: '200',
    overlongValues: 'truncate',
    afterLiveEnd: 'accepted',
    newRegistrants: 'open',
    earlyAttendees: 'empty',
    attendeeRows: 'single',
    liveUsage: 'Live',
    eventBooleans: 'booleans',
    errorBodies: 'json',
    tokenDisabledAfterCalls: undefined,
    registrantLagMinutes: 15,
    liveLagMinutes: 30,
    onDemandLagMinutes: 240,
  };
}
