/** Every minute: alerts that stay open are remembered in their threads, and once more before their webinar starts. */
import { addNotice } from '../jobs/add-notice.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { standingOf } from '../store/alert-people-store.ts';
import { changeAlert, lockAlertOfWebinar, openAlerts } from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { findMessage } from '../store/message-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countWaiting } from '../store/waiting-people-store.ts';
import { listWebinars } from '../store/webinar-store.ts';
import { reminderNotice } from './reminder-notice.ts';
import { reminderDue } from './reminder-plan.ts';

const everyMs = 60_000;
const reminded = ['registration_error', 'connection'] as const;

export function remindOfAlerts(db: Db, now: () => Date): Handler<'remind-of-alerts'> {
  return async () => {
    const webinars = await listWebinars(db);
    for (const kind of reminded) {
      for (const alert of await openAlerts(db, kind)) {
        const webinar = soonest(concerned(alert, webinars), now());
        if (webinar && reminderDue(alert, webinar, now()))
          await transact(db, (tx) => remind(tx, alert.id, webinar, now()));
      }
    }
    return { againInMs: everyMs };
  };
}

/** A system that cannot be used concerns every webinar of the alert's channel. */
function concerned(alert: Alert, webinars: readonly Webinar[]): Webinar[] {
  return webinars.filter(({ id, slackChannelId }) =>
    alert.webinarId === null ? slackChannelId === alert.slackChannelId : id === alert.webinarId,
  );
}

/** The one that starts next; when none is to come, any. */
function soonest(webinars: readonly Webinar[], now: Date): Webinar | undefined {
  const toCome = webinars
    .filter(({ startsAt }) => startsAt !== null && startsAt > now)
    .sort((one, other) => Number(one.startsAt) - Number(other.startsAt));
  return toCome[0] ?? webinars.find(({ liveEndsAt }) => liveEndsAt === null) ?? webinars[0];
}

async function remind(tx: Tx, alertId: number, webinar: Webinar, now: Date): Promise<void> {
  const alert = await lockAlertOfWebinar(tx, alertId);
  if (!alert || alert.closedAt || alert.messageId === null) return;
  const due = reminderDue(alert, webinar, now);
  const message = await findMessage(tx, alert.messageId);
  if (!due || !message) return;
  await changeAlert(tx, alert.id, {
    remindedAt: now,
    ...(due === 'start' ? { remindedOfStartAt: now } : {}),
  });
  const people = await peopleOf(tx, alert);
  if (people === 0 || message.lostBecause !== null) return;
  await addNotice(tx, {
    webinarId: message.webinarId,
    slackChannelId: message.slackChannelId,
    said: reminderNotice(due, { alert, webinar, people }),
    threadOf: message.id,
  });
}

async function peopleOf(tx: Tx, alert: Alert): Promise<number> {
  if (alert.kind === 'connection') return countWaiting(tx, alert.cause, alert.slackChannelId);
  const { failing, underWay } = await standingOf(tx, alert.id);
  return failing + underWay;
}
