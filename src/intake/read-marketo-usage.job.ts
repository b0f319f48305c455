/** How many of the day's calls to Marketo are used: ours as counted, the instance's as Marketo tells, which is asked seldom. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { chicagoDayOf } from '../outside/marketo/chicago-midnight.ts';
import type { Db } from '../store/database.ts';
import { findMarketoDay, type MarketoDay, noteInstanceCalls } from '../store/marketo-day-store.ts';
import type { IntakeParts } from './follow-members.ts';
import { waitingForMarketo } from './waiting.ts';

/** The question itself costs a call. */
const askedEveryMs = 15 * 60 * 1000;

export interface MarketoUsageToday {
  ours: number;
  /** By all integrations together; nothing until Marketo has been asked today. */
  instance: number | undefined;
}

/** What is known now; where that is old, Marketo is asked for the next time somebody looks. */
export async function marketoUsageToday(db: Db, now: Date): Promise<MarketoUsageToday> {
  const day = await findMarketoDay(db, chicagoDayOf(now));
  if (isOld(day, now)) await transact(db, async (tx) => enqueue(tx, 'read-marketo-usage', {}));
  return { ours: day?.ourCalls ?? 0, instance: day?.instanceCalls ?? undefined };
}

export function readMarketoUsage(parts: IntakeParts): Handler<'read-marketo-usage'> {
  return () =>
    waitingForMarketo(parts, async () => {
      const now = parts.now();
      const day = chicagoDayOf(now);
      if (!isOld(await findMarketoDay(parts.db, day), now)) return undefined;
      const { calls } = await parts.marketo.usageToday();
      await noteInstanceCalls(parts.db, day, calls, now);
      return undefined;
    });
}

function isOld(day: MarketoDay | undefined, now: Date): boolean {
  return !day?.instanceReadAt || now.getTime() - day.instanceReadAt.getTime() >= askedEveryMs;
}
