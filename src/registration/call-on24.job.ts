/** Every night ON24 is called once for each account: a token that is unused for 60 days is switched off, and one that was is told at once. */
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import { noteTrouble } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { listWebinars } from '../store/webinar-store.ts';
import { on24Flag } from './push-person.ts';

export interface CallOn24Parts {
  db: Db;
  on24: On24Client;
  /** The account to which the tokens belong, called also while no webinar is connected. */
  on24ClientId: number;
}

/** Tried again each minute until ON24 answers. */
const patience = 6;

export function callOn24(parts: CallOn24Parts): Handler<'call-on24'> {
  return async () => {
    const own = (await listWebinars(parts.db)).map(({ on24ClientId }) => on24ClientId);
    for (const clientId of new Set([parts.on24ClientId, ...own])) {
      const wait = await callOnce(parts, clientId);
      if (wait) return wait;
    }
    return undefined;
  };
}

async function callOnce({ db, on24 }: CallOn24Parts, clientId: number): Promise<KnownWait | undefined> {
  try {
    await on24.readAccount(clientId);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.kind === 'unavailable') return knownWait(error, patience);
    // Any other answer has used the token too; what it says of rights the push does not need concerns nobody.
    if (error.cause !== 'credentials') return undefined;
    const { kind, words } = error;
    await noteTrouble(db, on24Flag, { kind, words, isThrottling: false, isForAll: true });
  }
  return undefined;
}
