/** The night's slot has come: every webinar whose attendance may still change is refreshed, once for each slot, whoever tells. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { Db, Tx } from '../store/database.ts';
import { lockCursor, moveCursor, readCursor } from '../store/hint-store.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { listWebinars } from '../store/webinar-store.ts';
import { requestRefresh } from './request-refresh.ts';
import { updateEvent } from './update-event.ts';

/** The latest slot that has been run, as an ISO instant. */
export const nightlyCursor = 'nightly-refresh';

/** Without a known end of the archive, late viewers are looked for this long. */
const archiveLastsMs = 365 * 24 * 60 * 60 * 1000;

export interface NightlyParts {
  db: Db;
  on24: On24Client;
  now: () => Date;
}

export function nightlyRefresh(parts: NightlyParts): Handler<'nightly-refresh'> {
  const { db, now } = parts;
  return async ({ slot }) => {
    const done = await readCursor(db, nightlyCursor);
    if (done !== undefined && Date.parse(done) >= slot) return undefined;
    await updateEvents(parts);
    await transact(db, async (tx) => {
      const last = await lockCursor(tx, nightlyCursor);
      if (last !== undefined && Date.parse(last) >= slot) return;
      await moveCursor(tx, nightlyCursor, new Date(slot).toISOString());
      await refreshEverything(tx, new Date(slot), now());
    });
    return undefined;
  };
}

/** Events are moved, shortened and re-opened in ON24; an event that cannot be read now keeps the times that are known. */
async function updateEvents(parts: NightlyParts): Promise<void> {
  for (const webinar of await listWebinars(parts.db)) {
    if (webinar.isPaused || isArchiveClosed(webinar, parts.now())) continue;
    await updateEvent(parts, webinar).catch((error: unknown) => {
      if (!(error instanceof OutsideFailure)) throw error;
    });
  }
}

/** Registrar `marketo`: its adapter's own night comes first. */
const afterAdapterMs = 30 * 60 * 1000;

async function refreshEverything(tx: Tx, slotAt: Date, now: Date): Promise<void> {
  const untilAdapterIsDoneMs = Math.max(0, slotAt.getTime() + afterAdapterMs - now.getTime());
  enqueue(tx, 'call-on24', {});
  enqueue(tx, 'forget-expired', {});
  for (const webinar of await listWebinars(tx)) {
    if (webinar.reasonField !== null) enqueue(tx, 'check-reason-fields', {});
    // The sweep finds what neither webhook nor feed has told, and a channel that was changed.
    if (!webinar.isPaused) enqueue(tx, 'sweep-webinar', { webinarId: webinar.id });
    if (!webinar.isPaused && !hasEnded(webinar, now))
      enqueue(tx, 'read-registration-page', { webinarId: webinar.id });
    const delayMs = webinar.registrar === 'marketo' ? untilAdapterIsDoneMs : 0;
    if (mayStillChange(webinar, now)) await requestRefresh(tx, webinar, { cause: 'night', slotAt, delayMs });
  }
}

/** It has begun to end, and viewers may still come to its archive. */
export function mayStillChange(
  { liveEndsAt, archiveEndsAt, isPaused }: Pick<Webinar, 'liveEndsAt' | 'archiveEndsAt' | 'isPaused'>,
  now: Date,
): boolean {
  if (isPaused || liveEndsAt === null || now < liveEndsAt) return false;
  return !isArchiveClosed({ liveEndsAt, archiveEndsAt }, now);
}

function hasEnded({ liveEndsAt }: Pick<Webinar, 'liveEndsAt'>, now: Date): boolean {
  return liveEndsAt !== null && now >= liveEndsAt;
}

/** A day is allowed for the last viewers to show. */
function isArchiveClosed(
  { liveEndsAt, archiveEndsAt }: Pick<Webinar, 'liveEndsAt' | 'archiveEndsAt'>,
  now: Date,
): boolean {
  if (liveEndsAt === null) return false;
  const closesAt = archiveEndsAt?.getTime() ?? liveEndsAt.getTime() + archiveLastsMs;
  return now.getTime() >= closesAt + 24 * 60 * 60 * 1000;
}
