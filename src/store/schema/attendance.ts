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
    /** The run that changed this last. */
    refreshId: integer('refresh_id').notNull(),
    /** Somebody, or the webinar's setting, wants this unknown person in Marketo: who, and why that could not be done. */
    addWantedBy: text('add_wanted_by'),
    addRefused: text('add_refused'),
    addedAt: instant('added_at'),
  },
  (table) => [
    primaryKey({ columns: [table.webinarId, table.on24UserId] }),
    index('attendance_registrant').on(table.registrantId),
    index('attendance_unknown').on(table.webinarId).where(sql`${table.registrantId} is null`),
    index('attendance_wanted').on(table.webinarId).where(sql`${table.addWantedBy} is not null`),
  ],
);

/** The rows of ON24's list as a run copies them in, several for one person perhaps; gone once they are merged. */
export const attendanceStaged = pgTable(
  'attendance_staged',
  {
    refreshId: integer('refresh_id').notNull(),
    on24UserId: bigint('on24_user_id', { mode: 'number' }).notNull(),
    registrantCode: text('registrant_code'),
    email: text('email'),
    cameLive: boolean('came_live').notNull(),
    cameOnDemand: boolean('came_on_demand').notNull(),
    liveMinutes: integer('live_minutes').notNull(),
    onDemandMinutes: integer('on_demand_minutes').notNull(),
    /** Neither blocked nor cancelled nor forgotten at ON24. */
    isAdmitted: boolean('is_admitted').notNull(),
  },
  (table) => [index('attendance_staged_refresh').on(table.refreshId)],
);

export type AttendanceFact = typeof attendance.$inferSelect;

export const refreshCauses = ['night', 'after_end', 'slack', 'command_line'] as const;
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
  /** Of those who are on demand now: how many had been No Show. */
  lateOnDemand?: number;
  /** Of those who have attended now: how many were not registered here. */
  attendedUnregistered?: number;
  /** Registrants of whom ON24 has more than one record. */
  doubledInOn24?: number;
  /** Set by a person in Marketo to something that ON24 does not tell. */
  movedInMarketo?: number;
  /** Attended here, while ON24 does not show it any more. */
  goneFromOn24?: number;
  /** Whose status Marketo did not take, or a person has set otherwise. */
  apartInMarketo?: number;
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
    /** The slot that this run is for, where no person asked for it. */
    slotAt: instant('slot_at'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    isFinal: boolean('is_final').notNull().default(false),
    pulled: integer('pulled').notNull().default(0),
    /** Calls to ON24, of all attempts. */
    calls: integer('calls').notNull().default(0),
    /** Attempts that failed, and since when none has succeeded. */
    failures: integer('failures').notNull().default(0),
    failingSince: instant('failing_since'),
    /** When the channel was told that this run is late. */
    toldLateAt: instant('told_late_at'),
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
