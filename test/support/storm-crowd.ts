/** Thousands of people who ask, and one approval for all of them. */
import { inArray, sql } from 'drizzle-orm';
import type { FormFill } from '../../sandbox/marketo/marketo-records.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { messageWith, modalWith } from './channel-reading.ts';
import { eventually } from './eventually.ts';
import type { SeededRandom } from './seeded-random.ts';
import { channelId, mara, programId, type UsherUnderTest } from './usher-under-test.ts';

/** Some lack what some registration pages require. */
export function crowd(count: number, chance: SeededRandom): FormFill[] {
  return Array.from({ length: count }, (_, index) => ({
    firstName: `Guest${String(index + 1).padStart(5, '0')}`,
    lastName: 'Visitor',
    email: `guest${index + 1}@visitors.example`,
    company: chance.next() < 0.1 ? null : 'Visitors Ltd',
    title: chance.next() < 0.03 ? null : 'Guest',
  }));
}

/** Everybody is there when the webinar is connected, and is found by its first sweep. */
export async function arriveAtOnce(it: UsherUnderTest, people: readonly FormFill[]): Promise<void> {
  it.marketo.switches.formFlowDelayMs = 0;
  for (const person of people) it.marketo.fillForm(programId, person);
  await it.marketo.until('all of them wait for approval in Marketo', () =>
    it.marketo.members(programId).every(({ statusName }) => statusName === 'Pending Approval'),
  );
  const { code, lines } = await it.connect();
  if (code !== 0) throw new Error(`the webinar was not connected: ${lines.join(' ')}`);
  await eventually(
    'the sweep has found everybody',
    async () => (await it.db.$count(registrants)) === people.length,
    {
      timeoutMs: 120_000,
    },
  );
}

/** Reviewed in Slack: all are ticked, and one run decides about them. */
export async function approveAll(it: UsherUnderTest, count: number): Promise<void> {
  const person = it.slack.as(mara);
  const message = await messageWith(it.slack, 'Review…');
  await person.click({ channelId, ts: message.ts }, { actionId: 'review' });
  const all = count.toLocaleString('en');
  const { view } = await modalWith(it.slack, mara, `${all} people wait`);
  await person.click({ viewId: view.id }, { actionId: 'review_tick_all' });
  await modalWith(it.slack, mara, `${all} ticked on all pages`);
  await person.submit(view.id, { decision: { decision_choice: 'approve' } });
  const preview = await modalWith(it.slack, mara, `Approve applies to ${all} people`);
  await person.submit(preview.view.id, {});
}

/** Nobody waits for a decision or for ON24. */
export async function isAnswered({ db }: Pick<UsherUnderTest, 'db'>): Promise<boolean> {
  return (
    (await db.$count(registrants, inArray(registrants.status, ['pending_approval', 'registering']))) === 0
  );
}

export async function countByStatus({ db }: Pick<UsherUnderTest, 'db'>): Promise<Record<string, number>> {
  const rows = await db
    .select({ status: registrants.status, people: sql<number>`count(*)::int` })
    .from(registrants)
    .groupBy(registrants.status);
  return Object.fromEntries(rows.map(({ status, people }) => [status, people]));
}
