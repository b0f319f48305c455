/** The calls that a day of Marketo's quota took, counted over all replicas. */
import { eq, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { marketoDays } from './schema/marketo-days.ts';

export type MarketoDay = typeof marketoDays.$inferSelect;

export async function findMarketoDay(db: Db, day: string): Promise<MarketoDay | undefined> {
  const [found] = await db.select().from(marketoDays).where(eq(marketoDays.day, day));
  return found;
}

export async function addOurCalls(db: Db, day: string, calls: number): Promise<void> {
  await db
    .insert(marketoDays)
    .values({ day, ourCalls: calls })
    .onConflictDoUpdate({
      target: marketoDays.day,
      set: { ourCalls: sql`${marketoDays.ourCalls} + ${calls}` },
    });
}

export async function noteInstanceCalls(db: Db, day: string, calls: number, readAt: Date): Promise<void> {
  const told = { instanceCalls: calls, instanceReadAt: readAt };
  await db
    .insert(marketoDays)
    .values({ day, ...told })
    .onConflictDoUpdate({ target: marketoDays.day, set: told });
}
