/** Status writes to Marketo around which something happens: crashes, delays, and other people's acts. */
import { eq } from 'drizzle-orm';
import { followMembers } from '../../src/intake/follow-members.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import { type Move, moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import type { MarketoClient } from '../../src/outside/marketo/marketo-client.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import type { IntakeUnderTest } from './intake-under-test.ts';
import { rowOf } from './made-rows.ts';

export type WriteStatus = MarketoClient['writeStatus'];
export type Change = (real: MarketoClient) => Partial<MarketoClient>;

export const write = (it: IntakeUnderTest, change?: Change) =>
  writeMarketo(change ? it.partsWith(change) : it.parts)({ webinarId: it.webinar.id });
export const read = (it: IntakeUnderTest, leadId: number) => followMembers(it.parts, it.webinar, [leadId]);
export const writing = (row: Registrant | undefined) =>
  row?.marketoWriting.map(({ statusName }) => statusName);

export async function personHere(it: IntakeUnderTest): Promise<number> {
  const leadId = await it.fillForm();
  await read(it, leadId);
  return leadId;
}

/** Somebody decides in Slack, and there is no hold. */
export async function decide(
  it: IntakeUnderTest,
  leadId: number,
  decision: 'waitlist' | 'reject' | 'approve',
) {
  const to = { waitlist: 'waitlisted', reject: 'rejected', approve: 'registering' } as const;
  await move(it, leadId, (row) => ({
    to: to[decision],
    cause: row.status === 'rejected' ? 'changed_decision' : 'decision',
    actor: 'U0MARA',
    with: { decision, decidedBy: 'U0MARA' },
  }));
}

export async function move(it: IntakeUnderTest, leadId: number, how: (row: Registrant) => Move) {
  const known = await rowOf(it.db, leadId);
  await transact(it.db, async (tx) => {
    const row = known && (await lockRegistrant(tx, known.id));
    if (!row) throw new Error(`there is no row for lead ${leadId}`);
    const outcome = await moveRegistrant(tx, it.webinar, row, how(row));
    if (!outcome.moved) throw new Error(outcome.why);
  });
}

/** A status write that happens as `calls` has it. */
export const writingStatus =
  (calls: (real: WriteStatus) => WriteStatus): Change =>
  (real) => ({ writeStatus: calls(real.writeStatus) });

/** The call arrives at Marketo only when the test lets it; until then, and for us, it has timed out. */
export function delayedCall(it: IntakeUnderTest) {
  const late: { land: () => Promise<unknown> } = { land: async () => undefined };
  const change = writingStatus((real) => async (...call) => {
    late.land = () => real(...call);
    it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'call-lost' } });
    return real(...call);
  });
  return { late, change };
}

export const later = (it: IntakeUnderTest) => it.clock.advance(2_000);
export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
export const age = (it: IntakeUnderTest, leadId: number, minutes: number) =>
  it.db
    .update(registrants)
    .set({
      marketoWriting: [{ statusName: 'Waitlisted', over: 'Pending Approval', savedAt: minutesAgo(minutes) }],
    })
    .where(eq(registrants.leadId, leadId));

/** Opens once, for everybody who waits for it. */
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
