import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { answerQuestion } from '../../src/alerts/answer-question.ts';
import { askCancel } from '../../src/alerts/ask-cancel.job.ts';
import { endQuestions } from '../../src/alerts/end-questions.job.ts';
import { type Move, moveRegistrant } from '../../src/jobs/move-registrant.ts';
import { transact } from '../../src/jobs/transact.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { lockRegistrant } from '../../src/store/registrant-store.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { waitingJobs } from '../support/eventually.ts';
import { expectWaiting } from '../support/held-back.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

type Given = Partial<typeof registrants.$inferInsert>;
const startsAt = new Date('2030-12-12T18:00:00Z');
const removal: Move = { to: 'not_in_program', cause: 'removed_in_marketo', actor: 'marketo' };
const rejection: Move = { to: 'rejected', cause: 'seen_in_marketo', actor: 'marketo' };

/** A webinar whose people are registered in ON24; ends with the test. */
async function begin(people: number, given: Given = {}) {
  const own = await createTestDatabase();
  const database: Database = openDatabase(own.url, { name: 'questions' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db, { startsAt });
  let now = new Date('2030-12-12T10:00:00Z');
  const add = (leadId: number, more: Given = {}) =>
    addRegistrant(db, webinar, {
      leadId,
      status: 'registered',
      isInOn24: true,
      on24UserId: 9_000 + leadId,
      on24Email: `ada-${leadId}@acme-corp.example`,
      ...given,
      ...more,
    });
  for (let leadId = 1; leadId <= people; leadId++) await add(leadId);
  const row = async (leadId: number) => {
    const found = await rowOf(db, leadId);
    if (!found) throw new Error(`there is no row for lead ${leadId}`);
    return found;
  };
  const questions = () => db.select().from(alerts).orderBy(alerts.id);
  return {
    db,
    webinar,
    add,
    row,
    questions,
    begins: () => {
      now = startsAt;
    },
    move: (leadId: number, move: Move) =>
      transact(db, async (tx) => {
        const locked = await lockRegistrant(tx, (await row(leadId)).id);
        const moved = locked && (await moveRegistrant(tx, webinar, locked, move));
        if (!moved?.moved) throw new Error(`not moved: ${moved?.why}`);
      }),
    ask: () => askCancel({ db, now: () => now })({ webinarId: webinar.id }),
    end: () => endQuestions({ db, now: () => now })({}),
    answer: async (answer: 'cancel' | 'leave', userId = 'U0MARA', seen?: Date) => {
      const question = (await questions()).at(-1);
      const joinedAtMs = (seen ?? question?.lastMetAt ?? new Date(0)).getTime();
      const click = { userId, answer, question: { alertId: question?.id ?? 0, joinedAtMs }, now };
      return answerQuestion(db, click);
    },
    wishes: async () =>
      (await db.select().from(registrants).orderBy(registrants.id)).map((one) => one.on24Cancel),
    promised: async (name: string) => (await waitingJobs(db)).filter((job) => job.name === name).length,
  };
}

test('people who leave within two seconds are asked about once, in one message of the channel', async () => {
  const it = await begin(3);
  await it.move(1, removal);
  await it.move(2, rejection);
  await it.move(3, { to: 'waitlisted', cause: 'seen_in_marketo', actor: 'marketo' });
  const [job, ...others] = (await waitingJobs(it.db)).filter(({ name }) => name === 'ask-cancel');
  expect(others).toEqual([]);
  expect(job?.inMs).toBeGreaterThan(500);
  await it.ask();
  expect(await it.questions()).toMatchObject([{ id: 1, kind: 'still_in_on24', closedAt: null }]);
  expect(await it.wishes()).toEqual(['asked', 'asked', 'asked']);
  expect(await it.promised('cancel-in-on24')).toBe(0);
});

test('who joins an open question is asked about there, and two runs at once ask once', async () => {
  const it = await begin(20);
  await it.move(1, removal);
  await it.ask();
  const [first] = await it.questions();
  for (let leadId = 2; leadId <= 20; leadId++) await it.move(leadId, rejection);
  await Promise.all([it.ask(), it.ask(), it.ask()]);
  expect(await it.questions()).toMatchObject([{ id: first?.id, messageId: first?.messageId }]);
  expect((await it.wishes()).every((wish) => wish === 'asked')).toBe(true);
});

test.each<[string, Given]>([
  ['whom ON24 never confirmed', { isInOn24: false }],
  ['whom somebody wished to leave there', { on24Cancel: 'left' }],
  ['who is being cancelled', { on24Cancel: 'wanted' }],
])('nobody is asked about somebody %s', async (_who, given) => {
  const it = await begin(1, given);
  await it.move(1, removal);
  await it.ask();
  expect(await it.questions()).toEqual([]);
});

test('nobody is asked once the webinar has begun', async () => {
  const it = await begin(1);
  await it.move(1, removal);
  it.begins();
  await it.ask();
  expect(await it.questions()).toEqual([]);
  expect(await it.wishes()).toEqual([null]);
});

test.each<[string, Given]>([
  ['the same address', { email: 'ADA-1@acme-corp.example' }],
  ['the same user in ON24', { on24UserId: 9_001 }],
])(
  'nobody is asked while somebody else with %s needs the registration, and is asked once they left too',
  async (_what, given) => {
    const it = await begin(1, { hasTwin: true });
    await it.add(2, { isInOn24: false, on24Email: null, status: 'registering', ...given });
    await it.move(1, removal);
    await it.ask();
    expect(await it.questions()).toEqual([]);
    await it.move(2, { to: 'registration_error', cause: 'on24_answer', actor: 'on24' });
    expect(await it.promised('ask-cancel')).toBe(1);
    await it.ask();
    expect(await it.wishes()).toEqual(['asked', null]);
  },
);

test('a click cancels everybody asked about, each by a job of their own, and is kept in their history', async () => {
  const it = await begin(3);
  for (const leadId of [1, 2, 3]) await it.move(leadId, removal);
  await it.ask();
  expect(await it.answer('cancel')).toBeUndefined();
  expect(await it.wishes()).toEqual(['wanted', 'wanted', 'wanted']);
  expect((await historyOf(it.db, (await it.row(1)).id)).at(-1)).toMatchObject({
    event: 'cancel_wanted',
    actor: 'U0MARA',
  });
  await it.ask();
  expect(await it.promised('cancel-in-on24')).toBe(3);
  await it.db.update(registrants).set({ on24Cancel: null, isInOn24: false });
  await it.ask();
  expect(await it.questions()).toMatchObject([{ closedBecause: 'solved' }]);
});

test('a thousand people are cancelled by one click, in pieces', async () => {
  const it = await begin(0);
  await it.db.insert(registrants).values(
    Array.from({ length: 1_000 }, (_, index) => ({
      webinarId: it.webinar.id,
      leadId: index + 1,
      status: 'not_in_program' as const,
      isInOn24: true,
      on24Email: `guest${index}@visitors.example`,
    })),
  );
  while (await it.ask());
  expect(await it.questions()).toHaveLength(1);
  expect(await it.answer('cancel')).toBeUndefined();
  while (await it.ask());
  expect(await it.promised('cancel-in-on24')).toBe(1_000);
}, 30_000);

test('a click that leaves them there cancels nobody, and ends the question', async () => {
  const it = await begin(2);
  for (const leadId of [1, 2]) await it.move(leadId, removal);
  await it.ask();
  expect(await it.answer('leave', 'U0JO')).toBeUndefined();
  await it.ask();
  expect(await it.wishes()).toEqual(['left', 'left']);
  expect(await it.promised('cancel-in-on24')).toBe(0);
  expect(await it.questions()).toMatchObject([{ closedBecause: 'dismissed' }]);
});

test('two who click Cancel and Leave at once: one answer stands, the other is told whose', async () => {
  const it = await begin(2);
  for (const leadId of [1, 2]) await it.move(leadId, removal);
  await it.ask();
  const all = await it.db.transaction(async (tx) => {
    await tx.select().from(registrants).orderBy(registrants.id).for('update');
    const clicks = [it.answer('cancel', 'U0MARA'), it.answer('leave', 'U0JO')];
    await expectWaiting(it.db, 2);
    return { clicks: Promise.all(clicks) };
  });
  const answers = await all.clicks;
  const wishes = await it.wishes();
  const won = answers[0] === undefined ? 'cancel' : 'leave';
  expect(wishes).toEqual(won === 'cancel' ? ['wanted', 'wanted'] : ['left', 'left']);
  expect(answers).toContainEqual({
    kind: 'cancel_answered',
    answer: won,
    by: won === 'cancel' ? 'U0MARA' : 'U0JO',
  });
});

test('a click on a message that did not show everybody yet changes nothing', async () => {
  const it = await begin(2);
  await it.move(1, removal);
  await it.ask();
  const [seen] = await it.questions();
  await it.move(2, removal);
  await it.ask();
  expect(await it.answer('cancel', 'U0MARA', seen?.lastMetAt)).toEqual({ kind: 'more_people_asked' });
  expect(await it.wishes()).toEqual(['asked', 'asked']);
  expect(await it.answer('cancel')).toBeUndefined();
});

test('a stranger answers nothing', async () => {
  const it = await begin(1);
  await it.move(1, removal);
  await it.ask();
  expect(await it.answer('cancel', 'U0SAM')).toMatchObject({ kind: 'not_an_approver' });
  expect(await it.answer('leave', 'U0SAM')).toMatchObject({ kind: 'not_an_approver' });
  expect(await it.wishes()).toEqual(['asked']);
});

test('while the webinar is paused nothing is answered', async () => {
  const it = await begin(1);
  await it.move(1, removal);
  await it.ask();
  await it.db.update(webinars).set({ isPaused: true });
  expect(await it.answer('cancel')).toEqual({ kind: 'webinar_paused' });
});

test('who is approved again is asked about no more, and the question ends with the last of them', async () => {
  const it = await begin(2);
  for (const leadId of [1, 2]) await it.move(leadId, rejection);
  await it.ask();
  await it.move(1, { to: 'registering', cause: 'approved_in_marketo', actor: 'marketo' });
  expect(await it.wishes()).toEqual([null, 'asked']);
  await it.ask();
  expect(await it.questions()).toMatchObject([{ closedAt: null }]);
  await it.move(2, { to: 'registering', cause: 'approved_in_marketo', actor: 'marketo' });
  await it.ask();
  expect((await it.questions())[0]?.closedAt).not.toBeNull();
  expect(await it.answer('cancel')).toEqual({ kind: 'cancel_answered', answer: null, by: null });
});

test('who was removed and comes back is asked about no more; rejected then, they are asked about anew', async () => {
  const it = await begin(1);
  await it.move(1, removal);
  await it.ask();
  await it.move(1, { to: 'pending_approval', cause: 'seen_in_marketo', actor: 'marketo' });
  await it.ask();
  expect(await it.wishes()).toEqual([null]);
  await it.move(1, { to: 'rejected', cause: 'decision', actor: 'U0JO' });
  await it.ask();
  expect(await it.wishes()).toEqual(['asked']);
  expect(await it.questions()).toMatchObject([{ closedBecause: 'dismissed' }, { closedAt: null }]);
});

test('when the webinar begins the question ends, and nobody is cancelled', async () => {
  const it = await begin(2);
  for (const leadId of [1, 2]) await it.move(leadId, removal);
  await it.ask();
  await it.db.execute('delete from graphile_worker._private_jobs');
  await it.end();
  expect(await it.promised('ask-cancel')).toBe(0);
  it.begins();
  expect(await it.answer('cancel')).toMatchObject({ kind: 'webinar_begun' });
  await it.end();
  expect(await it.promised('ask-cancel')).toBe(1);
  await it.ask();
  expect(await it.wishes()).toEqual([null, null]);
  expect((await it.questions())[0]?.closedAt).not.toBeNull();
  await it.ask();
  expect(await it.promised('cancel-in-on24')).toBe(0);
});

test('people of two webinars in one channel are two questions', async () => {
  const it = await begin(1);
  const other = await addWebinar(it.db, { programId: 2208, on24EventId: 4410124, startsAt });
  await addRegistrant(it.db, other, { leadId: 1, status: 'rejected', isInOn24: true });
  await it.move(1, removal);
  await it.ask();
  await askCancel({ db: it.db, now: () => new Date(0) })({ webinarId: other.id });
  expect((await it.questions()).map(({ webinarId }) => webinarId)).toEqual([it.webinar.id, other.id]);
  expect(await it.answer('leave')).toBeUndefined();
  const [mine] = await it.db.select().from(registrants).where(eq(registrants.webinarId, it.webinar.id));
  expect(mine?.on24Cancel).toBe('asked');
});
