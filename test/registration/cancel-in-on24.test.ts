import { expect, test } from 'vitest';
import { eventFlag, on24Flag } from '../../src/registration/push-person.ts';
import { registerRegistrant } from '../../src/registration/register-registrant.job.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addRegistrant } from '../support/made-rows.ts';
import { cancelForThisTest as begin, registering } from './cancel-under-test.ts';

test('whom ON24 has registered is known to be there, under the address it was given', async () => {
  const it = await begin({ status: 'registered' });
  expect(await it.row()).toMatchObject({ isInOn24: true, on24Email: 'ada-1@acme-corp.example' });
});

test('nobody is cancelled in ON24 without a wish', async () => {
  const it = await begin();
  for (const on24Cancel of [null, 'asked', 'left', 'refused'] as const) {
    await it.change(1, { on24Cancel });
    expect(await it.cancel()).toBeUndefined();
    expect(it.inOn24()).toBe(true);
  }
});

test('who is to be cancelled leaves ON24, under the address by which it knows them', async () => {
  const it = await begin();
  await it.change(1, { email: 'ada-new@acme-corp.example' });
  await it.want();
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('cancel-in-on24');
  expect(await it.cancel()).toBeUndefined();
  expect(it.inOn24()).toBe(false);
  expect(await it.row()).toMatchObject({
    status: 'rejected',
    isInOn24: false,
    on24Cancel: null,
    on24CancelBy: 'U0MARA',
  });
  expect(await it.events()).toEqual(['moved', 'cancel_wanted', 'cancelled']);
});

test('whom ON24 does not know is not there, and that is what was wished', async () => {
  const it = await begin({ status: 'rejected', on24Email: 'never@acme-corp.example' });
  await it.want();
  expect(await it.cancel()).toBeUndefined();
  expect(await it.row()).toMatchObject({ isInOn24: false, on24Cancel: null });
  expect(await historyOf(it.db, it.id)).toContainEqual(
    expect.objectContaining({ event: 'cancelled', reason: 'ON24 did not know the address' }),
  );
});

test.each(['403', '400'] as const)(
  'once the webinar has begun ON24 refuses (%s), which is kept in its words and not tried again',
  async (cancelAfterStart) => {
    const it = await begin();
    it.sandbox.switches.cancelAfterStart = cancelAfterStart;
    await it.want();
    it.clock.advance(8 * 24 * 60 * 60 * 1000);
    expect(await it.cancel()).toBeUndefined();
    expect(await it.row()).toMatchObject({
      status: 'rejected',
      isInOn24: true,
      on24Cancel: 'refused',
      on24CancelWords: 'A registrant cannot be deleted after the event has started.',
    });
    expect(await it.events()).toContain('cancel_refused');
    expect(await listFaults(it.db)).toEqual([]);
  },
);

test.each([
  ['down', on24Flag, false],
  ['bad-credentials', on24Flag, true],
  ['inactive-event', 'event', true],
] as const)(
  'while ON24 is "%s" the cancel waits, and the connection is noted',
  async (mode, about, isPaused) => {
    const it = await begin();
    await it.want();
    it.sandbox.mode = mode;
    expect(await it.cancel()).toEqual({ againInMs: expect.any(Number) });
    const flag = about === 'event' ? eventFlag(it.webinar.id) : about;
    expect(await listFaults(it.db)).toMatchObject([{ flag, isPaused }]);
    expect((await it.row()).on24Cancel).toBe('wanted');
    it.sandbox.mode = 'fine';
    expect(await it.cancel()).toBeUndefined();
    expect(it.inOn24()).toBe(false);
    expect(await listFaults(it.db)).toEqual([]);
  },
);

test('a run that dies between ON24’s answer and saving it is repeated, and ends the same', async () => {
  const it = await begin();
  await it.want();
  const dies = it.cancel({
    async cancelPerson(...call) {
      await it.parts.on24.cancelPerson(...call);
      throw new Error('killed');
    },
  });
  await expect(dies).rejects.toThrow('killed');
  expect(await it.row()).toMatchObject({ isInOn24: true, on24Cancel: 'wanted' });
  expect(await it.cancel()).toBeUndefined();
  expect(await it.row()).toMatchObject({ isInOn24: false, on24Cancel: null });
  expect(it.inOn24()).toBe(false);
});

test('who is approved again before the cancel has run is not cancelled', async () => {
  const it = await begin();
  await it.want();
  await it.move({ to: 'registering', cause: 'approved_in_marketo', actor: 'marketo' });
  expect(await it.row()).toMatchObject({ on24Cancel: null, on24CancelBy: null });
  expect(await it.cancel()).toBeUndefined();
  expect(it.inOn24()).toBe(true);
});

test('who is approved again after the cancel is registered again', async () => {
  const it = await begin();
  await it.want();
  await it.cancel();
  expect(it.inOn24()).toBe(false);
  await it.move({
    to: 'registering',
    cause: 'approved_in_marketo',
    actor: 'marketo',
    with: { memberCheckedAt: new Date() },
  });
  await it.push();
  expect(it.inOn24()).toBe(true);
  expect(await it.row()).toMatchObject({ status: 'registered', isInOn24: true, on24CancelBy: null });
});

test('who is approved and registered again while ON24 cancels them is brought back', async () => {
  const it = await begin();
  await it.want();
  const overtaken = it.cancel({
    async cancelPerson(...call) {
      await it.change(1, { status: 'registered', on24Cancel: null, on24CancelBy: null });
      return it.parts.on24.cancelPerson(...call);
    },
  });
  expect(await overtaken).toBeUndefined();
  expect(it.inOn24()).toBe(true);
});

test('somebody else with the same address keeps the registration: ON24 is not asked', async () => {
  const it = await begin();
  await it.register(2, { email: 'ADA-1@acme-corp.example' });
  await it.want();
  expect(await it.cancel()).toBeUndefined();
  expect(it.inOn24()).toBe(true);
  expect(await it.row()).toMatchObject({ status: 'rejected', on24Cancel: null });
});

test('while somebody else with the same address is being registered, the cancel waits for that answer', async () => {
  const it = await begin();
  await addRegistrant(it.db, it.webinar, { leadId: 2, ...registering(), email: 'ada-1@acme-corp.example' });
  await it.want();
  expect(await it.cancel()).toEqual({ againInMs: expect.any(Number) });
  expect(it.inOn24()).toBe(true);
  await it.change(2, { status: 'rejected' });
  expect(await it.cancel()).toBeUndefined();
  expect(it.inOn24()).toBe(false);
});

test('who was registered with the same address while ON24 cancelled is brought back, also after a crash', async () => {
  const it = await begin();
  await it.want();
  const dies = it.cancel({
    async cancelPerson(...call) {
      await it.register(2, { email: 'ada-1@acme-corp.example' });
      await it.parts.on24.cancelPerson(...call);
      throw new Error('killed');
    },
  });
  await expect(dies).rejects.toThrow('killed');
  expect(it.inOn24()).toBe(false);
  expect(await it.cancel()).toBeUndefined();
  expect(it.inOn24()).toBe(true);
  expect((await it.row()).on24Cancel).toBeNull();
});

test('a success of ON24 that comes late, for somebody who has left, is asked about', async () => {
  const it = await begin({ ...registering(), isInOn24: false, on24UserId: null });
  const { registerPerson } = it.parts.on24;
  const late = registerRegistrant({
    ...it.parts,
    on24: {
      ...it.parts.on24,
      async registerPerson(...call) {
        const registration = await registerPerson(...call);
        await it.change(1, { status: 'not_in_program' });
        return registration;
      },
    },
  })({ registrantId: it.id, webinarId: it.webinar.id });
  expect(await late).toBeUndefined();
  expect(await it.row()).toMatchObject({ status: 'not_in_program', isInOn24: true });
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('ask-cancel');
});
