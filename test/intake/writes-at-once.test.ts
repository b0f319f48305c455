/** Two writes of ours for one person at once, and answers that no longer tell what came last. */
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { historyOf } from '../../src/store/history-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { intakeForThisTest } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';
import { decide, personHere, write, writingStatus } from '../support/writes-under-test.ts';

test('two replicas that write the same at once write it once, and both are content', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  const both = writingStatus((real) => async (...call) => {
    await write(it);
    return real(...call);
  });
  await write(it, both);
  await write(it);
  expect(it.sandbox.mails).toHaveLength(1);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    status: 'waitlisted',
    marketoBase: 'Waitlisted',
    marketoWriting: [],
    marketoRefused: null,
    marketoIsDue: false,
  });
});

test.each(['lands after', 'is only answered after'] as const)(
  'an older write of another replica that %s a newer one is not believed to be the last word',
  async (order) => {
    const it = await intakeForThisTest();
    const leadId = await personHere(it);
    await decide(it, leadId, 'waitlist');
    const newer = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await decide(it, leadId, 'reject');
      await write(it);
    };
    const overtaken = writingStatus((real) => async (...call) => {
      if (order === 'lands after') await newer();
      const answer = await real(...call);
      if (order === 'is only answered after') await newer();
      return answer;
    });
    await write(it, overtaken);
    expect((await rowOf(it.db, leadId))?.marketoBase).toBe(it.statusOf(leadId));
    await write(it);
    expect(it.statusOf(leadId)).toBe('Rejected');
    expect(await rowOf(it.db, leadId)).toMatchObject({
      status: 'rejected',
      marketoBase: 'Rejected',
      marketoIsDue: false,
    });
    const row = await rowOf(it.db, leadId);
    const moves = (await historyOf(it.db, row?.id ?? 0)).filter(({ actor }) => actor === 'marketo');
    expect(moves).toHaveLength(1);
  },
);

test('1037 whose second reading went stale is not told as refused, but tried again', async () => {
  const it = await intakeForThisTest();
  const leadId = await personHere(it);
  await decide(it, leadId, 'waitlist');
  let readings = 0;
  await write(it, (real) => ({
    writeStatus: async (_program, _status, leadIds) =>
      leadIds.map((id) => ({ leadId: id, outcome: 'already-past' as const })),
    readMembers: async (...call) => {
      const members = await real.readMembers(...call);
      readings += 1;
      if (readings === 2)
        await it.db.update(registrants).set({ marketoSeq: sql`${registrants.marketoSeq} + 1` });
      return members;
    },
  }));
  expect(readings).toBe(2);
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoRefused: null, marketoIsDue: true });
  await write(it);
  expect(it.statusOf(leadId)).toBe('Waitlisted');
});
