/** One webinar in which races are run, with its people where they stand at first. */
import { eq, sql } from 'drizzle-orm';
import { gatherArrivals } from '../../src/approvals/gather-arrivals.job.ts';
import { createMarketoClient, type MarketoClient } from '../../src/outside/marketo/marketo-client.ts';
import { type Status, statusTitles } from '../../src/program/status.ts';
import type { Db } from '../../src/store/database.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import type { Webinar } from '../../src/store/schema/webinars.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { type PaperChannel, paperChannel } from './paper-channel.ts';
import { catchUp } from './race-messages.ts';

export interface RaceWebinar {
  /** Not tampered with. */
  db: Db;
  webinar: Webinar;
  marketo: MarketoClient;
  paper: PaperChannel;
  /** In the order in which the runs were begun. */
  runIds: number[];
  /** Memberships that began again; each is later than those before. */
  returns: number;
}

export interface RaceCast {
  statuses: readonly Status[];
  capacity: number | null;
  hasHold: boolean;
}

const longHold = 3_600;
export const firstMembership = new Date('2026-01-05T10:00:00Z');
let programs = 1;

export async function makeRaceWebinar(db: Db, cast: RaceCast): Promise<RaceWebinar> {
  const number = programs++;
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  const webinar = await addWebinar(db, {
    title: 'Races',
    programId: 900_000 + number,
    on24EventId: 900_000 + number,
    capacity: cast.capacity,
    holdSeconds: cast.hasHold ? longHold : 0,
  });
  for (const [index, status] of cast.statuses.entries()) {
    const isDecided = status !== 'pending_approval' && status !== 'not_in_program';
    await addRegistrant(db, webinar, {
      leadId: index + 1,
      status,
      lastName: `Number ${index + 1}`,
      company: 'Races',
      membershipDate: firstMembership,
      askedAt: new Date(firstMembership.getTime() + index * 1_000),
      marketoBase: status === 'registering' ? 'Pending Approval' : statusTitles[status],
      ...(isDecided ? { decision: decisionOf(status), decidedBy: 'U0JO', decidedAt: new Date() } : {}),
    });
  }
  const paper = paperChannel();
  const it: RaceWebinar = {
    db,
    webinar,
    marketo: nobodyNewInMarketo(db, webinar),
    paper,
    runIds: [],
    returns: 0,
  };
  await gatherArrivals(db)({ webinarId: webinar.id });
  await catchUp(it);
  return it;
}

function decisionOf(status: Status): Registrant['decision'] {
  if (status === 'waitlisted') return 'waitlist';
  return status === 'rejected' ? 'reject' : 'approve';
}

/** Everybody is called there as they are called here. */
function nobodyNewInMarketo(db: Db, webinar: Webinar): MarketoClient {
  const nowhere = { url: 'http://127.0.0.1:9', clientId: 'none', clientSecret: 'none' };
  return {
    ...createMarketoClient(nowhere),
    async readPeople(leadIds) {
      const rows = await db.select().from(registrants).where(eq(registrants.webinarId, webinar.id));
      return rows
        .filter(({ leadId }) => leadIds.includes(leadId))
        .map(({ leadId, firstName, lastName, email, company, title, moreFields }) => ({
          leadId,
          firstName,
          lastName,
          email,
          company,
          title,
          moreFields,
        }));
    },
  };
}
