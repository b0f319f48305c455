/** What Marketo's feed has told: the activities cursor, and hints of people who must be read again. */
import { sql } from 'drizzle-orm';
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { webinars } from './webinars.ts';

export const cursors = pgTable('cursors', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
  movedAt: instant('moved_at').notNull().default(sql`now()`),
});

export const memberHints = pgTable(
  'member_hints',
  {
    webinarId: integer('webinar_id')
      .notNull()
      .references(() => webinars.id),
    leadId: integer('lead_id').notNull(),
    hintedAt: instant('hinted_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [primaryKey({ columns: [table.webinarId, table.leadId] })],
);
