/** Registrants as their rows hold them, from an ordinary one to the worst that a form lets through. */
import type { ApprovalMessageFacts } from '../../src/approvals/approval-message.ts';
import type { Registrant } from '../../src/store/schema/registrants.ts';

export const at = (clock: string) => new Date(`2024-12-12T${clock}Z`);

/** Somebody who asks to join and on whom nobody has decided. */
export function registrant(more: Partial<Registrant> = {}): Registrant {
  return {
    id: 1,
    webinarId: 7,
    leadId: 4117,
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@acme-corp.example',
    company: 'Analytical Engines',
    title: 'VP Engineering',
    status: 'pending_approval',
    statusReason: null,
    statusAt: at('08:42:00'),
    episode: 1,
    askedAt: at('08:42:00'),
    askedAgainAt: null,
    decision: null,
    decisionReason: null,
    decidedBy: null,
    decidedAt: null,
    holdsUntil: null,
    decisionNumber: 0,
    formerDecision: null,
    marketoBase: 'Pending Approval',
    marketoWriting: [],
    marketoSeq: 1,
    marketoIsDue: false,
    marketoRefused: null,
    marketoWebinarUrl: null,
    marketoRegistrationCode: null,
    marketoReason: null,
    marketoReasonRefused: null,
    marketoWrote: null,
    marketoOvertaken: null,
    isLeadGone: false,
    hasTwin: false,
    moreFields: {},
    background: null,
    marketoAddedByUs: false,
    membershipDate: at('08:42:00'),
    memberCheckedAt: null,
    on24UserId: null,
    on24IsBlocked: false,
    isInOn24: false,
    on24Email: null,
    on24Cancel: null,
    on24CancelBy: null,
    on24CancelWords: null,
    questionId: null,
    adapterAskedAt: null,
    adapterAcceptedAt: null,
    isAdapterSilent: false,
    joinLink: null,
    pushAttempts: 0,
    pushFailingSince: null,
    messageId: 31,
    bulkRunId: null,
    alertId: null,
    retriedAlertId: null,
    forgottenAt: null,
    ...more,
  };
}

export const charles = (more: Partial<Registrant> = {}) =>
  registrant({
    id: 2,
    leadId: 4116,
    firstName: 'Charles',
    lastName: 'Babbage',
    email: 'charles@difference.example',
    company: 'Difference Ltd',
    title: 'CTO',
    ...more,
  });

export const nameless = (more: Partial<Registrant> = {}) =>
  registrant({
    id: 3,
    firstName: null,
    lastName: null,
    email: 'someone@gmail.com',
    company: null,
    title: null,
    ...more,
  });

/** Decided by Mara at 10:42, and carried out. */
export const approved = (more: Partial<Registrant> = {}) =>
  registrant({
    status: 'registering',
    statusAt: at('10:42:10'),
    decision: 'approve',
    decidedBy: 'U0MARA',
    decidedAt: at('10:42:08'),
    decisionNumber: 1,
    ...more,
  });

const worstTexts = [
  '👩‍👩‍👧‍👦'.repeat(30),
  `<!channel> *bold* _it_ ~no~ \`code\` <https://evil.test|click> &amp; `.repeat(4),
  'עברית ועוד עברית "ציטוט" '.repeat(10),
  `\u202e${'"\\'.repeat(100)}`,
  'x'.repeat(200),
  `e${'\u0301'.repeat(199)}`,
];

/** A person whose every field is as long and as nasty as a form allows; ids are as long as ids may get. */
export function worst(index: number, more: Partial<Registrant> = {}): Registrant {
  const text = worstTexts[index % worstTexts.length] ?? '';
  return registrant({
    id: 999_999_900 + index,
    decisionNumber: 999_999_999,
    leadId: 999_999_999,
    firstName: text,
    lastName: text,
    email: `someone@${'long-domain.'.repeat(15)}example`,
    company: text,
    title: text,
    ...more,
  });
}

export function facts(people: Registrant[], more: Partial<ApprovalMessageFacts> = {}): ApprovalMessageFacts {
  return {
    messageId: 31,
    webinar: {
      id: 7,
      title: 'Zero-trust in practice',
      startsAt: at('18:00:00'),
      capacity: 150,
      programUrl: 'https://app-sj01.marketo.test/#ME1044A1',
    },
    people,
    movedDown: 0,
    newest: undefined,
    ...more,
  };
}
