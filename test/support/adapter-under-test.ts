/** Registrar `marketo` against a real database and the Marketo simulator with its adapter, one job at a time and without a worker. */
import { eq, sql } from 'drizzle-orm';
import { world } from '../../sandbox/world.ts';
import { tryConnections } from '../../src/alerts/try-connections.job.ts';
import { followMembers } from '../../src/intake/follow-members.ts';
import { waitingForMarketo } from '../../src/intake/waiting.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import { moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import { adapterCanary } from '../../src/registration/adapter-canary.ts';
import type { AdapterParts } from '../../src/registration/ask-adapter.ts';
import { requestRegistration } from '../../src/registration/request-registration.job.ts';
import { watchAdapter } from '../../src/registration/watch-adapter.job.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from './intake-under-test.ts';
import { rowOf } from './made-rows.ts';

/** The campaign of the world's program that sets Registered. */
export const campaignId = 3_712;
export const link = 'https://event.on24.example/311512?key=ADA';
const campaignPath = `/rest/v1/campaigns/${campaignId}/trigger.json`;

export type AdapterUnderTest = Awaited<ReturnType<typeof adapterForThisTest>>;

/** Ends with the test. Without an answer, the adapter gives everybody a link. */
export async function adapterForThisTest(
  given: {
    approveCampaignId?: number | null;
    answers?: () => { webinarUrl: string } | { statusReason: string };
  } = {},
) {
  const { approveCampaignId = campaignId, answers = () => ({ webinarUrl: link }) } = given;
  const it = await intakeForThisTest({ registrar: 'marketo', approveCampaignId });
  it.sandbox.switches.campaignDelayMs = 0;
  it.sandbox.switches.adapterDelayMs = 20;
  it.sandbox.linkAdapter({ register: async () => answers(), attendees: async () => [], isOver: () => false });
  const partsOf = ({ parts }: Pick<IntakeUnderTest, 'parts'>): AdapterParts => ({
    ...parts,
    followMembers: (webinar, leadIds) => followMembers(parts, webinar, leadIds),
    whileMarketoServes: (work) => waitingForMarketo(parts, work),
  });
  const parts = partsOf(it);
  const webinarId = it.webinar.id;
  const row = async (leadId: number): Promise<Registrant> => {
    const found = await rowOf(it.db, leadId);
    if (!found) throw new Error(`there is no row for lead ${leadId}`);
    return found;
  };
  const move = async (leadId: number, to: Parameters<typeof moveRegistrant>[3]) => {
    const { id } = await row(leadId);
    await transact(it.db, async (tx) => {
      const locked = await lockRegistrant(tx, id);
      if (locked) await moveRegistrant(tx, it.webinar, locked, to);
    });
  };
  const approve = (leadId: number) =>
    move(leadId, {
      to: 'registering',
      cause: 'decision',
      actor: 'U0MARA',
      with: { decision: 'approve', decidedBy: 'U0MARA' },
    });
  return {
    ...it,
    webinarId,
    adapterParts: parts,
    row,
    move,
    approve,
    /** Somebody asks to join and is approved. */
    approved: async (): Promise<number> => {
      const leadId = await it.fillForm();
      await followMembers(it.parts, it.webinar, [leadId]);
      await approve(leadId);
      return leadId;
    },
    request: (changed: Partial<AdapterParts> = {}) =>
      requestRegistration({ ...parts, ...changed })({ webinarId }),
    watch: () => watchAdapter(parts)({ webinarId }),
    write: () => writeMarketo(it.parts)({ webinarId }),
    tryConnections: () => tryConnections({ db: it.db, canaries: [adapterCanary(parts)] })({}),
    /** Lead ids of each request of the campaign that Marketo was sent, oldest first. */
    requests: () =>
      it.sandbox.calls.filter(({ path }) => path === campaignPath).map(({ body }) => leadsIn(body)),
    /** Time passes for the adapter's part of a row. */
    later: (minutes: number) =>
      it.db.update(registrants).set({
        adapterAskedAt: sql`${registrants.adapterAskedAt} - make_interval(secs => ${minutes * 60})`,
        adapterAcceptedAt: sql`${registrants.adapterAcceptedAt} - make_interval(secs => ${minutes * 60})`,
      }),
    /** Whom Marketo shows so, once it does. */
    shows: (leadId: number, statusName: string) =>
      it.sandbox.until(`Marketo shows ${statusName}`, () => it.statusOf(leadId) === statusName),
    hasLink: (leadId: number) =>
      it.sandbox.until('the adapter has answered', () => it.memberOf(leadId)?.webinarUrl === link),
    events: async (leadId: number) =>
      (await historyOf(it.db, (await row(leadId)).id)).map(({ event }) => event),
    change: (leadId: number, set: Partial<Registrant>) =>
      it.db.update(registrants).set(set).where(eq(registrants.leadId, leadId)),
  };
}

function leadsIn(body: unknown): number[] {
  const { input } = body as { input: { leads: { id: number }[] } };
  return input.leads.map(({ id }) => id);
}

export { programId };
export const channelId = world.slack.channel.id;
