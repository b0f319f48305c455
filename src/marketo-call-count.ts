/** Counts the calls that this process makes to Marketo, and adds them to the day's count a few seconds later, many at once. */
import { chicagoDayOf } from './outside/marketo/chicago-midnight.ts';
import type { Db } from './store/database.ts';
import { addOurCalls } from './store/marketo-day-store.ts';

export interface MarketoCallCount {
  add(calls: number): void;
  /** Saves what is not saved yet; a database that cannot be reached costs the count these calls, and nothing else. */
  close(): Promise<void>;
}

const savedAfterMs = 5_000;

export function countMarketoCalls(db: Db, now: () => Date): MarketoCallCount {
  let unsaved = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();

  async function save(): Promise<void> {
    const saved = unsaved;
    unsaved = new Map();
    for (const [day, calls] of saved) {
      await addOurCalls(db, day, calls).catch(() => count(day, calls));
    }
  }

  function count(day: string, calls: number): void {
    unsaved.set(day, (unsaved.get(day) ?? 0) + calls);
  }

  return {
    add(calls) {
      count(chicagoDayOf(now()), calls);
      timer ??= setTimeout(() => {
        timer = undefined;
        saving = saving.then(save);
      }, savedAfterMs).unref();
    },
    async close() {
      clearTimeout(timer);
      saving = saving.then(save);
      await saving;
    },
  };
}
