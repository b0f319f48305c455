import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { replicas } from '../../src/store/schema/connections.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { expectAgreement } from '../support/agreement.ts';
import { callHere } from '../support/brief-replica.ts';
import { clickFor, messagesWith, rowWith } from '../support/channel-reading.ts';
import { eventually, settled, waitingJobs } from '../support/eventually.ts';
import { ada, ask, guests } from '../support/people-who-ask.ts';
import { startUsherProcess } from '../support/usher-process.ts';
import {
  channelId,
  eventId,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

/** The bot runs as a process, and Slack and Marketo call it. */
async function begin() {
  const it = await usherForThisTest({ replicas: 0 });
  const process = await startUsherProcess({ ...it.environment, LOG_LEVEL: 'debug' });
  callHere(it, process.url);
  return { it, process };
}

const registered = ({ db }: UsherUnderTest) => db.$count(registrants, eq(registrants.status, 'registered'));

test('killed in the middle of its pushes, its jobs are finished by another within a minute, and nothing is lost or doubled', async () => {
  const { it, process } = await begin();
  const people = guests(8);
  const leadIds = await ask(it, ...people);
  it.on24.fail({ path: /registrant$/, times: 8, effect: { kind: 'slow', ms: 5_000 } });
  const [message] = messagesWith(it.slack, '[Approve all 8]');
  await it.slack.as(mara).click({ channelId, ts: message?.ts ?? '' }, { actionId: 'approve_all' });
  await eventually('the pushes are under way', async () =>
    (await waitingJobs(it.db)).some(({ name, isRunning }) => name === 'register-registrant' && isRunning),
  );
  await process.killNine();
  const killedAt = performance.now();
  expect((await waitingJobs(it.db)).filter(({ isRunning }) => isRunning).length).toBeGreaterThan(0);

  callHere(it, (await it.startReplica()).url);
  await eventually('everybody is registered', async () => (await registered(it)) === people.length, {
    timeoutMs: 75_000,
  });
  expect(performance.now() - killedAt).toBeLessThan(60_000);
  await settled(it.db);
  expect(it.on24.registrants(eventId)).toHaveLength(people.length);
  for (const leadId of leadIds) expect(it.marketo.member(programId, leadId)?.statusName).toBe('Registered');
  await expectAgreement(it);
  // The dead one is forgotten, the living one is not.
  expect(await it.db.$count(replicas)).toBe(1);
}, 120_000);

/** The clock of the dead replica's last sign of life is put back, so that the test need not wait for half a minute. */
const longSilent = (it: UsherUnderTest) =>
  it.db.execute("update replicas set seen_at = seen_at - interval '40 seconds'");

test.each([
  ['while it posts a message', 'chat.postMessage'],
  ['while it repaints one', 'chat.update'],
] as const)(
  'killed %s, the message stands in the channel once and equals its rows',
  async (_title, method) => {
    const { it, process } = await begin();
    const [other = 0] = await ask(it, { ...ada, firstName: 'First', email: 'first@analytical.example' });
    await settled(it.db);
    // The call arrives at Slack all the same, when its caller is dead already.
    it.slack.faults.slow(method, 3_000);
    if (method === 'chat.postMessage') {
      await it.db.execute("update messages set created_at = created_at - interval '11 minutes'");
      it.marketo.fillForm(programId, ada);
      await eventually('the post is attempted', async () => {
        const attempts = await it.db.select().from(messages);
        return attempts.some(({ postAttemptedAt, slackTs }) => postAttemptedAt !== null && slackTs === null);
      });
    } else {
      it.marketo.setStatusByHand(programId, other, 'Rejected');
      await eventually('the drawing is under way', async () =>
        (await waitingJobs(it.db)).some(({ name, isRunning }) => name === 'draw-message' && isRunning),
      );
    }
    await process.killNine();
    it.slack.faults.slow(method, 0);

    await longSilent(it);
    callHere(it, (await it.startReplica()).url);
    if (method === 'chat.postMessage') await rowWith(it.slack, 'Ada Lovelace', '[Approve]');
    else await rowWith(it.slack, 'First Lovelace', 'Rejected in Marketo');
    await settled(it.db, { hurrying: it.db });
    await expectAgreement(it);
  },
  90_000,
);

test('killed between its call to Marketo and the answer, the status is written once and counts as our own', async () => {
  const { it, process } = await begin();
  const [leadId = 0] = await ask(it, ada);
  it.marketo.fail({ path: /status\.json$/, effect: { kind: 'slow', ms: 3_000 } });
  await clickFor(it.slack, mara, 'Ada Lovelace', 'waitlist');
  await eventually('the intention is saved', async () => {
    const [row] = await it.db.select().from(registrants);
    return row?.marketoWriting.length === 1;
  });
  await process.killNine();
  await it.marketo.until(
    'Marketo has done it all the same',
    () => it.marketo.member(programId, leadId)?.statusName === 'Waitlisted',
    10_000,
  );

  await longSilent(it);
  callHere(it, (await it.startReplica()).url);
  await settled(it.db, { hurrying: it.db });
  expect(it.marketo.calls.filter(({ path }) => path.endsWith('status.json'))).toHaveLength(1);
  expect(it.marketo.mails).toHaveLength(1);
  await rowWith(it.slack, 'Ada Lovelace', 'Waitlisted by');
  await expectAgreement(it);
}, 90_000);

test('killed during a hold, the decision is carried out by another when the hold is over', async () => {
  const it = await usherForThisTest({ replicas: 0, connect: { hold: 4 } });
  const process = await startUsherProcess({ ...it.environment });
  callHere(it, process.url);
  await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await process.killNine();
  expect(it.on24.registrants(eventId)).toEqual([]);
  await longSilent(it);
  callHere(it, (await it.startReplica()).url);
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
  await settled(it.db, { hurrying: it.db });
  await expectAgreement(it);
}, 90_000);
