/** `usher refresh`: promises the refresh to the running service, and follows it to its end. */
import { setTimeout as delay } from 'node:timers/promises';
import { progressLine } from './attendance/progress-line.ts';
import { requestRefresh } from './attendance/request-refresh.ts';
import { type Environment, readDatabaseConfig } from './config.ts';
import { transact } from './jobs/transact.ts';
import { openStore } from './open-store.ts';
import { findRefresh } from './store/attendance-store.ts';
import { type Database, openDatabase } from './store/database.ts';
import type { Refresh } from './store/schema/attendance.ts';
import { findWebinar } from './store/webinar-store.ts';

/** Without a running service the promise stays; it is not waited for any longer than this. */
const beginsWithinMs = 60_000;
const looksEveryMs = 500;

/** Returns the exit code: 0 when attendance is in. */
export async function refreshFromTerminal(
  environment: Environment,
  webinarId: number,
  say: (line: string) => void,
): Promise<number> {
  const store = await openStore(readDatabaseConfig(environment));
  const database = openDatabase(store.url, { maxConnections: 2, name: 'usher refresh' });
  try {
    const webinar = await findWebinar(database.db, webinarId);
    if (!webinar) {
      say(`There is no webinar ${webinarId}. "usher webinars" lists them.`);
      return 1;
    }
    const { refresh, isJoined } = await transact(database.db, (tx) =>
      requestRefresh(tx, webinar, { cause: 'command_line' }),
    );
    say(
      isJoined
        ? 'A refresh is under way already; following it.'
        : `Bringing in the attendance of "${webinar.title}".`,
    );
    return await follow(database, refresh, say);
  } finally {
    await database.close();
    await store.leave();
  }
}

async function follow({ db }: Database, begun: Refresh, say: (line: string) => void): Promise<number> {
  const startedAt = Date.now();
  let told = '';
  for (;;) {
    const refresh = (await findRefresh(db, begun.id)) ?? begun;
    const line = progressLine(refresh);
    if (line !== told && !refresh.finishedAt) say(line);
    told = line;
    if (refresh.finishedAt) return tellEnd(refresh, say);
    if (refresh.startedAt === null && Date.now() - startedAt > beginsWithinMs) {
      say('No running service has taken it up. It will be done as soon as one runs.');
      return 1;
    }
    await delay(looksEveryMs);
  }
}

function tellEnd({ failedBecause, counts, isFinal }: Refresh, say: (line: string) => void): number {
  if (failedBecause !== null || !counts) {
    say(failedBecause ?? 'The refresh ended without a result.');
    return 1;
  }
  say(
    `${isFinal ? 'Final' : 'Provisional'}: ${counts.attended} attended, ${counts.attendedOnDemand} on demand, ${counts.noShow} no show, ${counts.registered} registered.`,
  );
  return 0;
}
