/** Marketo's calls at one time: five for all replicas together, because other integrations share its ten. */
import { expect, test } from 'vitest';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { transact } from '../../src/jobs/transact.ts';
import { noteTrouble } from '../../src/store/connection-fault-store.ts';
import { hurryStanding, settled, waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { usherForThisTest } from '../support/usher-under-test.ts';

const slowMs = 250;

test('two replicas with work for ten webinars, a feed to follow and a connection to try call Marketo five at a time', async () => {
  const it = await usherForThisTest({
    replicas: 2,
    connect: false,
    limits: { marketoBudget: { calls: 1_000, seconds: 10 } },
  });
  it.marketo.switches.callsPer20Seconds = 1_000;
  it.marketo.switches.concurrentCalls = 100;
  it.marketo.fail({ path: /^\/rest/, times: Infinity, effect: { kind: 'slow', ms: slowMs } });
  const webinarIds: number[] = [];
  for (let index = 0; index < 10; index++) {
    const programId = 3000 + index;
    it.marketo.addProgram({ id: programId, name: `Webinar ${index}` });
    const webinar = await addWebinar(it.db, { programId, on24EventId: 5000 + index });
    await addRegistrant(it.db, webinar, { leadId: index + 1, status: 'registering' });
    webinarIds.push(webinar.id);
  }
  await transact(it.db, async (tx) => {
    for (const webinarId of webinarIds) {
      enqueue(tx, 'sweep-webinar', { webinarId });
      enqueue(tx, 'confirm-members', { webinarId });
    }
  });
  await hurryStanding(it.db, 'poll-activities');
  // A trial of the connection finds others still under way, as when a pause has just begun.
  await noteTrouble(it.db, 'marketo', { kind: 'misconfigured', isThrottling: false, words: 'for a moment' });
  await hurryStanding(it.db, 'try-connections');
  await settled(it.db, { timeoutMs: 60_000 });
  expect((await waitingJobs(it.db)).length).toBe(0);
  expect(it.marketo.calls.filter(({ path }) => path.endsWith('members.json')).length).toBeGreaterThan(10);
  // More than one webinar's queue was at work, else nothing was shown.
  expect(it.marketo.mostCallsAtOnce).toBeGreaterThan(3);
  expect(it.marketo.mostCallsAtOnce).toBeLessThanOrEqual(5);
});
