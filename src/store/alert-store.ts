/** Alerts in the database, and the people they are about. */
import { and, asc, count, eq, gt, isNull, ne, type SQL } from 'drizzle-orm';
import type { Status } from '../program/status.ts';
import type { Db, Tx } from './database.ts';
import { type Alert, alerts } from './schema/alerts.ts';
import { type Registrant, registrants } from './schema/registrants.ts';
import { lockWebinar } from './webinar-store.ts';

/** The cause of an alert on several reasons; causes of people are in small letters, so that none is this one. */
export const otherReasons = 'OTHER';

export async function findAlert(db: Db | Tx, id: number): Promise<Alert | undefined> {
  const [alert] = await db.select().from(alerts).where(eq(alerts.id, id));
  return alert;
}

/** Locks the alert's webinar before the alert itself: whoever changes alerts together with people holds that lock first. */
export async function lockAlertOfWebinar(tx: Tx, id: number): Promise<Alert | undefined> {
  const alert = await findAlert(tx, id);
  if (alert?.webinarId) await lockWebinar(tx, alert.webinarId);
  const [locked] = await tx.select().from(alerts).where(eq(alerts.id, id)).for('update');
  return locked;
}

export async function findAlertOfMessage(db: Db | Tx, messageId: number): Promise<Alert | undefined> {
  const [alert] = await db.select().from(alerts).where(eq(alerts.messageId, messageId));
  return alert;
}

/** The open alerts on registration errors of one webinar, in its channel. */
export async function openErrorAlerts(
  db: Db | Tx,
  webinar: { id: number; slackChannelId: string },
): Promise<Alert[]> {
  const open = await openAlerts(db, 'registration_error');
  return open.filter(
    ({ webinarId, slackChannelId }) => webinarId === webinar.id && slackChannelId === webinar.slackChannelId,
  );
}

/** How many causes have been given an alert of their own in this webinar since then, open still or not. */
export async function countOpenedSince(tx: Tx, webinarId: number, since: Date): Promise<number> {
  const [counted] = await tx
    .select({ opened: count() })
    .from(alerts)
    .where(
      and(
        eq(alerts.kind, 'registration_error'),
        eq(alerts.webinarId, webinarId),
        ne(alerts.cause, otherReasons),
        gt(alerts.openedAt, since),
      ),
    );
  return counted?.opened ?? 0;
}

export async function openAlerts(db: Db | Tx, kind: Alert['kind']): Promise<Alert[]> {
  return db
    .select()
    .from(alerts)
    .where(and(eq(alerts.kind, kind), isNull(alerts.closedAt)))
    .orderBy(asc(alerts.id));
}

export async function findOpenAlert(
  tx: Tx,
  of: { kind: Alert['kind']; slackChannelId: string; webinarId: number | null; cause: string },
): Promise<Alert | undefined> {
  const [alert] = await tx
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.kind, of.kind),
        eq(alerts.slackChannelId, of.slackChannelId),
        of.webinarId === null ? isNull(alerts.webinarId) : eq(alerts.webinarId, of.webinarId),
        eq(alerts.cause, of.cause),
        isNull(alerts.closedAt),
      ),
    );
  return alert;
}

export async function addAlert(tx: Tx, alert: typeof alerts.$inferInsert): Promise<Alert> {
  const [added] = await tx.insert(alerts).values(alert).returning();
  if (!added) throw new Error('PostgreSQL returned no row for an inserted alert');
  return added;
}

export async function changeAlert(
  tx: Tx,
  id: number,
  change: { [Column in keyof Alert]?: Alert[Column] | SQL },
): Promise<void> {
  await tx.update(alerts).set(change).where(eq(alerts.id, id));
}

/** An alert's people, those who met the cause first before the others. */
export async function peopleOfAlert(
  db: Db | Tx,
  alertId: number,
  limit: number,
  status?: Status,
): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(and(eq(registrants.alertId, alertId), status ? eq(registrants.status, status) : undefined))
    .orderBy(asc(registrants.statusAt), asc(registrants.id))
    .limit(limit);
}

/** People with a registration error whom no alert tells of yet. */
export async function peopleWithoutAlert(tx: Tx, webinarId: number, limit: number): Promise<Registrant[]> {
  return tx
    .select()
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        eq(registrants.status, 'registration_error'),
        isNull(registrants.alertId),
      ),
    )
    .orderBy(asc(registrants.id))
    .limit(limit);
}
