/** Somebody in the ON24 simulator who is to be cancelled there, one job at a time and without a worker. */
import { world } from '../../sandbox/world.ts';
import { moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import { wantCancel } from '../../src/jobs/want-cancel.ts';
import type { On24Client } from '../../src/outside/on24/on24-client.ts';
import { cancelInOn24 } from '../../src/registration/cancel-in-on24.job.ts';
import { registerRegistrant } from '../../src/registration/register-registrant.job.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { changeRegistrant, lockRegistrant } from '../../src/store/registrant-store.ts';
import type { Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { registrationForThisTest } from '../support/registration-under-test.ts';

const eventId = world.on24.event.id;
export type Given = Partial<typeof registrants.$inferInsert>;

/** Somebody whom ON24 has, and whom Marketo has rejected since. */
export async function cancelForThisTest(
  then: Given = { status: 'rejected', decision: 'reject', decidedBy: 'marketo' },
) {
  const it = await registrationForThisTest();
  const webinar = await addWebinar(it.db);
  const register = async (leadId: number, given: Given = {}) => {
    const { id } = await addRegistrant(it.db, webinar, { leadId, ...registering(), ...given });
    await registerRegistrant(it.parts)({ registrantId: id, webinarId: webinar.id });
    return id;
  };
  const id = await register(1);
  const change = (leadId: number, to: Given) =>
    transact(it.db, async (tx) => changeRegistrant(tx, (await rowFor(leadId)).id, to as Partial<Registrant>));
  const rowFor = async (leadId: number) => {
    const row = await rowOf(it.db, leadId);
    if (!row) throw new Error(`there is no row for lead ${leadId}`);
    return row;
  };
  await change(1, then);
  const job = { registrantId: id, webinarId: webinar.id };
  return {
    ...it,
    webinar,
    id,
    register,
    change,
    row: () => rowFor(1),
    want: (by = 'U0MARA') =>
      transact(it.db, async (tx) => wantCancel(tx, (await lockRegistrant(tx, id)) ?? missing(), by)),
    move: (move: Parameters<typeof moveRegistrant>[3]) =>
      transact(it.db, async (tx) =>
        moveRegistrant(tx, webinar, (await lockRegistrant(tx, id)) ?? missing(), move),
      ),
    cancel: (on24: Partial<On24Client> = {}) =>
      cancelInOn24({ ...it.parts, on24: { ...it.parts.on24, ...on24 } })(job),
    push: () => registerRegistrant(it.parts)(job),
    inOn24: (email = 'ada-1@acme-corp.example') =>
      it.sandbox.registrants(eventId).some((one) => one.email === email && !one.isDeleted),
    events: async () => (await historyOf(it.db, id)).map(({ event }) => event),
  };
}

export const registering = () => ({ status: 'registering' as const, memberCheckedAt: new Date() });

function missing(): never {
  throw new Error('the row is gone');
}
