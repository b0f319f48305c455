/** Webinars: one event program tied to one ON24 event, a channel and its approvers. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Channel } from '../../program/channel.ts';
import { registrars } from '../../program/webinar.ts';
import { instant, textArray } from './columns.ts';

export const webinars = pgTable(
  'webinars',
  {
    id: serial('id').primaryKey(),
    title: text('title').notNull(),
    programId: integer('program_id').notNull(),
    on24ClientId: bigint('on24_client_id', { mode: 'number' }).notNull(),
    on24EventId: bigint('on24_event_id', { mode: 'number' }).notNull(),
    slackChannelId: text('slack_channel_id').notNull(),
    approvers: textArray('approvers').notNull(),
    capacity: integer('capacity'),
    holdSeconds: integer('hold_seconds').notNull().default(10),
    registrar: text('registrar', { enum: registrars }).notNull().default('on24'),
    channel: jsonb('channel').$type<Channel>().notNull(),
    startsAt: instant('starts_at'),
    liveEndsAt: instant('live_ends_at'),
    archiveEndsAt: instant('archive_ends_at'),
    /** The program's own page in Marketo. */
    programUrl: text('program_url'),
    /** The link that registered people are given: the event's audience page. */
    joinLink: text('join_link'),
    connectedBy: text('connected_by'),
    connectedAt: instant('connected_at').notNull().default(sql`now()`),
    /** Set once the first sweep has read everybody: from then on, Registered found in Marketo is a gesture of approval. */
    sweptAt: instant('swept_at'),
    isPaused: boolean('is_paused').notNull().default(false),
  },
  (table) => [
    uniqueIndex('webinars_program').on(table.programId),
    uniqueIndex('webinars_on24_event').on(table.on24ClientId, table.on24EventId),
    check('webinars_capacity', sql`${table.capacity} is null or ${table.capacity} >= 0`),
    check('webinars_hold', sql`${table.holdSeconds} between 0 and 3600`),
    check('webinars_registrar', sql`${table.registrar} in ('on24', 'marketo')`),
  ],
);

export type Webinar = typeof webinars.$inferSelect;
