/** Reviews: what somebody has ticked in the review window, and the bulk runs that carry it out. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
} from 'drizzle-orm/pg-core';
import { decisions } from '../../program/registrant.ts';
import { instant } from './columns.ts';
import { messages } from './messages.ts';
import { registrants } from './registrants.ts';
import { webinars } from './webinars.ts';

export const reviewFilters = ['everybody', 'company_mail', 'free_mail', 'flagged'] as const;
export type ReviewFilter = (typeof reviewFilters)[number];

/** One open review window. Ticks are kept here, not in the window, so that they survive its pages. */
export const reviews = pgTable('reviews', {
  id: serial('id').primaryKey(),
  webinarId: integer('webinar_id')
    .notNull()
    .references(() => webinars.id),
  userId: text('user_id').notNull(),
  page: integer('page').notNull().default(0),
  search: text('search').notNull().default(''),
  filter: text('filter', { enum: reviewFilters }).notNull().default('everybody'),
  /** Rises whenever the shown people or their ticks are drawn anew, because Slack keeps the ticks of a block it knows. */
  turn: integer('turn').notNull().default(0),
  /** The people on the page that was drawn last. */
  shown: jsonb('shown').$type<number[]>().notNull().default([]),
  decision: text('decision', { enum: decisions }),
  reason: text('reason'),
  isBegun: boolean('is_begun').notNull().default(false),
  openedAt: instant('opened_at').notNull().default(sql`now()`),
});

export type Review = typeof reviews.$inferSelect;

export const reviewMarks = pgTable(
  'review_marks',
  {
    reviewId: integer('review_id')
      .notNull()
      .references(() => reviews.id, { onDelete: 'cascade' }),
    registrantId: integer('registrant_id')
      .notNull()
      .references(() => registrants.id),
    /** As it was when the person was ticked. */
    decisionNumber: integer('decision_number').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reviewId, table.registrantId] })],
);

/** One decision about many people, carried out in pieces. */
export const bulkRuns = pgTable(
  'bulk_runs',
  {
    id: serial('id').primaryKey(),
    webinarId: integer('webinar_id')
      .notNull()
      .references(() => webinars.id),
    userId: text('user_id').notNull(),
    decision: text('decision', { enum: decisions }).notNull(),
    reason: text('reason'),
    messageId: integer('message_id')
      .notNull()
      .references(() => messages.id),
    begunAt: instant('begun_at').notNull().default(sql`now()`),
    endedAt: instant('ended_at'),
  },
  (table) => [index('bulk_runs_message').on(table.messageId)],
);

export type BulkRun = typeof bulkRuns.$inferSelect;

export const bulkOutcomes = ['decided', 'refused'] as const;

/** What became of each person of a run; nothing yet while they wait for their turn. */
export const bulkPeople = pgTable(
  'bulk_people',
  {
    runId: integer('run_id')
      .notNull()
      .references(() => bulkRuns.id),
    registrantId: integer('registrant_id')
      .notNull()
      .references(() => registrants.id),
    decisionNumber: integer('decision_number').notNull(),
    outcome: text('outcome', { enum: bulkOutcomes }),
    /** The kind of refusal. */
    refusal: text('refusal'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.registrantId] }),
    index('bulk_people_waiting').on(table.runId).where(sql`${table.outcome} is null`),
    check('bulk_people_outcome', sql`${table.outcome} in ('decided', 'refused')`),
  ],
);
