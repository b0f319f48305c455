/** Somebody is forgotten: nothing here tells any more who they were, and what became of them stays. */
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { forgetCommand } from '../../src/forget-command.ts';
import { forgetExpired } from '../../src/privacy/forget-expired.job.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { clickFor, messagesWith, messageWith, rowWith } from '../support/channel-reading.ts';
import { eventually, settled } from '../support/eventually.ts';
import { addRegistrant } from '../support/made-rows.ts';
import { ada, ask, charles, rowFor } from '../support/people-who-ask.ts';
import {
  eventId,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

async function forget(it: UsherUnderTest, email: string, options: { on24?: boolean } = {}) {
  const lines: string[] = [];
  const code = await forgetCommand(it.environment, email, options, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

/** Everything that any table of ours holds, as text. */
async function everythingIn({ db }: UsherUnderTest): Promise<string> {
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const rows = await Promise.all(
    [...tables].map(({ name }) => db.execute(sql`select * from ${sql.identifier(name)}`)),
  );
  return JSON.stringify(rows);
}

test('a forgotten person is nowhere in the database or in Slack, their moves stay, and ON24 forgets on wish', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada, charles);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await rowWith(it.slack, 'Ada Lovelace', '· registered');
  await settled(it.db);

  const { code, text } = await forget(it, 'ADA@analytical.example', { on24: true });
  expect(code).toBe(0);
  expect(text).toContain('Erased here, in one webinar');
  expect(text).toContain(`still lead ${leadId} in Marketo`);
  expect(text).toContain('ON24 has forgotten them in account 30211: 1 registrations.');
  await eventually(
    'the message shows her no more',
    () => messagesWith(it.slack, 'Ada Lovelace').length === 0,
    {
      hurrying: it.db,
    },
  );
  await messageWith(it.slack, `Someone (no. ${leadId})`);
  await messageWith(it.slack, 'Charles Babbage');

  const everything = await everythingIn(it);
  for (const word of ['Lovelace', 'ada@analytical', 'Analytical Engines', 'VP Engineering'])
    expect(everything).not.toContain(word);
  const row = await rowFor(it, leadId);
  expect(row).toMatchObject({ status: 'registered', decision: 'approve', forgottenAt: expect.any(Date) });
  expect((await historyOf(it.db, row.id)).map(({ toStatus }) => toStatus)).toContain('registered');
  expect(it.on24.registrants(eventId).map(({ email }) => email)).not.toContain(ada.email);
  expect((await forget(it, 'ada@analytical.example')).text).toBe('Nobody here has that address.');
});

test('a later reading of Marketo does not bring the name back, and a new registration does', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await forget(it, ada.email);
  it.marketo.changeLead(leadId, { title: 'Countess' });
  it.marketo.setStatusByHand(programId, leadId, 'Waitlisted');
  await eventually('the change was followed', async () => (await rowFor(it, leadId)).status === 'waitlisted');
  expect(await rowFor(it, leadId)).toMatchObject({ firstName: null, title: null, email: null });

  it.marketo.removeFromProgram(programId, leadId);
  await eventually(
    'the removal was followed',
    async () => (await rowFor(it, leadId)).status === 'not_in_program',
  );
  it.clock.advance(2_000);
  it.marketo.fillForm(programId, ada);
  await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
});

test('an address that is none is answered with what would be right', async () => {
  const it = await usherForThisTest({ connect: false });
  expect(await forget(it, 'ada')).toEqual({
    code: 1,
    text: expect.stringContaining('usher forget ada@example.com'),
  });
});

test('people of a webinar that is over for long enough are forgotten by night, in pieces, and others stay', async () => {
  const it = await usherForThisTest();
  const [webinar] = await it.db.select().from(webinars);
  if (!webinar) throw new Error('no webinar is connected');
  for (let leadId = 1; leadId <= 230; leadId++)
    await addRegistrant(it.db, webinar, { leadId, status: 'no_show' });
  const job = forgetExpired({ db: it.db, now: () => new Date('2030-01-01T00:00:00Z') });
  const named = () => it.db.$count(registrants, sql`${registrants.email} is not null`);
  expect(await job({})).toBeUndefined();
  expect(await named()).toBe(230);
  await it.db.update(webinars).set({ retentionDays: 30 }).where(eq(webinars.id, webinar.id));
  expect(await job({})).toEqual({ againInMs: 0 });
  expect(await job({})).toBeUndefined();
  expect(await named()).toBe(0);
  expect(await it.db.$count(registrants, eq(registrants.status, 'no_show'))).toBe(230);
});
