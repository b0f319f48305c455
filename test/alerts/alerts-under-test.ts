/** People with registration errors and their alerts, one job at a time and without a worker. */
import { onTestFinished } from 'vitest';
import { followAlert } from '../../src/alerts/follow-alert.job.ts';
import { groupErrors } from '../../src/alerts/group-errors.job.ts';
import { retryAll } from '../../src/alerts/retry-all.ts';
import { type Move, moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import type { Webinar } from '../../src/store/schema/webinars.ts';
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
  const allAlerts = () => db.select().from(alerts).orderBy(alerts.id);

  return {
    db,
    webinar,
    leadIds,
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
    group: () => groupErrors(db)({ webinarId: webinar.id }),
    /** What every move of an alert's people promises. */
    follow: (alertId: number) => followAlert(db)({ alertId }),
    retryAll: (alertId: number) => retryAll(db, { userId: 'U0MARA', alertId }),
    /** Everything that a move promises, in the order in which it comes due. */
    settle: async () => {
      for (let round = 0; round < 3; round++) {
        for (const { id } of await allAlerts()) await followAlert(db)({ alertId: id });
        await groupErrors(db)({ webinarId: webinar.id });
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
