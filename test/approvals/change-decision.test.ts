import { expect, onTestFinished, test } from 'vitest';
import { cancelThere } from '../../src/approvals/cancel-there.ts';
import { changeDecision } from '../../src/approvals/change-decision.ts';
import { settleDecision } from '../../src/approvals/settle-decision.job.ts';
import { undo } from '../../src/approvals/undo.ts';
import { takeReading } from '../../src/intake/take-reading.ts';
import { transact } from '../../src/jobs/transact.ts';
import type { Decision } from '../../src/program/registrant.ts';
import { openDatabase } from '../../src/store/database.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import type { webinars } from '../../src/store/schema/webinars.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

const startsAt = new Date('2030-12-12T18:00:00Z');
const now = new Date('2030-12-12T10:00:00Z');
const byMara = { decidedBy: 'U0MARA', decidedAt: new Date('2030-12-11T10:00:00Z') } as const;
const registered = { status: 'registered', decision: 'approve', isInOn24: true, ...byMara } as const;
const rejected = { status: 'rejected', decision: 'reject', decisionReason: 'Competitor', ...byMara } as const;

async function begin(
  given: Partial<typeof registrants.$inferInsert>,
  around: Partial<typeof webinars.$inferInsert> = {},
) {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'changes' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db, { startsAt, holdSeconds: 10, ...around });
  const { id } = await addRegistrant(db, webinar, { leadId: 1, decisionNumber: 3, ...given });
  const row = async () => {
    const found = await rowOf(db, 1);
    if (!found) throw new Error('the row is gone');
    return found;
  };
  return {
    db,
    webinar,
    id,
    row,
    change: (decision: Decision, userId = 'U0JO', decisionNumber = 3, at = now) =>
      changeDecision(db, {
        userId,
        drawn: { registrantId: id, decisionNumber },
        decision,
        reason: decision === 'reject' ? 'Duplicate' : null,
        now: at,
      }),
    cancel: (userId = 'U0JO', decisionNumber = 3) =>
      cancelThere(db, { userId, drawn: { registrantId: id, decisionNumber }, now }),
    undo: async (userId = 'U0JO') =>
      undo(db, { userId, drawn: { registrantId: id, decisionNumber: (await row()).decisionNumber } }),
    /** The hold is over. */
    settle: async () => {
      await db.update(registrants).set({ holdsUntil: new Date(Date.now() - 1_000) });
      return settleDecision(db)({ registrantId: id });
    },
    reads: (statusName: string) =>
      transact(db, async (tx) => {
        const locked = await lockRegistrant(tx, id);
        if (locked)
          await takeReading(tx, webinar, locked, {
            statusName,
            statusReason: null,
            webinarUrl: null,
            registrationCode: null,
            membershipDate: null,
          });
      }),
    promised: async () => (await waitingJobs(db)).map(({ name }) => name),
    moves: async () =>
      (await historyOf(db, id))
        .filter(({ event }) => event === 'moved')
        .map(({ cause, toStatus }) => [cause, toStatus]),
  };
}

test.each([
  ['waitlisted', 'approve', 'registering', 'promotion'],
  ['waitlisted', 'reject', 'rejected', 'decision'],
  ['rejected', 'approve', 'registering', 'changed_decision'],
  ['rejected', 'waitlist', 'waitlisted', 'changed_decision'],
  ['registration_error', 'waitlist', 'waitlisted', 'decision'],
  ['registration_error', 'reject', 'rejected', 'decision'],
] as const)(
  'from %s somebody decides to %s: held, and then %s by cause "%s"',
  async (status, decision, to, cause) => {
    const it = await begin({ status, ...byMara });
    expect(await it.change(decision)).toBeUndefined();
    expect(await it.row()).toMatchObject({ status, decision, decidedBy: 'U0JO', decisionNumber: 4 });
    expect((await it.row()).holdsUntil).not.toBeNull();
    await it.settle();
    expect(await it.row()).toMatchObject({ status: to, holdsUntil: null, formerDecision: null });
    expect(await it.moves()).toEqual([[cause, to]]);
  },
);

test('without a hold a change takes effect at once', async () => {
  const it = await begin(rejected, { holdSeconds: 0 });
  await it.change('approve');
  expect(await it.row()).toMatchObject({ status: 'registering', formerDecision: null });
});

test.each([10, 0])(
  'a registered person who is rejected is first cancelled in ON24 (hold %i)',
  async (holdSeconds) => {
    const it = await begin(registered, { holdSeconds });
    expect(await it.change('reject')).toBeUndefined();
    if (holdSeconds > 0) {
      expect(await it.promised()).not.toContain('cancel-in-on24');
      await it.settle();
    }
    expect(await it.row()).toMatchObject({
      status: 'registered',
      decision: 'reject',
      decisionReason: 'Duplicate',
      holdsUntil: null,
      on24Cancel: 'wanted',
      on24CancelBy: 'U0JO',
    });
    expect(await it.promised()).toContain('cancel-in-on24');
    expect(await it.moves()).toEqual([]);
  },
);

test.each([
  ['registered', registered, 'reject'],
  ['rejected', rejected, 'approve'],
] as const)(
  'an undo brings back what was decided before on somebody who is %s',
  async (_status, given, decision) => {
    const it = await begin(given);
    const { status, decidedBy, decidedAt, decisionReason, decision: before } = await it.row();
    await it.change(decision);
    expect(await it.undo()).toBeUndefined();
    expect(await it.row()).toMatchObject({
      status,
      decision: before,
      decidedBy,
      decidedAt,
      decisionReason,
      holdsUntil: null,
      formerDecision: null,
      on24Cancel: null,
      decisionNumber: 5,
    });
    await settleDecision(it.db)({ registrantId: it.id });
    expect(await it.promised()).not.toContain('cancel-in-on24');
  },
);

test('a change that Marketo does not let follow leaves what was decided before', async () => {
  const it = await begin(rejected);
  await it.change('approve');
  await it.reads('Invited');
  expect(await it.row()).toMatchObject({
    status: 'rejected',
    decision: 'reject',
    decidedBy: 'U0MARA',
    holdsUntil: null,
  });
  expect(await it.promised()).toContain('tell-maker');
});

test('who is changed in Marketo during the hold of a change stands as Marketo says', async () => {
  const it = await begin(rejected);
  await it.change('approve');
  await it.reads('Waitlisted');
  expect(await it.row()).toMatchObject({
    status: 'waitlisted',
    decision: 'waitlist',
    decidedBy: 'marketo',
    formerDecision: null,
  });
});

test('two who change at once: one decision stands, the other is told whose', async () => {
  const it = await begin({ status: 'waitlisted', ...byMara });
  const answers = await Promise.all([it.change('approve', 'U0MARA'), it.change('reject', 'U0JO')]);
  const { decidedBy } = await it.row();
  expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(1);
  expect(answers).toContainEqual(expect.objectContaining({ kind: 'already_decided', by: decidedBy }));
});

test('a stranger changes nothing, and it is noted that somebody tried', async () => {
  const it = await begin(registered);
  expect(await it.change('reject', 'U0SAM')).toMatchObject({ kind: 'not_an_approver' });
  expect(await it.cancel('U0SAM')).toMatchObject({ kind: 'not_an_approver' });
  expect(await it.row()).toMatchObject({ decision: 'approve', on24Cancel: null });
  expect((await historyOf(it.db, it.id)).map(({ event }) => event)).toEqual([
    'click_refused',
    'click_refused',
  ]);
});

test.each([
  ['waitlisted', { status: 'waitlisted' }],
  ['rejected', { status: 'rejected' }],
] as const)('nobody %s is approved beyond the capacity', async (_status, given) => {
  const it = await begin(given, { capacity: 1 });
  await addRegistrant(it.db, it.webinar, { leadId: 2, status: 'registered' });
  expect(await it.change('approve')).toMatchObject({ kind: 'no_places_left' });
  expect((await it.row()).decision).toBeNull();
});

test('a registered person keeps their place until ON24 has cancelled them', async () => {
  const it = await begin(registered, { capacity: 1, holdSeconds: 0 });
  await it.change('reject');
  const second = await addRegistrant(it.db, it.webinar, { leadId: 2, status: 'waitlisted' });
  const drawn = { registrantId: second.id, decisionNumber: 0 };
  const wish = { userId: 'U0JO', drawn, decision: 'approve', reason: null, now } as const;
  expect(await changeDecision(it.db, wish)).toMatchObject({ kind: 'no_places_left' });
});

test.each<[string, Parameters<typeof begin>, Decision, Date, string]>([
  ['once the webinar has begun', [registered], 'reject', startsAt, 'webinar_begun'],
  [
    'whom the adapter has registered',
    [registered, { registrar: 'marketo' }],
    'reject',
    now,
    'registered_by_adapter',
  ],
  ['while the webinar is paused', [rejected, { isPaused: true }], 'approve', now, 'webinar_paused'],
  ['while ON24 registers them', [{ status: 'registering' }], 'reject', now, 'being_registered'],
])('a change is refused: %s', async (_why, given, decision, at, kind) => {
  const it = await begin(...given);
  expect(await it.change(decision, 'U0JO', 3, at)).toMatchObject({ kind });
  expect(await it.promised()).not.toContain('cancel-in-on24');
});

test('a change on an older button is refused, and names who decided', async () => {
  const it = await begin(rejected);
  expect(await it.change('approve', 'U0JO', 2)).toMatchObject({ kind: 'already_decided', by: 'U0MARA' });
});

test('Cancel there cancels one person, once, whoever else is asked about', async () => {
  const it = await begin({ ...rejected, isInOn24: true, on24Cancel: 'asked' });
  expect(await it.cancel('U0JO')).toBeUndefined();
  expect(await it.row()).toMatchObject({ status: 'rejected', on24Cancel: 'wanted', on24CancelBy: 'U0JO' });
  expect(await it.promised()).toContain('cancel-in-on24');
  expect(await it.cancel('U0MARA')).toEqual({ kind: 'cancel_answered', answer: 'cancel', by: 'U0JO' });
});
