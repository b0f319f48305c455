/** Learns by one cheap call that needs credentials whether Marketo is well again. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import { quotaResumesAt } from '../outside/marketo/quota-reset.ts';
import { findFault, noteWell, pauseUntil, pauseWithoutEnd } from '../store/connection-fault-store.ts';
import type { IntakeParts } from './follow-members.ts';
import { marketoFlag } from './waiting.ts';

/** An instant that lies in Marketo's past, whatever its clock says. */
const beginsBackMs = 60_000;

/** The call itself is a job in one of Marketo's queues, so that it is one of the five at a time like any other. */
export function marketoCanary({ db }: Pick<IntakeParts, 'db'>) {
  return {
    owns: (flag: string) => flag === marketoFlag,
    async tryNow(): Promise<undefined> {
      await transact(db, async (tx) => enqueue(tx, 'try-marketo', {}));
      return undefined;
    },
  };
}

export function tryMarketo({ db, marketo, now }: IntakeParts): Handler<'try-marketo'> {
  return async () => {
    const fault = await findFault(db, marketoFlag);
    // A call before that instant would be refused like all others.
    if (!fault?.isPaused || (fault.resumesAt && fault.resumesAt > now())) return undefined;
    try {
      await marketo.pagingToken(new Date(now().getTime() - beginsBackMs));
      await noteWell(db, marketoFlag, now());
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      if (error.cause === 'quota') await pauseUntil(db, marketoFlag, error.words, quotaResumesAt(now()));
      else if (fault.resumesAt && !isThrottling(error)) await pauseWithoutEnd(db, marketoFlag, error.words);
    }
    return undefined;
  };
}
