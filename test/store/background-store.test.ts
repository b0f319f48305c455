/** What is known about people beside the form, from real rows. */
import { expect, onTestFinished, test } from 'vitest';
import { readBackgrounds } from '../../src/store/background-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

async function twoWebinars() {
  const own = await createTestDatabase();
  const { db, close } = openDatabase(own.url, { name: 'background' });
  onTestFinished(async () => {
    await close();
    await own.drop();
  });
  const now = await addWebinar(db);
  const before = await addWebinar(db, { programId: 1, on24EventId: 1 });
  return { db, now, before };
}

const nothing = {
  colleaguesIn: 0,
  attendedBefore: 0,
  missedBefore: 0,
  isFirst: false,
  isPossibleDuplicate: false,
};

test('colleagues who are in, earlier attendance, and a possible duplicate are found; others say nothing', async () => {
  const { db, now, before } = await twoWebinars();
  const email = 'ada@acme.example';
  const ada = await addRegistrant(db, now, { leadId: 1, email, lastName: 'Lovelace', company: ' ACME ' });
  await addRegistrant(db, now, { leadId: 2, status: 'registered', company: 'acme' });
  await addRegistrant(db, now, { leadId: 3, status: 'rejected', company: 'Acme' });
  await addRegistrant(db, now, {
    leadId: 4,
    email: 'a.l@acme.example',
    lastName: 'lovelace',
    company: 'Other',
  });
  await addRegistrant(db, before, { leadId: 1, email: 'ADA@acme.example', status: 'attended' });
  await addRegistrant(db, before, { leadId: 5, email, status: 'no_show' });
  const found = await readBackgrounds(db, now.id, [ada.id]);
  expect(found.get(ada.id)).toEqual({
    colleaguesIn: 1,
    attendedBefore: 1,
    missedBefore: 1,
    isFirst: false,
    isPossibleDuplicate: true,
  });
});

test('the first event is only said where there were others, and nobody without a name or company is like another', async () => {
  const { db, now, before } = await twoWebinars();
  const blank = { firstName: null, lastName: null, company: null, email: null };
  const one = await addRegistrant(db, now, { leadId: 1, ...blank });
  const other = await addRegistrant(db, now, { leadId: 2, ...blank, status: 'registered' });
  const found = await readBackgrounds(db, now.id, [one.id, other.id]);
  expect(found.get(one.id)).toEqual({ ...nothing, isFirst: true });
  const earlier = await addRegistrant(db, before, { leadId: 9 });
  const again = await addRegistrant(db, now, { leadId: 9, email: earlier.email, lastName: 'Somebody' });
  expect((await readBackgrounds(db, now.id, [again.id])).get(again.id)).toEqual(nothing);
});

test('in the only webinar nobody is called new', async () => {
  const own = await createTestDatabase();
  const { db, close } = openDatabase(own.url, { name: 'background' });
  onTestFinished(async () => {
    await close();
    await own.drop();
  });
  const webinar = await addWebinar(db);
  const one = await addRegistrant(db, webinar, { leadId: 1 });
  expect((await readBackgrounds(db, webinar.id, [one.id])).get(one.id)).toEqual(nothing);
});
