/** A job that Marketo does not serve now waits, instead of burning its attempts; a broken connection is noted for all. */
import type { KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import { quotaResumesAt } from '../outside/marketo/quota-reset.ts';
import { noteTrouble, noteWell, pauseUntil } from '../store/connection-fault-store.ts';
import type { IntakeParts } from './follow-members.ts';

export const marketoFlag = 'marketo';

/** The day's calls are used up: the pause keeps the job, which is ready when it ends; by then every worker knows of it. */
const heldByThePause: KnownWait = { againInMs: 2_000 };

export async function waitingForMarketo(
  { db, now }: Pick<IntakeParts, 'db' | 'now'>,
  work: () => Promise<KnownWait | undefined>,
): Promise<KnownWait | undefined> {
  try {
    const wait = await work();
    await noteWell(db, marketoFlag, now());
    return wait;
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind === 'refused' || error.scope !== 'system')
      throw error;
    if (error.cause === 'quota') {
      await pauseUntil(db, marketoFlag, error.words, quotaResumesAt(now()));
      return heldByThePause;
    }
    await noteTrouble(db, marketoFlag, {
      kind: error.kind,
      words: error.words,
      isThrottling: isThrottling(error),
    });
    return knownWait(error, 3);
  }
}
