/** Slack messages that Usher draws, and what each showed when it was last drawn. */
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
} from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { webinars } from './webinars.ts';

export const messageKinds = ['approval', 'alert', 'report', 'notice', 'bulk'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** A finished drawing, as Slack takes it. */
export interface Said {
  text: string;
  blocks: unknown[];
}

export const messages = pgTable(
  'messages',
  {
    id: serial('id').primaryKey(),
    webinarId: integer('webinar_id')
      .notNull()
      .references(() => webinars.id),
    kind: text('kind', { enum: messageKinds }).notNull(),
    slackChannelId: text('slack_channel_id').notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    /** The message under which this one stands, in its thread. */
    threadOf: integer('thread_of').references((): AnyPgColumn => messages.id),
    /** What a notice says: made once, because nothing in it changes. */
    said: jsonb('said').$type<Said>(),
    /** Saved before each attempt to post; still set without a `slackTs`, the outcome is unknown and is looked up. */
    postAttemptedAt: instant('post_attempted_at'),
    slackTs: text('slack_ts'),
    /** Hash of what was last drawn, so that a drawing that would change nothing is not sent. */
    drawnHash: text('drawn_hash'),
    drawnAt: instant('drawn_at'),
    /** Slack does not know the newer blocks of this message: it is drawn without them from then on. */
    isDrawnPlain: boolean('is_drawn_plain').notNull().default(false),
    /** How many undecided people moved down into a later message when this one folded. */
    movedDown: integer('moved_down').notNull().default(0),
    /** How many wait beyond the messages, as the newest of a webinar tells it. */
    moreWaiting: integer('more_waiting').notNull().default(0),
    /** The latest click's own way to repaint its message: five uses in thirty minutes, outside the method's tier. */
    responseUrl: text('response_url'),
    responseUrlFrom: instant('response_url_from'),
    responseUrlUses: integer('response_url_uses').notNull().default(0),
    /** Why Slack no longer takes this message (deleted, channel archived), when it does not. */
    lostBecause: text('lost_because'),
  },
  (table) => [
    index('messages_webinar').on(table.webinarId, table.id),
    check('messages_kind', sql`${table.kind} in ('approval', 'alert', 'report', 'notice', 'bulk')`),
  ],
);

export type Message = typeof messages.$inferSelect;
