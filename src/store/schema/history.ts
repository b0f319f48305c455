/** History: every move, decision, undo and refused click of every registrant; rows are only ever added. */
import { sql } from 'drizzle-orm';
import { bigserial, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { statuses } from '../../program/status.ts';
import { instant } from './columns.ts';
import { registrants } from './registrants.ts';
import { webinars } from './webinars.ts';

export const historyEvents = [
  'moved',
  'decided',
  'undone',
  'hold_ended',
  'click_refused',
  'not_followed',
  'asked_again',
  'overtaken',
  'adapter_asked',
  'adapter_silent',
  'cancel_wanted',
  'cancel_left',
  'cancelled',
  'cancel_refused',
] as const;

export const history = pgTable(
  'history',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    webinarId: integer('webinar_id')
      .notNull()
      .references(() => webinars.id),
    registrantId: integer('registrant_id').references(() => registrants.id),
    episode: integer('episode').notNull().default(1),
    event: text('event', { enum: historyEvents }).notNull(),
    fromStatus: text('from_status', { enum: statuses }),
    toStatus: text('to_status', { enum: statuses }),
    cause: text('cause'),
    /** A Slack user id, or `marketo`, `on24`, `usher`. */
    actor: text('actor').notNull(),
    reason: text('reason'),
    at: instant('at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('history_registrant').on(table.registrantId, table.id),
    index('history_webinar').on(table.webinarId, table.id),
    check(
      'history_event_known',
      sql.raw(`event in (${historyEvents.map((event) => `'${event}'`).join(', ')})`),
    ),
  ],
);

export type HistoryEntry = typeof history.$inferSelect;
