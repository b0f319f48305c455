import { expect, test } from 'vitest';
import { historyOf } from '../../src/store/history-store.ts';
import { waitingJobs } from '../support/eventually.ts';
import { cancelForThisTest as begin, type Given } from './cancel-under-test.ts';

const rejection: Given = {
  decision: 'reject',
  decidedBy: 'U0JO',
  decidedAt: new Date(),
  decisionReason: 'Competitor',
  formerDecision: { decision: 'approve', by: 'U0MARA', at: '2024-12-12T10:42:00.000Z', reason: null },
};

test('a rejected registered person moves only when ON24 has cancelled them', async () => {
  const it = await begin(rejection);
  await it.want('U0JO');
  expect((await it.row()).status).toBe('registered');
  expect(await it.cancel()).toBeUndefined();
  expect(it.inOn24()).toBe(false);
  expect(await it.row()).toMatchObject({
    status: 'rejected',
    decision: 'reject',
    decidedBy: 'U0JO',
    formerDecision: null,
    isInOn24: false,
  });
  expect(await historyOf(it.db, it.id)).toContainEqual(
    expect.objectContaining({
      event: 'moved',
      toStatus: 'rejected',
      cause: 'cancelled_in_on24',
      actor: 'U0JO',
    }),
  );
});

test('where ON24 does not cancel a rejected person, they stay registered as before, and the maker is told', async () => {
  const it = await begin(rejection);
  await it.want('U0JO');
  it.clock.advance(8 * 24 * 60 * 60 * 1000);
  await it.cancel();
  expect(await it.row()).toMatchObject({
    status: 'registered',
    decision: 'approve',
    decidedBy: 'U0MARA',
    decidedAt: new Date('2024-12-12T10:42:00.000Z'),
    decisionReason: null,
    on24Cancel: 'refused',
  });
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('tell-maker');
});

test('who is rejected as the double of another registered person leaves without a cancel', async () => {
  const it = await begin(rejection);
  await it.register(2, { email: 'ada-1@acme-corp.example' });
  await it.want('U0JO');
  expect(await it.cancel()).toBeUndefined();
  expect(await it.row()).toMatchObject({ status: 'rejected', on24Cancel: null });
  expect(it.inOn24()).toBe(true);
});

test('who is removed in Marketo while ON24 is asked to cancel their rejection is cancelled all the same', async () => {
  const it = await begin(rejection);
  await it.want('U0JO');
  await it.move({ to: 'not_in_program', cause: 'removed_in_marketo', actor: 'marketo' });
  expect(await it.cancel()).toBeUndefined();
  expect(await it.row()).toMatchObject({ status: 'not_in_program', isInOn24: false, formerDecision: null });
});
