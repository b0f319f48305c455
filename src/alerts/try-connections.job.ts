/** Every half minute one call goes over each connection that is paused; where it is answered, the waiting jobs go on. */
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { listFaults } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';

export interface Canary {
  owns(flag: string): boolean;
  /** Makes one call, and notes it when the connection is well; answers with a wait when it could not try yet. */
  tryNow(flag: string): Promise<KnownWait | undefined>;
}

export const tryEveryMs = 30_000;

export function tryConnections(parts: { db: Db; canaries: readonly Canary[] }): Handler<'try-connections'> {
  return async () => {
    const paused = (await listFaults(parts.db)).filter(({ isPaused }) => isPaused);
    const waits: number[] = [tryEveryMs];
    for (const { flag } of paused) {
      const wait = await parts.canaries.find((canary) => canary.owns(flag))?.tryNow(flag);
      if (wait) waits.push(wait.againInMs);
    }
    return { againInMs: Math.min(...waits) };
  };
}
