/** Registrants: where each person in each webinar stands. The row is the truth; messages and Marketo are drawn from it. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { on24Cancels } from '../../program/on24-cancel.ts';
import { type Decision, decisions } from '../../program/registrant.ts';
import { statuses } from '../../program/status.ts';
import { alerts } from './alerts.ts';
import { instant } from './columns.ts';
import { messages } from './messages.ts';
import { webinars } from './webinars.ts';

const listed = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

/** A Marketo status whose call has no known answer yet. */
export interface MarketoIntention {
  statusName: string;
  /** The Marketo status over which it was to be written. */
  over: string | null;
  /** Marketo's feed has told of it before its call was answered. */
  isSeen?: true;
  /** ISO 8601 instant at which the intention was saved. */
  savedAt: string;
}

/** A Marketo status that we have written, and over which other. */
export interface MarketoWritten {
  statusName: string;
  over: string | null;
  /** ISO 8601 instant at which the intention was saved. */
  savedAt: string;
}

/** What helps to decide, as it was when the person was shown first; kept, so that a drawing depends on its own people only. */
export interface Background {
  /** People of the same company who are in already. */
  colleaguesIn: number;
  /** Other webinars which they attended, and to which they did not come. */
  attendedBefore: number;
  missedBefore: number;
  /** There were other webinars, and they are in none. */
  isFirst: boolean;
  /** Somebody else here has the same name and domain. */
  isPossibleDuplicate: boolean;
}

/** A decision as it stood before a change of it, which may still be taken back. */
export interface FormerDecision {
  decision: Decision | null;
  by: string | null;
  /** ISO 8601 instant. */
  at: string | null;
  reason: string | null;
}

export const registrants = pgTable(
  'registrants',
  {
    id: serial('id').primaryKey(),
    webinarId: integer('webinar_id')
      .notNull()
      .references(() => webinars.id),
    leadId: integer('lead_id').notNull(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: text('email'),
    company: text('company'),
    title: text('title'),

    status: text('status', { enum: statuses }).notNull(),
    statusReason: text('status_reason'),
    statusAt: instant('status_at').notNull().default(sql`now()`),
    /** Counts the stays in the program; removal and return begin a new one. */
    episode: integer('episode').notNull().default(1),
    askedAt: instant('asked_at').notNull().default(sql`now()`),
    askedAgainAt: instant('asked_again_at'),

    decision: text('decision', { enum: decisions }),
    decisionReason: text('decision_reason'),
    /** A Slack user id, or `marketo` for somebody in Marketo. */
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    holdsUntil: instant('holds_until'),
    decisionNumber: integer('decision_number').notNull().default(0),
    /** The decision that the present one is to replace, until that has taken effect. */
    formerDecision: jsonb('former_decision').$type<FormerDecision>(),

    /** The last Marketo status, by its own name, that was taken into account. */
    marketoBase: text('marketo_base'),
    marketoWriting: jsonb('marketo_writing').$type<MarketoIntention[]>().notNull().default([]),
    marketoSeq: integer('marketo_seq').notNull().default(0),
    /** Whether Marketo's status or link may differ from what this row wants. */
    marketoIsDue: boolean('marketo_is_due').notNull().default(false),
    /** What keeps Marketo and the row apart, as a sentence; while it stands nothing is written, until the row moves again. */
    marketoRefused: text('marketo_refused'),
    marketoWebinarUrl: text('marketo_webinar_url'),
    /** What the member's registration code and the webinar's reason field are believed to hold. */
    marketoRegistrationCode: text('marketo_registration_code'),
    marketoReason: text('marketo_reason'),
    /** The reason that Marketo did not take: told once, and not written again. */
    marketoReasonRefused: text('marketo_reason_refused'),
    /** Our latest status write that was carried out, until its activity has been seen. */
    marketoWrote: jsonb('marketo_wrote').$type<MarketoWritten>(),
    /** Whose change our own write overtook, as a sentence. */
    marketoOvertaken: text('marketo_overtaken'),
    /** Marketo no longer knows the lead: deleted, or merged into another. */
    isLeadGone: boolean('is_lead_gone').notNull().default(false),
    /** Somebody else in this webinar has the same e-mail address. */
    hasTwin: boolean('has_twin').notNull().default(false),
    background: jsonb('background').$type<Background>(),
    /** Lead fields that the webinar's field map asks for, by their Marketo names. */
    moreFields: jsonb('more_fields').$type<Record<string, string>>().notNull().default({}),
    /** A status write of ours has added somebody who had left the program: they are taken out again before anything else. */
    marketoAddedByUs: boolean('marketo_added_by_us').notNull().default(false),
    membershipDate: instant('membership_date'),
    /** When Marketo last confirmed that a person who is registering is still a member. */
    memberCheckedAt: instant('member_checked_at'),

    on24UserId: bigint('on24_user_id', { mode: 'number' }),
    on24IsBlocked: boolean('on24_is_blocked').notNull().default(false),
    /** ON24 has confirmed the registration, and no cancel since; under which address. */
    isInOn24: boolean('is_in_on24').notNull().default(false),
    on24Email: text('on24_email'),
    /** What is wished about the registration of somebody who is not wanted any more, or of a registered person who is rejected. */
    on24Cancel: text('on24_cancel', { enum: on24Cancels }),
    /** Who said so; it stays when ON24 has cancelled them, until they are registered again. */
    on24CancelBy: text('on24_cancel_by'),
    on24CancelWords: text('on24_cancel_words'),
    /** The question on which approvers were asked about the cancel. */
    questionId: integer('question_id').references(() => alerts.id),
    /** Registrar `marketo`: when Marketo was asked to register (saved before the call), and when it accepted. */
    adapterAskedAt: instant('adapter_asked_at'),
    adapterAcceptedAt: instant('adapter_accepted_at'),
    /** No outcome for a long time, which has been told. */
    isAdapterSilent: boolean('is_adapter_silent').notNull().default(false),
    joinLink: text('join_link'),
    pushAttempts: integer('push_attempts').notNull().default(0),
    /** Since when ON24 has given no answer for this person, in their present registering. */
    pushFailingSince: instant('push_failing_since'),

    messageId: integer('message_id').references(() => messages.id),
    /** The bulk run in which this person waits for their turn; until then nobody is shown them anew. */
    bulkRunId: integer('bulk_run_id'),
    /** The alert that told of this person's registration error last. */
    alertId: integer('alert_id').references(() => alerts.id),
    /** The alert from which this person was retried last: there they are listed should they fail again for another reason. */
    retriedAlertId: integer('retried_alert_id').references(() => alerts.id),
    /** Everything that tells who this is has been erased. */
    forgottenAt: instant('forgotten_at'),
  },
  (table) => [
    uniqueIndex('registrants_lead').on(table.webinarId, table.leadId),
    index('registrants_message').on(table.messageId),
    index('registrants_alert').on(table.alertId),
    index('registrants_retried_alert').on(table.retriedAlertId),
    index('registrants_question').on(table.questionId),
    index('registrants_status').on(table.webinarId, table.status, table.askedAt),
    index('registrants_email').on(sql`lower(${table.email})`),
    index('registrants_marketo_due')
      .on(table.webinarId, table.statusAt, table.id)
      .where(sql`${table.marketoIsDue}`),
    check('registrants_status_known', sql`${table.status} in (${listed(statuses)})`),
    check('registrants_on24_cancel_known', sql`${table.on24Cancel} in (${listed(on24Cancels)})`),
    check('registrants_decision_known', sql`${table.decision} in (${listed(decisions)})`),
    check('registrants_hold_has_decision', sql`${table.holdsUntil} is null or ${table.decision} is not null`),
  ],
);

export type Registrant = typeof registrants.$inferSelect;
