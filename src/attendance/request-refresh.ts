/** Someone, or the night, wants attendance brought in: a run is begun, or the one under way is joined. */
import { enqueue } from '../jobs/enqueue.ts';
import { addRefresh, changeRefresh, runningRefresh } from '../store/attendance-store.ts';
import type { Tx } from '../store/database.ts';
import { addMessage } from '../store/message-store.ts';
import type { Refresh } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { lockWebinar } from '../store/webinar-store.ts';

export interface RefreshWish {
  cause: Refresh['cause'];
  /** The Slack user who asked, when somebody did: the report is then posted also when nothing changed. */
  askedBy?: string;
  /** The slot that has come, when nobody asked. */
  slotAt?: Date;
  /** Not before this time has passed, unless somebody asks for it. */
  delayMs?: number;
}

export async function requestRefresh(
  tx: Tx,
  webinar: Webinar,
  wish: RefreshWish,
): Promise<{ refresh: Refresh; isJoined: boolean }> {
  await lockWebinar(tx, webinar.id);
  const running = await runningRefresh(tx, webinar.id);
  if (running) return { refresh: await join(tx, webinar, running, wish), isJoined: true };
  const refresh = await addRefresh(tx, {
    webinarId: webinar.id,
    cause: wish.cause,
    askedBy: wish.askedBy ? [wish.askedBy] : [],
    slotAt: wish.slotAt ?? null,
    messageId: wish.askedBy ? await addReport(tx, webinar) : null,
  });
  enqueue(tx, 'refresh-attendance', { refreshId: refresh.id }, { delayMs: wish.delayMs ?? 0 });
  return { refresh, isJoined: false };
}

async function join(tx: Tx, webinar: Webinar, running: Refresh, wish: RefreshWish): Promise<Refresh> {
  const { askedBy, slotAt } = wish;
  // From now on it is watched like a run of that slot.
  if (slotAt && running.slotAt === null) await changeRefresh(tx, running.id, { slotAt });
  // What waits for its time or after a failure begins now.
  if (!wish.delayMs && running.stage === 'waiting') promiseNow(tx, running);
  if (!askedBy || running.askedBy.includes(askedBy)) return running;
  const change = {
    askedBy: [...running.askedBy, askedBy],
    messageId: running.messageId ?? (await addReport(tx, webinar)),
  };
  await changeRefresh(tx, running.id, change);
  return { ...running, ...change };
}

function promiseNow(tx: Tx, { id }: Refresh): void {
  enqueue(tx, 'refresh-attendance', { refreshId: id }, { keepsEarlier: true });
}

/** The message that shows the run's progress, and becomes its report. */
export async function addReport(tx: Tx, webinar: Webinar): Promise<number> {
  const message = await addMessage(tx, {
    webinarId: webinar.id,
    kind: 'report',
    slackChannelId: webinar.slackChannelId,
  });
  enqueue(tx, 'draw-message', { messageId: message.id });
  return message.id;
}
