/** What all replicas know together: which connections are broken, who is in an approver group, which replicas live. */
import { sql } from 'drizzle-orm';
import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, textArray } from './columns.ts';

/** One row for each connection that is failing; while `isPaused`, jobs that carry the flag wait. */
export const connectionFaults = pgTable('connection_faults', {
  flag: text('flag').primaryKey(),
  failingSince: instant('failing_since').notNull().default(sql`now()`),
  isPaused: boolean('is_paused').notNull().default(false),
  words: text('words').notNull(),
  /** Not tried again before this instant, where the system said so (a used-up day). */
  resumesAt: instant('resumes_at'),
  /** Not tried by itself before this instant, because a look costs calls. */
  triesAfter: instant('tries_after'),
  /** Told also where nobody waits yet: to everybody with a webinar ahead. */
  isForAll: boolean('is_for_all').notNull().default(false),
});

export const approverGroups = pgTable('approver_groups', {
  id: text('id').primaryKey(),
  members: textArray('members').notNull(),
  refreshedAt: instant('refreshed_at').notNull().default(sql`now()`),
});

export const replicas = pgTable('replicas', {
  /** The worker ids under which this replica's jobs are locked. */
  workerId: text('worker_id').primaryKey(),
  seenAt: instant('seen_at').notNull().default(sql`now()`),
});
