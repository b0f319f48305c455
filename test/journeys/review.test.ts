/** A hundred people wait, and somebody reviews them: searched, ticked over pages, previewed, carried out once. */
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { tickBlockId } from '../../src/approvals/review-actions.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { bulkPeople, reviews } from '../../src/store/schema/reviews.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { clickFor, messageWith, modalWith, textOf, valueFor } from '../support/channel-reading.ts';
import { eventually, hurryJobs, settled } from '../support/eventually.ts';
import { ada, ask, charles, grace } from '../support/people-who-ask.ts';
import {
  channelId,
  jo,
  mara,
  programId,
  sam,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

/** As many more people who ask, one after the other; every tenth works for Tenth Ltd. */
async function crowd(it: UsherUnderTest, count: number): Promise<void> {
  const before = await it.db.$count(registrants);
  for (let index = 1; index <= count; index++) {
    it.clock.advance(1_000);
    it.marketo.fillForm(programId, {
      firstName: `Guest${String(index).padStart(3, '0')}`,
      lastName: 'Visitor',
      company: index % 10 === 0 ? 'Tenth Ltd' : 'Other Ltd',
      email: index % 3 === 0 ? `g${index}@gmail.com` : `g${index}@firm.example`,
    });
  }
  await eventually('everybody has arrived', async () => {
    const pending = await it.db.$count(registrants, eq(registrants.status, 'pending_approval'));
    return pending === before + count;
  });
}

async function openReview(it: UsherUnderTest, userId: string) {
  const message = await messageWith(it.slack, 'Review…');
  await it.slack.as(userId).click({ channelId, ts: message.ts }, { actionId: 'review' });
  return (await modalWith(it.slack, userId, 'Page 1 of')).view;
}

const use = (it: UsherUnderTest, viewId: string, actionId: string, more: object = {}) =>
  it.slack.as(mara).click({ viewId }, { actionId, ...more });

async function statuses(it: UsherUnderTest) {
  const rows = await it.db
    .select({ status: registrants.status, people: sql<number>`count(*)::int` })
    .from(registrants)
    .groupBy(registrants.status);
  return Object.fromEntries(rows.map(({ status, people }) => [status, people]));
}

test('ticks survive the pages, a search narrows them, and one run decides about exactly those, with one summary', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles);
  await crowd(it, 100);
  const { id } = await openReview(it, mara);
  expect((await modalWith(it.slack, mara, '102 people wait')).text).toContain('Page 1 of 11');

  // Two on the first page, then everybody of one company, found by a search.
  const first = it.slack
    .views(mara)
    .at(-1)
    ?.blocks.find(({ block_id }) => block_id === tickBlockId(0));
  const options = (first as unknown as { elements: { options: { value: string }[] }[] }).elements[0]?.options;
  const ticked = options?.slice(0, 2).map(({ value }) => value) ?? [];
  await use(it, id, 'review_tick', { selectedOptions: ticked });
  await modalWith(it.slack, mara, '2 ticked on all pages');
  await use(it, id, 'review_next');
  await modalWith(it.slack, mara, 'Page 2 of 11', '2 ticked');
  await use(it, id, 'review_search', { value: 'tenth' });
  await modalWith(it.slack, mara, '10 people wait');
  await use(it, id, 'review_tick_all');
  await modalWith(it.slack, mara, '12 ticked on all pages');

  await it.slack.as(mara).submit(id, { decision: { decision_choice: 'waitlist' } });
  const preview = await modalWith(it.slack, mara, 'Waitlist applies to 12 people');
  await it.slack.as(mara).submit(preview.view.id, {});
  expect(it.slack.views(mara)).toEqual([]);

  await eventually('everybody of the run was decided', async () => (await statuses(it)).waitlisted === 12, {
    hurrying: it.db,
  });
  const summary = await messageWith(it.slack, 'Waitlisted 12 of 12 people');
  expect(textOf(summary)).toContain(mara);
  const bulk = it.slack
    .channel(channelId)
    .messages.filter((message) => textOf(message).includes('of 12 people'));
  expect(bulk).toHaveLength(1);
});

test('who was decided meanwhile is left out, and the preview and the summary say so', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles, grace);
  const { id } = await openReview(it, mara);
  await use(it, id, 'review_tick_all');
  await modalWith(it.slack, mara, '3 ticked');
  await clickFor(it.slack, jo, 'Ada Lovelace', 'approve');
  await it.slack
    .as(mara)
    .submit(id, { decision: { decision_choice: 'reject' }, reason: { preset: 'not_a_fit' } });
  const preview = await modalWith(
    it.slack,
    mara,
    'Reject applies to 2 people. 1 of the 3 ticked was decided meanwhile.',
  );
  const charlesValue = valueFor(await messageWith(it.slack, 'Charles Babbage'), 'Charles Babbage', 'approve');
  await it.slack
    .as(jo)
    .click(
      { channelId, ts: (await messageWith(it.slack, 'Charles Babbage')).ts },
      { actionId: 'approve', value: charlesValue },
    );
  await it.slack.as(mara).submit(preview.view.id, {});
  const summary = await messageWith(it.slack, 'Rejected 1 of 3 people');
  expect(textOf(summary)).toContain('2 not: 2 decided by somebody else meanwhile');
  expect(textOf(summary)).toContain('Ada Lovelace, Charles Babbage');
  expect(await statuses(it)).toMatchObject({ rejected: 1 });
});

test('a bulk approval takes as many as fit, in the order in which they asked, and leaves the others waiting', async () => {
  const it = await usherForThisTest({ connect: { capacity: 12 } });
  await ask(it, ada, charles);
  await crowd(it, 20);
  const { id } = await openReview(it, mara);
  await use(it, id, 'review_tick_all');
  await modalWith(it.slack, mara, '22 ticked');
  await it.slack.as(mara).submit(id, { decision: { decision_choice: 'approve' } });
  const preview = await modalWith(it.slack, mara, 'Only 12 places are left');
  await it.slack.as(mara).submit(preview.view.id, {});
  const summary = await messageWith(it.slack, 'Approved 12 of 22 people');
  expect(textOf(summary)).toContain('10 not: 10 no place left');
  const pending = await it.db.select().from(registrants).where(eq(registrants.status, 'pending_approval'));
  const latest = Array.from({ length: 10 }, (_, index) => `Guest${String(index + 11).padStart(3, '0')}`);
  expect(pending.map(({ firstName }) => firstName).sort()).toEqual(latest);
  expect(pending.every(({ bulkRunId }) => bulkRunId === null)).toBe(true);
});

test('two who review at once do not hurt each other: each person is decided once', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles);
  await crowd(it, 60);
  const views = [await openReview(it, mara), await openReview(it, jo)];
  const both = [mara, jo] as const;
  for (const [index, userId] of both.entries()) {
    await it.slack.as(userId).click({ viewId: views[index]?.id ?? '' }, { actionId: 'review_tick_all' });
    await modalWith(it.slack, userId, '62 ticked');
    const decision = index === 0 ? 'waitlist' : 'reject';
    await it.slack.as(userId).submit(views[index]?.id ?? '', {
      decision: { decision_choice: decision },
      ...(decision === 'reject' ? { reason: { preset: 'duplicate' } } : {}),
    });
    await modalWith(it.slack, userId, 'applies to 62 people');
  }
  await Promise.all(
    both.map((userId) => it.slack.as(userId).submit(it.slack.views(userId).at(-1)?.id ?? '', {})),
  );
  await eventually('both runs ended', async () => {
    const left = await it.db.select().from(bulkPeople).where(sql`${bulkPeople.outcome} is null`);
    return left.length === 0;
  });
  const { waitlisted = 0, rejected = 0 } = await statuses(it);
  expect(waitlisted + rejected).toBe(62);
  const decided = await it.db.execute(
    sql`select registrant_id from history where event = 'decided' group by registrant_id having count(*) > 1`,
  );
  expect([...decided]).toEqual([]);
});

test('who may not decide, or not any more, can neither look nor tick nor begin', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles);
  const message = await messageWith(it.slack, 'Review…');
  await it.slack.as(sam).click({ channelId, ts: message.ts }, { actionId: 'review' });
  await modalWith(it.slack, sam, 'decide for this webinar');
  const { id } = await openReview(it, mara);
  await use(it, id, 'review_tick_all');
  await modalWith(it.slack, mara, '2 ticked');
  await it.slack.as(mara).submit(id, { decision: { decision_choice: 'approve' } });
  const preview = await modalWith(it.slack, mara, 'Approve applies to 2 people');
  await it.db.update(webinars).set({ approvers: [jo] });
  await it.slack.as(mara).submit(preview.view.id, {});
  await modalWith(it.slack, mara, 'Nothing was changed');
  expect(await statuses(it)).toEqual({ pending_approval: 2 });
  expect(await it.db.select().from(bulkPeople)).toEqual([]);
});

test('a preview that is confirmed twice begins one run', async () => {
  const it = await usherForThisTest();
  await ask(it, ada, charles);
  const { id } = await openReview(it, mara);
  await use(it, id, 'review_tick_all');
  await modalWith(it.slack, mara, '2 ticked');
  await it.slack.as(mara).submit(id, { decision: { decision_choice: 'waitlist' } });
  const preview = await modalWith(it.slack, mara, 'Waitlist applies to 2 people');
  await Promise.all([
    it.slack.as(mara).submit(preview.view.id, {}),
    it.slack
      .as(mara)
      .submit(preview.view.id, {})
      .catch(() => undefined),
  ]);
  await messageWith(it.slack, 'Waitlisted 2 of 2 people');
  await hurryJobs(it.db);
  await settled(it.db);
  expect(
    it.slack.channel(channelId).messages.filter((message) => textOf(message).includes('of 2 people')),
  ).toHaveLength(1);
  expect(await it.db.select().from(reviews)).toMatchObject([{ isBegun: true }]);
});
