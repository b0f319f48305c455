/** Rings at the nightly time on every replica; a ring only promises the slot's job, and a missed night is made up at the start. */
import schedule from 'node-schedule';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { Db } from '../store/database.ts';
import { moveCursor, readCursor } from '../store/hint-store.ts';
import { nightlyCursor } from './nightly-refresh.job.ts';
import { type NightlyTime, slotsDue } from './slots-due.ts';

export interface NightlyClock {
  stop(): Promise<void>;
}

export interface NightlyClockParts {
  db: Db;
  nightly: NightlyTime;
  now: () => Date;
  onTrouble: (error: unknown) => void;
}

/** Beside the ring at the time itself, the clock is looked at this often: a machine may sleep through the ring. */
const looksEvery = '*/10 * * * * *';

export async function startNightlyClock(parts: NightlyClockParts): Promise<NightlyClock> {
  await promiseDueSlot(parts);
  let working: Promise<unknown> = Promise.resolve();
  const ring = () => {
    working = promiseDueSlot(parts).catch(parts.onTrouble);
  };
  const [hour, minute] = parts.nightly.at.split(':').map(Number);
  const rule = new schedule.RecurrenceRule();
  rule.tz = parts.nightly.timeZone;
  rule.hour = hour ?? 23;
  rule.minute = minute ?? 0;
  rule.second = 0;
  const jobs = [schedule.scheduleJob(rule, ring), schedule.scheduleJob(looksEvery, ring)];
  return {
    async stop() {
      for (const job of jobs) job.cancel();
      await working;
    },
  };
}

/** One refresh makes up for every slot that is due, so that only the latest is promised. */
async function promiseDueSlot({ db, nightly, now }: NightlyClockParts): Promise<void> {
  const last = await readCursor(db, nightlyCursor);
  if (last === undefined) {
    // The very first start: the nights before it were somebody else's.
    await transact(db, (tx) => moveCursor(tx, nightlyCursor, now().toISOString()));
    return;
  }
  const slot = slotsDue(new Date(last), now(), nightly).at(-1);
  if (!slot) return;
  await transact(db, async (tx) =>
    enqueue(tx, 'nightly-refresh', { slot: slot.getTime() }, { keepsEarlier: true }),
  );
}
