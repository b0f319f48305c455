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
import type { Channel, StatusNames } from '../../program/channel.ts';
import { eventStates, type FieldMap, type RegistrationField, registrars } from '../../program/webinar.ts';
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
    /** What an administrator called statuses that carry no type of Marketo's, such as Pending Approval. */
    statusNames: jsonb('status_names').$type<StatusNames>().notNull().default({}),
    /** The program-member field that takes the reason of a decision or an error, by its REST name. */
    reasonField: text('reason_field'),
    /** Registrar `marketo`: the trigger campaign that *Approve* requests; without one it writes Registered. */
    approveCampaignId: integer('approve_campaign_id'),
    /** ON24 registration fields that Marketo lead fields fill, each by its REST name: `{ std1: 'industry' }`. */
    fieldMap: jsonb('field_map').$type<FieldMap>().notNull().default({}),
    /** The event's registration page as ON24 showed it last; nothing where the contract does not show it. */
    registrationFields: jsonb('registration_fields').$type<RegistrationField[]>(),
    registrationFieldsReadAt: instant('registration_fields_read_at'),
    eventReadAt: instant('event_read_at'),
    /** What ON24 said of the event when it was read last. */
    eventState: text('event_state', { enum: eventStates }).notNull().default('active'),
    /** What ON24 calls the event; the webinar's own title is the program's. */
    on24Title: text('on24_title'),
    /** When ON24 was asked for what is known of the event: an answer to an earlier question tells nothing any more. */
    eventAskedAt: instant('event_asked_at'),
    /** The link that registered people are given: the event's audience page. */
    joinLink: text('join_link'),
    /** Makes the link of each person instead, with `{email}`, `{firstName}`, `{lastName}`, `{company}` filled in. */
    joinLinkTemplate: text('join_link_template'),
    /** People who attended without being registered here are added in Marketo without anybody asking for it. */
    addsUnknownPeople: boolean('adds_unknown_people').notNull().default(false),
    connectedBy: text('connected_by'),
    connectedAt: instant('connected_at').notNull().default(sql`now()`),
    /** Set once the first sweep has read everybody: from then on, Registered found in Marketo is a gesture of approval. */
    sweptAt: instant('swept_at'),
    /** Days after its end for which people are known by name; nothing for ever. */
    retentionDays: integer('retention_days'),
    isPaused: boolean('is_paused').notNull().default(false),
    /** Set when somebody disconnected it: nothing runs any more, and its history stays. */
    disconnectedAt: instant('disconnected_at'),
  },
  (table) => [
    uniqueIndex('webinars_program').on(table.programId).where(sql`${table.disconnectedAt} is null`),
    uniqueIndex('webinars_on24_event')
      .on(table.on24ClientId, table.on24EventId)
      .where(sql`${table.disconnectedAt} is null`),
    check('webinars_capacity', sql`${table.capacity} is null or ${table.capacity} >= 0`),
    check('webinars_hold', sql`${table.holdSeconds} between 0 and 3600`),
    check('webinars_registrar', sql`${table.registrar} in ('on24', 'marketo')`),
  ],
);

export type Webinar = typeof webinars.$inferSelect;
