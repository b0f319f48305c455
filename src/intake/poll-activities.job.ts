/** Follows Marketo's feed of status changes from where it was left: one call for all webinars, hints for what it tells. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { StatusChangePage } from '../outside/marketo/marketo-words.ts';
import type { Db, Tx } from '../store/database.ts';
import { addHints, cursorMovedAt, moveCursor, readCursor } from '../store/hint-store.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { listWebinars } from '../store/webinar-store.ts';
import type { IntakeParts } from './follow-members.ts';
import { takeEchoes } from './take-echoes.ts';
import { waitingForMarketo } from './waiting.ts';

const cursorName = 'marketo-activities';
/** Remembers when a bad place in the feed was last replaced. */
const renewalName = 'marketo-activities-renewed';
const pagesAtOnce = 20;
/** A new cursor begins a little back, because activities are written with a delay. */
const beginsBackMs = 10 * 60 * 1000;

/** Every `pollSeconds` while there is nothing more to read. */
export function pollActivities(parts: IntakeParts & { pollSeconds: number }): Handler<'poll-activities'> {
  const later = { againInMs: parts.pollSeconds * 1000 };
  return () =>
    waitingForMarketo(parts, async () => {
      const webinars = await listWebinars(parts.db);
      if (webinars.length === 0) return later;
      for (let page = 0; page < pagesAtOnce; page++) {
        if (!(await followOnePage(parts, webinars))) return later;
      }
      return { againInMs: 0 };
    });
}

/** Returns whether there is more to read at once. */
async function followOnePage({ db, marketo }: IntakeParts, webinars: Webinar[]): Promise<boolean> {
  const token =
    (await readCursor(db, cursorName)) ?? (await marketo.pagingToken(new Date(Date.now() - beginsBackMs)));
  try {
    const page = await marketo.readActivities(token, {
      programIds: webinars.map(({ programId }) => programId),
    });
    await transact(db, (tx) => takePage(tx, webinars, page));
    return page.more;
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.cause !== 'bad-cursor') throw error;
    // Purged, or of another Marketo: what was missed is found by reading every webinar through. Once: a feed that does
    // not take a fresh place either, for example because a program was deleted, must not set off a sweep at every poll.
    const isRepeated = await wasRenewedRecently(db);
    const fresh = await marketo.pagingToken(new Date(Date.now() - beginsBackMs));
    await transact(db, async (tx) => {
      await moveCursor(tx, cursorName, fresh);
      if (!isRepeated) await moveCursor(tx, renewalName, fresh);
      for (const { id } of isRepeated ? [] : webinars) enqueue(tx, 'sweep-webinar', { webinarId: id });
    });
    return false;
  }
}

async function wasRenewedRecently(db: Db): Promise<boolean> {
  const renewedAt = await cursorMovedAt(db, renewalName);
  return renewedAt !== undefined && Date.now() - renewedAt.getTime() < beginsBackMs;
}

async function takePage(tx: Tx, webinars: Webinar[], page: StatusChangePage): Promise<void> {
  for (const webinar of webinars) {
    const changes = page.changes.filter((change) => change.programId === webinar.programId);
    if (changes.length === 0) continue;
    await addHints(
      tx,
      webinar.id,
      changes.map(({ leadId }) => leadId),
    );
    enqueue(tx, 'read-hinted', { webinarId: webinar.id });
    await takeEchoes(tx, webinar, changes);
  }
  await moveCursor(tx, cursorName, page.nextToken);
}
