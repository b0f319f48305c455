/** A job that Marketo does not serve now waits, instead of burning its attempts; a broken connection is noted for all. */
import type { KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import { noteTrouble, noteWell } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import type { IntakeParts } from './follow-members.ts';

export const marketoFlag = 'marketo';

export async function waitingForMarketo(
  db: Db,
  work: () => Promise<KnownWait | undefined>,
): Promise<KnownWait | undefined> {
  try {
    const wait = await work();
    await noteWell(db, marketoFlag);
    return wait;
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind === 'refused' || error.scope !== 'system')
      throw error;
    await noteTrouble(db, marketoFlag, {
      kind: error.kind,
      words: error.words,
      isThrottling: isThrottling(error),
    });
    return knownWait(error, 3);
  }
}

/** One cheap call that needs credentials, to learn whether Marketo is well again. */
export function marketoCanary({ marketo, db }: IntakeParts) {
  return {
    owns: (flag: string) => flag === marketoFlag,
    async tryNow(): Promise<undefined> {
      try {
        await marketo.pagingToken(new Date());
        await noteWell(db, marketoFlag);
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
      }
      return undefined;
    },
  };
}
