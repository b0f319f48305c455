/** Alerts on registration errors as their rows hold them, in every state that their message has. */
import { type ErrorAlertFacts, errorAlertMessage } from '../../src/alerts/error-alert-message.ts';
import { type Status, statuses } from '../../src/program/status.ts';
import type { AlertStanding } from '../../src/store/alert-people-store.ts';
import type { Alert } from '../../src/store/schema/alerts.ts';
import { at, charles, registrant } from '../approvals/sample-people.ts';

const open: Alert = {
  id: 9,
  kind: 'registration_error',
  slackChannelId: 'C0WEBINAR',
  webinarId: 7,
  cause: "the country 'narnia' is not in the list.",
  words: "The country 'Narnia' is not in the list.",
  messageId: 31,
  otherCauses: [],
  openedAt: at('10:42:00'),
  lastMetAt: at('10:44:00'),
  retryStage: null,
  retriedBy: null,
  retriedAt: null,
  canaryId: null,
  remindedAt: null,
  remindedOfStartAt: null,
  closedAt: null,
  closedBecause: null,
  closedBy: null,
};

type Counts = Partial<Record<Status, number>>;

/** Everybody stands with this alert, unless it is said otherwise. */
export function standing(counts: Counts, more: Partial<AlertStanding> = {}): AlertStanding {
  const known = new Map(
    statuses.flatMap((status) => (counts[status] === undefined ? [] : [[status, counts[status]]])),
  );
  return {
    counts: known,
    everybody: [...known.values()].reduce((sum, people) => sum + people, 0),
    failing: counts.registration_error ?? 0,
    failedAgain: 0,
    underWay: counts.registering ?? 0,
    elsewhere: 0,
    ...more,
  };
}

export function message(
  alert: Partial<Alert> = {},
  counts: Counts = { registration_error: 37 },
  more: Partial<ErrorAlertFacts> = {},
) {
  return errorAlertMessage({
    alert: { ...open, ...alert },
    webinarTitle: 'Zero-trust in practice',
    standing: standing(counts),
    first: [registrant(), charles()],
    elsewhere: [],
    reasons: [{ words: alert.words ?? open.words, people: undefined }],
    ...more,
  });
}
export const retried = { retriedBy: 'U0MARA', retriedAt: at('11:00:00'), canaryId: 1 };
export const solved: Partial<Alert> = {
  ...retried,
  retryStage: 'rest',
  closedAt: at('11:05:00'),
  closedBecause: 'solved',
};
export const dismissed: Partial<Alert> = {
  closedAt: at('11:05:00'),
  closedBecause: 'dismissed',
  closedBy: 'U0JO',
};
const failedElsewhere = (person: typeof registrant, reason: string) =>
  person({ status: 'registration_error', statusReason: reason });
/** Of 37 people two have failed again for another reason. */
const twoElsewhere = {
  elsewhere: [
    failedElsewhere(registrant, 'The phone number is too short.'),
    failedElsewhere(charles, 'Odd.'),
  ],
  first: [],
};
const otherReasons = [
  { words: "The country 'Narnia' is not in the list.", people: 20 },
  { words: 'The phone number is too short.', people: 9 },
  { words: 'Something odd (X17).', people: 5 },
  { words: 'Something else.', people: 2 },
  { words: 'Something rare.', people: 1 },
];

export const every = {
  open: message(),
  'one person': message({}, { registration_error: 1 }, { first: [registrant()] }),
  'a first one under way': message(
    { ...retried, retryStage: 'canary' },
    { registration_error: 36, registering: 1 },
  ),
  'a first one who failed': message({ ...retried, retryStage: 'canary_failed' }),
  'the rest under way': message(
    { ...retried, retryStage: 'rest' },
    { registered: 12, registering: 25 },
    { first: [] },
  ),
  solved: message(solved, { registered: 37 }, { first: [] }),
  'two who failed again for another reason': message(
    { ...retried, retryStage: 'rest' },
    { registered: 12, registration_error: 5, registering: 20 },
    {
      ...twoElsewhere,
      standing: standing(
        { registered: 12, registration_error: 5, registering: 20 },
        { failing: 3, failedAgain: 3, elsewhere: 2 },
      ),
    },
  ),
  'over, with two who failed again': message(
    solved,
    { registered: 35, registration_error: 2 },
    {
      ...twoElsewhere,
      standing: standing({ registered: 35, registration_error: 2 }, { failing: 0, elsewhere: 2 }),
    },
  ),
  dismissed: message(dismissed, { registration_error: 23 }),
  'several reasons': message({}, { registration_error: 37 }, { reasons: otherReasons }),
};
