/**
 * A connection that is paused is told once in each channel with people waiting on it, or with a webinar ahead where that
 * cannot wait; a changed program or channel in its webinar's channel. When it is well, that is told too.
 */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { addAlert, changeAlert, findOpenAlert, openAlerts } from '../store/alert-store.ts';
import { type ConnectionFault, listFaults } from '../store/connection-fault-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { addMessage } from '../store/message-store.ts';
import { webinarOfSetUpFlag } from '../store/set-up-fault-store.ts';
import { channelsAhead, channelsToTell } from '../store/waiting-people-store.ts';

const watchEveryMs = 5_000;
const editsEveryMs = 10_000;

export function watchConnections(db: Db, now: () => Date = () => new Date()): Handler<'watch-connections'> {
  return async () => {
    await transact(db, async (tx) => {
      const paused = (await listFaults(tx)).filter(({ isPaused }) => isPaused);
      for (const fault of paused) await tell(tx, fault, now());
      for (const alert of await openAlerts(tx, 'connection')) {
        const fault = paused.find(({ flag }) => flag === alert.cause);
        const isWell = fault === undefined;
        if (isWell) await changeAlert(tx, alert.id, { closedAt: new Date(), closedBecause: 'well' });
        // What has changed in Marketo is a list that may grow; a broken connection is told in its first words.
        else if (webinarOfSetUpFlag(fault.flag) !== undefined && fault.words !== alert.words)
          await changeAlert(tx, alert.id, { words: fault.words });
        if (alert.messageId === null) continue;
        enqueue(
          tx,
          'draw-message',
          { messageId: alert.messageId },
          isWell ? {} : { delayMs: editsEveryMs, keepsEarlier: true },
        );
      }
    });
    return { againInMs: watchEveryMs };
  };
}

async function tell(
  tx: Tx,
  { flag, words, failingSince, isForAll }: ConnectionFault,
  now: Date,
): Promise<void> {
  const waiting = await channelsToTell(tx, flag);
  const ahead = isForAll ? await channelsAhead(tx, now) : [];
  for (const { slackChannelId, webinarId } of [...waiting, ...ahead]) {
    const of = {
      kind: 'connection',
      slackChannelId,
      webinarId: isOfEvent(flag) ? webinarId : null,
      cause: flag,
    } as const;
    if (await findOpenAlert(tx, of)) continue;
    const message = await addMessage(tx, { webinarId, kind: 'alert', slackChannelId });
    await addAlert(tx, { ...of, words, messageId: message.id, openedAt: failingSince });
    enqueue(tx, 'draw-message', { messageId: message.id });
  }
}

/** Flags of one event end in its webinar's id. */
export function isOfEvent(flag: string): boolean {
  return /:\d+$/.test(flag);
}
