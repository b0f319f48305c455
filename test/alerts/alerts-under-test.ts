/** People with registration errors and their alerts, one job at a time and without a worker. */
import { onTestFinished } from 'vitest';
import { dismiss } from '../../src/alerts/dismiss.ts';
import { drawAlert } from '../../src/alerts/draw-alert.ts';
import { followAlert } from '../../src/alerts/follow-alert.job.ts';
import { groupErrors } from '../../src/alerts/group-errors.job.ts';
import { retryAll } from '../../src/alerts/retry-all.ts';
import { type Move, moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findMessage } from '../../src/store/message-store.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import type { Webinar } from '../../src/store/schema/webinars.ts';
import { linesOf } from '../approvals/as-slack-reads.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

export const narnia = "The country 'Narnia' is not in the list.";

export type AlertsUnderTest = Awaited<ReturnType<typeof alertsForThisTest>>;

/** A webinar with people whom ON24 is being asked to register; ends with the test. */
export async function alertsForThisTest(people: number) {
  const own = await createTestDatabase();
  const database: Database = openDatabase(own.url, { name: 'alerts' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db);
  const leadIds = Array.from({ length: people }, (_, index) => index + 1);
  for (const leadId of leadIds) await addRegistrant(db, webinar, registering(leadId));
  const move = (leadId: number, to: Move) => moveOne(database, webinar, leadId, to);
  let passedMs = 0;
  /** The bot's clock, which a test may put forward. */
  const now = () => new Date(Date.now() + passedMs);
  const allAlerts = () => db.select().from(alerts).orderBy(alerts.id);

  return {
    db,
    webinar,
    leadIds,
    now,
    pass: (ms: number) => {
      passedMs += ms;
    },
    row: (leadId: number) => rowOf(db, leadId),
    rows: () => db.select().from(registrants).orderBy(registrants.id),
    alerts: allAlerts,
    /** ON24 refuses them. */
    fail: async (reason: string, ...failing: number[]) => {
      for (const leadId of failing)
        await move(leadId, { to: 'registration_error', cause: 'on24_answer', actor: 'on24', reason });
    },
    succeed: async (...through: number[]) => {
      for (const leadId of through)
        await move(leadId, { to: 'registered', cause: 'on24_answer', actor: 'on24' });
    },
    move,
    group: () => groupErrors(db, now)({ webinarId: webinar.id }),
    /** What every move of an alert's people promises. */
    follow: (alertId: number) => followAlert(db, now)({ alertId }),
    dismiss: (alertId: number, userId = 'U0JO') => dismiss(db, { userId, alertId, at: now() }),
    /** What the alert's message shows, one line for each block. */
    shown: async (alertId: number) => {
      const alert = (await allAlerts()).find(({ id }) => id === alertId);
      const message = alert?.messageId ? await findMessage(db, alert.messageId) : undefined;
      const drawing = message && (await drawAlert(db, message));
      return drawing ? linesOf(drawing).join('\n') : '';
    },
    retryAll: (alertId: number) => retryAll(db, { userId: 'U0MARA', alertId }),
    /** Everything that a move promises, in the order in which it comes due. */
    settle: async () => {
      for (let round = 0; round < 3; round++) {
        for (const { id } of await allAlerts()) await followAlert(db, now)({ alertId: id });
        await groupErrors(db, now)({ webinarId: webinar.id });
      }
    },
  };
}

function registering(leadId: number): Partial<Registrant> & { leadId: number } {
  return {
    leadId,
    status: 'registering',
    decision: 'approve',
    decidedBy: 'U0JO',
    decisionNumber: 1,
    // A row without a known status in Marketo is not written there.
    marketoBase: null,
  };
}

async function moveOne({ db }: Database, webinar: Webinar, leadId: number, to: Move): Promise<void> {
  const known = await rowOf(db, leadId);
  await transact(db, async (tx) => {
    const row = known && (await lockRegistrant(tx, known.id));
    if (!row) throw new Error(`there is no row for lead ${leadId}`);
    const outcome = await moveRegistrant(tx, webinar, row, to);
    if (!outcome.moved) throw new Error(outcome.why);
  });
}
