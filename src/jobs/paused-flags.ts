/** Which connections are paused: jobs that carry such a flag are not started. */
import { eq } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { connectionFaults } from '../store/schema/connections.ts';

// Every worker asks before every job; a pause may take this long to be noticed.
const freshForMs = 500;

export function pausedFlags(db: Db): { read(): Promise<string[]> } {
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<string[]> = Promise.resolve([]);
  return {
    read() {
      if (performance.now() - readAt > freshForMs) {
        readAt = performance.now();
        reading = readPausedFlags(db);
      }
      return reading;
    },
  };
}

async function readPausedFlags(db: Db): Promise<string[]> {
  const rows = await db
    .select({ flag: connectionFaults.flag })
    .from(connectionFaults)
    .where(eq(connectionFaults.isPaused, true));
  return rows.map((row) => row.flag);
}
