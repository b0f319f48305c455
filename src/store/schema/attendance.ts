/** Attendance: what ON24 says of each person, and each run that brought it. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { messages } from './messages.ts';
import { registrants } from './registrants.ts';
import { webinars } from './webinars.ts';

export const attendance = pgTable(
  'attendance',
  {
    webinarId: integer('webinar_id')
      .notNull()
      .references(() => webinars.id),
    on24UserId: bigint('on24_user_id', { mode: 'number' }).notNull(),
    /** Our registrant id as ON24 gives it back, when it is one. */
    registrantCode: text('registrant_code'),
    email: text('email'),
    cameLive: boolean('came_live').notNull(),
    cameOnDemand: boolean('came_on_demand').notNull(),
    liveMinutes: integer('live_minutes').notNull(),
    onDemandMinutes: integer('on_demand_minutes').notNull(),
    /** The registrant whom this is about, once that has been found out. */
    registrantId: integer('registrant_id').references(() => registrants.id),
    /** The run that saw this person last. */
    refreshId: integer('refresh_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.webinarId, table.on24UserId] }),
    index('attendance_registrant').on(table.registrantId),
    index('attendance_email').on(table.webinarId, sql`lower(${table.email})`),
  ],
);

export type AttendanceFact = typeof attendance.$inferSelect;

export const refreshCauses = ['night', 'slack', 'command_line'] as const;
export const refreshStages = ['waiting', 'pulling', 'deciding', 'done', 'failed'] as const;

/** What a run found and changed, in people. */
export interface RefreshCounts {
  attended: number;
  attendedOnDemand: number;
  noShow: number;
  registered: number;
  changedToAttended: number;
  changedToOnDemand: number;
  changedToNoShow: number;
  unknownPeople: number;
  /** Why nobody was set to No Show although some did not come. */
  noShowWithheld: 'nobody_came_live' | 'not_final' | 'list_incomplete' | null;
}

export const refreshes = pgTable(
  'refreshes',
  {
    id: serial('id').primaryKey(),
    webinarId: integer('webinar_id')
      .notNull()
      .references(() => webinars.id),
    cause: text('cause', { enum: refreshCauses }).notNull(),
    /** Slack users who asked, the first and those who joined. */
    askedBy: text('asked_by').array().notNull().default([]),
    stage: text('stage', { enum: refreshStages }).notNull().default('waiting'),
    askedAt: instant('asked_at').notNull().default(sql`now()`),
    finishedAt: instant('finished_at'),
    isFinal: boolean('is_final').notNull().default(false),
    pulled: integer('pulled').notNull().default(0),
    counts: jsonb('counts').$type<RefreshCounts>(),
    failedBecause: text('failed_because'),
    messageId: integer('message_id').references(() => messages.id),
  },
  (table) => [
    uniqueIndex('refreshes_running').on(table.webinarId).where(sql`${table.finishedAt} is null`),
    index('refreshes_webinar').on(table.webinarId, table.id),
    check('refreshes_stage', sql`${table.stage} in ('waiting', 'pulling', 'deciding', 'done', 'failed')`),
  ],
);

export type Refresh = typeof refreshes.$inferSelect;
