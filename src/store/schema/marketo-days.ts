/** How many calls each of Marketo's days took: ours, and the whole instance's where it has been asked. */
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

export const marketoDays = pgTable('marketo_days', {
  /** The day in Chicago, where Marketo's quota begins anew at midnight: `2026-11-21`. */
  day: text('day').primaryKey(),
  /** By all replicas and commands of Usher. */
  ourCalls: integer('our_calls').notNull().default(0),
  /** By all integrations together, as Marketo told at `instanceReadAt`. */
  instanceCalls: integer('instance_calls'),
  instanceReadAt: instant('instance_read_at'),
});
