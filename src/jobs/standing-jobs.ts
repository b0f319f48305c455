/** Jobs that always wait for their next time: every replica sees to it that they exist, and they exist once. */
import type { Db } from '../store/database.ts';
import type { JobName, JobPayload } from './catalogue.ts';
import { enqueue } from './enqueue.ts';
import { transact } from './transact.ts';

export const standingJobs = [
  'poll-activities',
  'try-connections',
  'watch-connections',
  'remind-of-alerts',
  'refresh-approvers',
  'end-registrations',
  'watch-attendance',
  'end-questions',
] as const satisfies JobName[];

const seenToEveryMs = 60_000;

export interface StandingJobs {
  stop(): Promise<void>;
}

/** A standing job answers each run with its next wait; here it is begun, and brought back should it have failed. */
export async function keepStandingJobs(db: Db, onTrouble: (error: unknown) => void): Promise<StandingJobs> {
  await seeToThem(db, 0);
  let seeing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    seeing = seeToThem(db, seenToEveryMs).catch(onTrouble);
  }, seenToEveryMs);
  return {
    async stop() {
      clearInterval(timer);
      await seeing;
    },
  };
}

async function seeToThem(db: Db, delayMs: number): Promise<void> {
  const nothing: JobPayload<(typeof standingJobs)[number]> = {};
  await transact(db, async (tx) => {
    for (const name of standingJobs) enqueue(tx, name, nothing, { delayMs, keepsEarlier: true });
  });
}
