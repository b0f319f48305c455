/** Marketo's feed tells what our own writes went over: somebody's change that one of them has overtaken is said. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { followMembers } from '../../src/intake/follow-members.ts';
import { pollActivities } from '../../src/intake/poll-activities.job.ts';
import { writeMarketo } from '../../src/intake/write-marketo.job.ts';
import { moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import type { MarketoClient } from '../../src/outside/marketo/marketo-client.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { addMessage } from '../../src/store/message-store.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';
import { gate } from '../support/writes-under-test.ts';

const poll = (it: IntakeUnderTest) => pollActivities({ ...it.parts, pollSeconds: 60 })({});
const write = (it: IntakeUnderTest, change?: (real: MarketoClient) => Partial<MarketoClient>) =>
  writeMarketo(change ? it.partsWith(change) : it.parts)({ webinarId: it.webinar.id });
const sentence = "Somebody had set Waitlisted in Marketo a moment before; Usher's Rejected followed";

/** Shown in a message, and rejected in Slack. */
async function rejectedHere(it: IntakeUnderTest): Promise<number> {
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  await poll(it);
  await transact(it.db, async (tx) => {
    const message = await addMessage(tx, {
      webinarId: it.webinar.id,
      kind: 'approval',
      slackChannelId: 'C1',
    });
    await tx.update(registrants).set({ messageId: message.id }).where(eq(registrants.leadId, leadId));
  });
  await move(it, leadId, 'rejected');
  return leadId;
}

async function move(it: IntakeUnderTest, leadId: number, to: 'rejected' | 'waitlisted' | 'registering') {
  const known = await rowOf(it.db, leadId);
  await transact(it.db, async (tx) => {
    const row = known && (await lockRegistrant(tx, known.id));
    if (!row) throw new Error('no such person');
    const cause = to === 'rejected' ? 'decision' : 'changed_decision';
    await moveRegistrant(tx, it.webinar, row, { to, cause, actor: 'U0MARA' });
  });
}

/** Somebody sets Waitlisted after our reading and just before our call. */
const justBefore =
  (it: IntakeUnderTest, leadId: number, more: () => Promise<unknown> = async () => undefined) =>
  (real: MarketoClient) => ({
    writeStatus: async (...call: Parameters<MarketoClient['writeStatus']>) => {
      it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
      const answer = await real.writeStatus(...call);
      await more();
      return answer;
    },
  });

const overtakings = async (it: IntakeUnderTest, leadId: number) => {
  const row = await rowOf(it.db, leadId);
  return (await historyOf(it.db, row?.id ?? 0)).filter(({ event }) => event === 'overtaken');
};
const forgetJobs = (it: IntakeUnderTest) => it.db.execute('delete from graphile_worker._private_jobs');
const drawings = async (it: IntakeUnderTest) =>
  (await waitingJobs(it.db)).filter(({ name }) => name === 'draw-message').length;

test('a change that our write went over is said in the row and in the history, and drawn, once', async () => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  await write(it, justBefore(it, leadId));
  expect((await rowOf(it.db, leadId))?.marketoWrote).toMatchObject({
    statusName: 'Rejected',
    over: 'Pending Approval',
  });
  await forgetJobs(it);
  await poll(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoOvertaken: sentence, marketoWrote: null });
  expect(await overtakings(it, leadId)).toMatchObject([{ reason: sentence, actor: 'marketo' }]);
  expect(await drawings(it)).toBe(1);
  await poll(it);
  expect(await overtakings(it, leadId)).toHaveLength(1);
});

test('a write that went over what was believed is forgotten without a word', async () => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  await write(it);
  await forgetJobs(it);
  await poll(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoOvertaken: null, marketoWrote: null });
  expect(await overtakings(it, leadId)).toEqual([]);
  expect(await drawings(it)).toBe(0);
});

test('the feed may tell of a write before its call is answered', async () => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  await write(
    it,
    justBefore(it, leadId, () => poll(it)),
  );
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoOvertaken: sentence, marketoWrote: null });
  await poll(it);
  expect(await overtakings(it, leadId)).toHaveLength(1);
});

test('a write whose answer was lost is known by its reading, and what it went over is said as well', async () => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'reply-lost' } });
  await write(it, justBefore(it, leadId));
  await write(it);
  expect((await rowOf(it.db, leadId))?.marketoWrote).toMatchObject({ statusName: 'Rejected' });
  await poll(it);
  expect((await rowOf(it.db, leadId))?.marketoOvertaken).toBe(sentence);
});

test('the next move of the person takes the sentence away', async () => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  await write(it, justBefore(it, leadId));
  await poll(it);
  await move(it, leadId, 'registering');
  expect((await rowOf(it.db, leadId))?.marketoOvertaken).toBeNull();
});

test('a write of ours that went over another one of ours has overtaken nobody', async () => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  const savedAt = new Date().toISOString();
  await it.db
    .update(registrants)
    .set({ marketoWriting: [{ statusName: 'Waitlisted', over: 'Pending Approval', savedAt }] });
  await write(it, justBefore(it, leadId));
  await poll(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoOvertaken: null, marketoWrote: null });
});

test('an older write of ours that is answered while a newer one is on its way was overtaken by nobody else', async () => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  const [newerIsSaved, olderHasLanded, newerHasLanded, olderIsAnswered] = [gate(), gate(), gate(), gate()];
  let newer: Promise<unknown> | undefined;
  await write(it, (real) => ({
    writeStatus: async (...older) => {
      await move(it, leadId, 'waitlisted');
      newer = write(it, () => ({
        writeStatus: async (...call) => {
          newerIsSaved.open();
          await olderHasLanded.opened;
          const answer = await real.writeStatus(...call);
          newerHasLanded.open();
          await olderIsAnswered.opened;
          return answer;
        },
      }));
      await newerIsSaved.opened;
      const answer = await real.writeStatus(...older);
      olderHasLanded.open();
      await newerHasLanded.opened;
      return answer;
    },
  }));
  olderIsAnswered.open();
  await newer;
  await poll(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoBase: 'Waitlisted', marketoOvertaken: null });
});

test.each([
  ['before our write', 2],
  ['long after our write', -11],
] as const)('the same status set by somebody %s is not taken for our own', async (_when, minutes) => {
  const it = await intakeForThisTest();
  const leadId = await rejectedHere(it);
  it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
  it.sandbox.setStatusByHand(programId, leadId, 'Rejected');
  const savedAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const wrote = { statusName: 'Rejected', over: 'Pending Approval', savedAt };
  await it.db.update(registrants).set({ marketoWrote: wrote });
  await poll(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ marketoOvertaken: null, marketoWrote: wrote });
});

test.each(['before', 'after'] as const)(
  'who was added by our write is not said to have been overtaken, when the feed tells of it %s we know',
  async (when) => {
    const it = await intakeForThisTest();
    const leadId = await rejectedHere(it);
    if (when === 'before') it.sandbox.fail({ path: /status\.json$/, effect: { kind: 'reply-lost' } });
    await write(it, (real) => ({
      writeStatus: async (...call) => {
        it.sandbox.removeFromProgram(programId, leadId);
        return real.writeStatus(...call);
      },
    }));
    await poll(it);
    expect(await overtakings(it, leadId)).toEqual([]);
  },
);
