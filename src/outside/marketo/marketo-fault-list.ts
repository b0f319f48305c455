/**
 * Marketo's error codes, each with its remedy, as one list. Source: Adobe, error-codes.md.
 * HTTP statuses stand in it too, because Marketo uses both as codes. 702 is missing: "no data" is an empty answer.
 */
import type { FailureCause, FailureKind, FailureScope } from '../failure.ts';

export interface MarketoFault {
  code: string;
  meaning: string;
  kind: FailureKind;
  scope: FailureScope;
  cause: FailureCause;
  /** What to wait for before the next try, where Marketo's rules say so. */
  wait?: 'rate-window' | 'free-connection' | 'midnight';
}

const later = { kind: 'unavailable', scope: 'system', cause: 'outage' } as const;
const renewToken = { kind: 'unavailable', scope: 'system', cause: 'token-rejected' } as const;
const badRequest = { kind: 'misconfigured', scope: 'system', cause: 'bad-request' } as const;
const badRequestForEvent = { kind: 'misconfigured', scope: 'event', cause: 'bad-request' } as const;
const aboutPerson = { kind: 'refused', scope: 'person', cause: 'declined' } as const;

export const marketoFaults = [
  { code: '413', meaning: 'body over 1 MB', ...badRequest },
  { code: '414', meaning: 'URI over 8 KB', ...badRequest },
  { code: '500', meaning: 'internal error', ...later },
  { code: '502', meaning: 'bad gateway, likely a time-out', ...later },
  { code: '601', meaning: 'access token invalid', ...renewToken },
  { code: '602', meaning: 'access token expired', ...renewToken },
  { code: '603', meaning: 'access denied', kind: 'misconfigured', scope: 'system', cause: 'permission' },
  { code: '604', meaning: 'request timed out', kind: 'unavailable', scope: 'system', cause: 'timeout' },
  { code: '605', meaning: 'HTTP method not supported', ...badRequest },
  {
    code: '606',
    meaning: 'rate limit',
    kind: 'unavailable',
    scope: 'system',
    cause: 'throttled',
    wait: 'rate-window',
  },
  {
    code: '607',
    meaning: 'daily quota reached',
    kind: 'unavailable',
    scope: 'system',
    cause: 'quota',
    wait: 'midnight',
  },
  { code: '608', meaning: 'API temporarily unavailable', ...later },
  { code: '609', meaning: 'invalid JSON', ...badRequest },
  {
    code: '610',
    meaning: 'resource not found',
    kind: 'misconfigured',
    scope: 'system',
    cause: 'wrong-address',
  },
  { code: '611', meaning: 'system error', ...later },
  { code: '612', meaning: 'invalid content type', ...badRequest },
  { code: '613', meaning: 'invalid multipart request', ...badRequest },
  { code: '614', meaning: 'invalid subscription, usually temporary', ...later },
  {
    code: '615',
    meaning: 'concurrent access limit',
    kind: 'unavailable',
    scope: 'system',
    cause: 'throttled',
    wait: 'free-connection',
  },
  { code: '616', meaning: 'invalid subscription type', ...badRequest },
  { code: '701', meaning: 'blank value', ...badRequestForEvent },
  { code: '703', meaning: 'feature not enabled', ...badRequestForEvent },
  { code: '704', meaning: 'invalid date', ...badRequestForEvent },
  { code: '709', meaning: 'business rule violated', ...badRequestForEvent },
  { code: '710', meaning: 'parent folder not found', ...badRequestForEvent },
  { code: '711', meaning: 'incompatible folder type', ...badRequestForEvent },
  { code: '712', meaning: 'operation not allowed on this account', ...badRequestForEvent },
  { code: '713', meaning: 'transient error', ...later },
  { code: '714', meaning: 'default record type not found', ...badRequestForEvent },
  { code: '718', meaning: 'channel or tag not found', ...badRequestForEvent },
  { code: '719', meaning: 'lock wait time-out', ...later },
  { code: '1001', meaning: 'invalid value type', ...badRequestForEvent },
  { code: '1002', meaning: 'missing parameter', ...badRequestForEvent },
  { code: '1003', meaning: 'invalid data, too many members, or a batch campaign', ...badRequestForEvent },
  { code: '1004', meaning: 'lead not found', kind: 'refused', scope: 'person', cause: 'unknown-person' },
  { code: '1006', meaning: 'field not found', ...badRequestForEvent },
  { code: '1007', meaning: 'several leads match', ...aboutPerson },
  { code: '1008', meaning: 'partition denied', ...aboutPerson },
  { code: '1011', meaning: 'field not supported', ...badRequestForEvent },
  { code: '1013', meaning: 'object not found', kind: 'misconfigured', scope: 'event', cause: 'event-gone' },
  { code: '1016', meaning: 'too many imports in the queue', ...later },
  { code: '1019', meaning: 'import already in progress', ...later },
  { code: '1022', meaning: 'object in use', ...later },
  {
    code: '1025',
    meaning: 'program status not found',
    kind: 'misconfigured',
    scope: 'event',
    cause: 'unknown-status',
  },
  {
    code: '1029',
    meaning: 'export quota or queue full',
    kind: 'unavailable',
    scope: 'system',
    cause: 'quota',
    wait: 'midnight',
  },
  { code: '1035', meaning: 'unsupported filter', ...badRequestForEvent },
  { code: '1037', meaning: 'in or past this status; of a removal: not in the program', ...aboutPerson },
] as const satisfies readonly MarketoFault[];

const byCode = new Map<string, MarketoFault>(marketoFaults.map((fault) => [fault.code, fault]));

export function marketoFault(code: string): MarketoFault | undefined {
  return byCode.get(code);
}
