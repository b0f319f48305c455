/** A transaction together with the jobs it promises. */
import type { Db, Tx } from '../store/database.ts';
import { type Promised, writeJobs } from './write-jobs.ts';

const promises = new WeakMap<object, Promised[]>();

/**
 * Runs `work` in one transaction. Jobs promised in it with `enqueue` are written just before the commit, in one order
 * of keys for everybody, so that two transactions that promise the same jobs never wait for each other crosswise.
 */
export async function transact<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return db.transaction(async (tx) => {
    const promised: Promised[] = [];
    promises.set(tx, promised);
    const result = await work(tx);
    await writeJobs(tx, promised);
    return result;
  });
}

/** The list to which a transaction's promises are added; throws outside of `transact`, where they would be lost. */
export function promisesOf(tx: Tx): Promised[] {
  const promised = promises.get(tx);
  if (!promised) throw new Error('a job can only be promised inside transact()');
  return promised;
}
