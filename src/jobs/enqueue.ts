/** Promises a job inside the caller's transaction: it exists exactly when the transaction is committed. */
import type { Tx } from '../store/database.ts';
import { catalogue, type JobName, type JobPayload } from './catalogue.ts';
import { promisesOf } from './transact.ts';
import type { Promised } from './write-jobs.ts';

export interface EnqueueOptions {
  /** Not before this many milliseconds from now, by the database's clock. */
  delayMs?: number;
  /** Keep the time of a job with this key that waits already, if that is what makes it run sooner. */
  keepsEarlier?: boolean;
  /** Lower runs sooner; the catalogue's own unless given. */
  priority?: number;
}

export function enqueue<Name extends JobName>(
  tx: Tx,
  name: Name,
  payload: JobPayload<Name>,
  options: EnqueueOptions = {},
): void {
  promisesOf(tx).push(promised(name, payload, options));
}

/** The job as graphile-worker is to write it. */
export function promised<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
  options: EnqueueOptions,
): Promised {
  const manners: {
    payload: { parse(value: unknown): unknown };
    key(payload: unknown): string;
    queue?(payload: unknown): string;
    flags?(payload: unknown): string[];
    priority: number;
  } = catalogue[name];
  const parsed = manners.payload.parse(payload);
  return {
    name,
    payload: parsed,
    key: manners.key(parsed),
    queue: manners.queue?.(parsed) ?? null,
    flags: manners.flags?.(parsed) ?? null,
    priority: options.priority ?? manners.priority,
    delayMs: options.delayMs ?? 0,
    keepsEarlier: options.keepsEarlier ?? false,
  };
}
