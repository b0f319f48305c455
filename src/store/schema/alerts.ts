/** Alerts: one row for each cause while it is open, drawn as one message. */
import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, serial, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { messages } from './messages.ts';
import { webinars } from './webinars.ts';

export const alertKinds = ['registration_error', 'connection', 'still_in_on24'] as const;
export const alertEnds = ['solved', 'dismissed', 'well'] as const;
export const retryStages = ['canary', 'rest', 'canary_failed'] as const;

export const alerts = pgTable(
  'alerts',
  {
    id: serial('id').primaryKey(),
    kind: text('kind', { enum: alertKinds }).notNull(),
    slackChannelId: text('slack_channel_id').notNull(),
    /** The webinar whose people met the cause; a broken connection may concern several. */
    webinarId: integer('webinar_id').references(() => webinars.id),
    /** What makes two reasons one cause: the reason without names, ids, addresses and numbers; or the connection's flag. */
    cause: text('cause').notNull(),
    /** The reason as the first person met it, or what the connection answers. */
    words: text('words').notNull(),
    /** The causes of an alert on several reasons; empty where there is only the one. */
    otherCauses: text('other_causes').array().notNull().default([]),
    messageId: integer('message_id').references(() => messages.id),
    openedAt: instant('opened_at').notNull().default(sql`now()`),
    lastMetAt: instant('last_met_at').notNull().default(sql`now()`),
    retryStage: text('retry_stage', { enum: retryStages }),
    retriedBy: text('retried_by'),
    retriedAt: instant('retried_at'),
    /** The one person who is tried before all others. */
    canaryId: integer('canary_id'),
    /** When the thread was last reminded that this is still open, and that the webinar begins soon. */
    remindedAt: instant('reminded_at'),
    remindedOfStartAt: instant('reminded_of_start_at'),
    closedAt: instant('closed_at'),
    closedBecause: text('closed_because', { enum: alertEnds }),
    closedBy: text('closed_by'),
  },
  (table) => [
    uniqueIndex('alerts_open_cause')
      .on(table.kind, table.slackChannelId, sql`coalesce(${table.webinarId}, 0)`, table.cause)
      .where(sql`${table.closedAt} is null`),
    index('alerts_message').on(table.messageId),
    check('alerts_kind', sql`${table.kind} in ('registration_error', 'connection', 'still_in_on24')`),
    check('alerts_end', sql`${table.closedBecause} in ('solved', 'dismissed', 'well')`),
  ],
);

export type Alert = typeof alerts.$inferSelect;
