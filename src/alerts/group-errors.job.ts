/** Gives everybody with a registration error a place in the alert of their cause, and opens it when there is none. */
import { inArray } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { addAlert, changeAlert, findOpenAlert, peopleWithoutAlert } from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { addMessage } from '../store/message-store.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { type Registrant, registrants } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { lockWebinar } from '../store/webinar-store.ts';
import { causeKey } from './cause-key.ts';

const atOnce = 500;
/** An open alert is edited at most this often while more people meet its cause. */
const editsEveryMs = 10_000;

export function groupErrors(db: Db): Handler<'group-errors'> {
  return async ({ webinarId }) => {
    const grouped = await transact(db, async (tx) => {
      const webinar = await lockWebinar(tx, webinarId);
      if (!webinar) return 0;
      const people = await peopleWithoutAlert(tx, webinarId, atOnce);
      const locked = await lockRegistrants(
        tx,
        people.map(({ id }) => id),
      );
      const failing = locked.filter((row) => row.status === 'registration_error' && row.alertId === null);
      for (const [cause, group] of byCause(failing)) await join(tx, webinar, cause, group);
      return people.length;
    });
    return grouped === atOnce ? { againInMs: 0 } : undefined;
  };
}

function byCause(people: readonly Registrant[]): Map<string, Registrant[]> {
  const groups = new Map<string, Registrant[]>();
  for (const person of people) {
    const cause = causeKey(person.statusReason, person);
    groups.set(cause, [...(groups.get(cause) ?? []), person]);
  }
  return groups;
}

async function join(tx: Tx, webinar: Webinar, cause: string, people: readonly Registrant[]): Promise<void> {
  const of = {
    kind: 'registration_error',
    slackChannelId: webinar.slackChannelId,
    webinarId: webinar.id,
    cause,
  } as const;
  const open = await findOpenAlert(tx, of);
  const alert = open ?? (await openAlert(tx, webinar, of, people[0]?.statusReason ?? null));
  const ids = people.map(({ id }) => id);
  await tx.update(registrants).set({ alertId: alert.id }).where(inArray(registrants.id, ids));
  await changeAlert(tx, alert.id, { lastMetAt: new Date() });
  if (alert.messageId === null) return;
  if (open)
    enqueue(
      tx,
      'draw-message',
      { messageId: alert.messageId },
      { delayMs: editsEveryMs, keepsEarlier: true },
    );
  else enqueue(tx, 'draw-message', { messageId: alert.messageId });
}

async function openAlert(
  tx: Tx,
  webinar: Webinar,
  of: Pick<Alert, 'kind' | 'slackChannelId' | 'webinarId' | 'cause'>,
  reason: string | null,
): Promise<Alert> {
  const message = await addMessage(tx, {
    webinarId: webinar.id,
    kind: 'alert',
    slackChannelId: webinar.slackChannelId,
  });
  return addAlert(tx, { ...of, words: reason ?? 'No reason was given.', messageId: message.id });
}
