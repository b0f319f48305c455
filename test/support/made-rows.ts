/** Webinars and registrants put straight into the database, for tests of what happens to them next. */
import { and, eq } from 'drizzle-orm';
import { world } from '../../sandbox/world.ts';
import type { Channel } from '../../src/program/channel.ts';
import { defaultSteps, statuses, statusTitles } from '../../src/program/status.ts';
import type { Db } from '../../src/store/database.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { type Webinar, webinars } from '../../src/store/schema/webinars.ts';

/** A Webinar channel as an administrator should have made it; it has no Registering. */
export const channel: Channel = {
  name: 'Webinar',
  statuses: Object.fromEntries(
    statuses
      .filter((status) => status !== 'not_in_program' && status !== 'registering')
      .map((status) => [status, { name: statusTitles[status], step: defaultSteps[status] }]),
  ),
};

/** The sandbox's webinar, connected and swept long ago, without a hold. */
export async function addWebinar(
  db: Db,
  given: Partial<typeof webinars.$inferInsert> = {},
): Promise<Webinar> {
  const [webinar] = await db
    .insert(webinars)
    .values({
      title: world.marketo.program.name,
      programId: world.marketo.program.id,
      on24ClientId: world.on24.clientId,
      on24EventId: world.on24.event.id,
      slackChannelId: world.slack.channel.id,
      approvers: ['U0MARA', 'U0JO'],
      holdSeconds: 0,
      channel,
      joinLink: 'https://event.on24.com/wcc/r/4410123/5D1C0FFEE5D1C0FFEE',
      sweptAt: new Date(),
      ...given,
    })
    .returning();
  if (!webinar) throw new Error('no webinar was inserted');
  return webinar;
}

export async function addRegistrant(
  db: Db,
  webinar: Webinar,
  given: Partial<typeof registrants.$inferInsert> & { leadId: number },
): Promise<Registrant> {
  const [registrant] = await db
    .insert(registrants)
    .values({
      webinarId: webinar.id,
      status: 'pending_approval',
      firstName: 'Ada',
      lastName: `Lovelace ${given.leadId}`,
      email: `ada-${given.leadId}@acme-corp.example`,
      marketoBase: statusTitles[given.status ?? 'pending_approval'],
      ...given,
    })
    .returning();
  if (!registrant) throw new Error('no registrant was inserted');
  return registrant;
}

/** The row of a person, in the sandbox's webinar unless another is named. */
export async function rowOf(
  db: Db,
  leadId: number,
  programId: number = world.marketo.program.id,
): Promise<Registrant | undefined> {
  const [found] = await db
    .select({ row: registrants })
    .from(registrants)
    .innerJoin(webinars, eq(registrants.webinarId, webinars.id))
    .where(and(eq(registrants.leadId, leadId), eq(webinars.programId, programId)));
  return found?.row;
}
