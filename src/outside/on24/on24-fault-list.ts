/**
 * ON24's documented error answers, each with its remedy, as one list; the first row that matches counts.
 * ON24 has no error codes, so its wording decides (facts, section 3). `example` is a text of each kind.
 */
import type { FailureCause, FailureKind, FailureScope } from '../failure.ts';

export interface On24Fault {
  statuses: readonly number[];
  /** Absent: any wording. */
  words?: RegExp;
  example: string;
  kind: FailureKind;
  scope: FailureScope;
  cause: FailureCause;
}

const throttled = { kind: 'unavailable', scope: 'system', cause: 'throttled' } as const;
const permission = { kind: 'misconfigured', scope: 'system', cause: 'permission' } as const;
// An account belongs to an event, because sub-accounts exist: one wrong number must not stop the others.
const wrongAccount = { kind: 'misconfigured', scope: 'event', cause: 'wrong-account' } as const;
const eventGone = { kind: 'misconfigured', scope: 'event', cause: 'event-gone' } as const;
const unknownPerson = { kind: 'refused', scope: 'person', cause: 'unknown-person' } as const;

const doesNotExist = "(?:doesn['’]?t|does not) exist";

/** Part of what ON24 says where the contract lacks Elite. */
export const lacksElite = /not an Elite user/i;

export const on24Faults: readonly On24Fault[] = [
  { statuses: [429], example: 'Too many requests.', ...throttled },
  {
    statuses: [403],
    words: /maximum number of calls/i,
    example: 'You have reached the maximum number of calls for this api.',
    ...throttled,
  },
  {
    // One of ON24's documents answers so to a lack of rights (facts, section 3).
    statuses: [401],
    words: /do(?:n['’]?t| not) have permission/i,
    example: 'You do not have permission to call this endpoint.',
    ...permission,
  },
  {
    statuses: [401],
    example: 'The access token key or secret is wrong or invalid.',
    kind: 'misconfigured',
    scope: 'system',
    cause: 'credentials',
  },
  { statuses: [403], words: lacksElite, example: 'You are not an Elite user.', ...permission },
  {
    statuses: [403],
    words: /do(?:n['’]?t| not) have permission/i,
    example: 'You do not have permission to call this endpoint.',
    ...permission,
  },
  { statuses: [403], words: /contract\b.*\bexpired/i, example: 'The contract has expired.', ...permission },
  {
    statuses: [403],
    words: /client id \S+ is inactive/i,
    example: 'The client id 30211 is inactive.',
    ...wrongAccount,
  },
  {
    statuses: [403],
    words: /access to this client id/i,
    example: "You don't have access to this client id.",
    ...wrongAccount,
  },
  {
    statuses: [400, 404],
    words: new RegExp(`client (?:id )?\\S+ ${doesNotExist}`, 'i'),
    example: "The client 30211 doesn't exist.",
    ...wrongAccount,
  },
  {
    statuses: [403],
    words: /event (?:id )?\S+ is inactive/i,
    example: 'The event id 4410123 is inactive.',
    kind: 'misconfigured',
    scope: 'event',
    cause: 'event-closed',
  },
  {
    statuses: [404],
    words: new RegExp(`event (?:id )?\\S+ ${doesNotExist}`, 'i'),
    example: "The event 4410123 doesn't exist.",
    ...eventGone,
  },
  {
    statuses: [404],
    words: /event id is not found under/i,
    example: 'The event id is not found under this client account.',
    ...eventGone,
  },
  { statuses: [410], example: 'The event has been deleted.', ...eventGone },
  {
    statuses: [403],
    words: /email provided was not found/i,
    example: 'The email provided was not found.',
    ...unknownPerson,
  },
  {
    statuses: [404],
    words: new RegExp(`No registrant was found|attend(?:ant|ee) \\S+ ${doesNotExist}`, 'i'),
    example: 'No registrant was found for that email address and eventId combination.',
    ...unknownPerson,
  },
  {
    // Documented as a mistake of the caller; a cancel meets it when ON24 does not know the address.
    statuses: [412],
    words: /soft delete the registrant/i,
    example: "You're trying to soft delete the registrant you're creating.",
    ...unknownPerson,
  },
  {
    statuses: [400],
    words: /incorrect date format|invalid date format|timezone value|Invalid pageOffset/i,
    example: 'Invalid Date format.',
    kind: 'misconfigured',
    scope: 'event',
    cause: 'bad-request',
  },
];
