import { expect, onTestFinished, test } from 'vitest';
import { fillChangeModal } from '../../src/approvals/fill-change.ts';
import { fillPersonDetails, fillRejectModal } from '../../src/approvals/fill-modals.ts';
import { openDatabase } from '../../src/store/database.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { linesOf } from './as-slack-reads.ts';

test('whoever may not decide and opens Reject or Change stands in the history, which Details shows', async () => {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'refused openings' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db);
  const pending = await addRegistrant(db, webinar, { leadId: 1 });
  const waitlisted = await addRegistrant(db, webinar, { leadId: 2, status: 'waitlisted' });
  const click = (userId: string, { id }: { id: number }) => ({
    userId,
    value: `${id}.0`,
    actionId: 'any',
    triggerId: 'any',
    responseUrl: undefined,
  });

  expect((await fillRejectModal(db, click('U0SAM', pending))).title.text).toBe('Not possible');
  expect((await fillChangeModal(db, click('U0SAM', waitlisted), new Date())).title.text).toBe('Not possible');
  for (const [{ id }, cause] of [
    [pending, 'reject'],
    [waitlisted, 'change'],
  ] as const) {
    expect(await historyOf(db, id)).toMatchObject([
      { event: 'click_refused', cause, actor: 'U0SAM', reason: 'not_an_approver' },
    ]);
  }
  const details = await fillPersonDetails(db, {
    ...click('U0JO', pending),
    value: `details.${pending.id}.0`,
  });
  expect(linesOf(details).at(-1)).toContain('a click on Reject was refused: may not decide here · U0SAM');

  // Who may decide opens it, and nothing is to be told of that.
  await fillRejectModal(db, click('U0JO', pending));
  expect(await historyOf(db, pending.id)).toHaveLength(1);
});
