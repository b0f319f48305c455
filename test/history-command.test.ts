import { expect, onTestFinished, test } from 'vitest';
import { type HistoryOptions, historyCommand } from '../src/history-command.ts';
import { openDatabase } from '../src/store/database.ts';
import { history } from '../src/store/schema/history.ts';
import { addRegistrant, addWebinar } from './support/made-rows.ts';
import { createTestDatabase } from './support/test-database.ts';

/** Ada, whose reason is a formula with an address in it, and a stranger's click on somebody without a name. */
async function twoPeople(more = 0) {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'history command' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const webinar = await addWebinar(db);
  const other = await addWebinar(db, { programId: 2, on24EventId: 2 });
  const [ada, nobody, stranger] = [
    await addRegistrant(db, webinar, { leadId: 7, lastName: 'Lovelace', email: 'ada@acme-corp.example' }),
    await addRegistrant(db, webinar, { leadId: 8, firstName: null, lastName: null, email: 'x@gmail.com' }),
    await addRegistrant(db, other, { leadId: 9 }),
  ];
  const at = new Date('2026-01-05T10:42:18.123Z');
  const of = (registrant: { id: number; webinarId: number }) => ({
    webinarId: registrant.webinarId,
    registrantId: registrant.id,
    at,
  });
  await db.insert(history).values([
    {
      ...of(ada),
      event: 'decided',
      fromStatus: 'pending_approval',
      toStatus: 'rejected',
      cause: 'decision',
      actor: 'U0MARA',
      reason: '=HYPERLINK("x"), see bob@rival.example',
    },
    { ...of(stranger), event: 'asked_again', actor: 'marketo' },
    {
      ...of(nobody),
      event: 'click_refused',
      fromStatus: 'pending_approval',
      cause: 'approve',
      actor: 'U0SAM',
      reason: 'not_an_approver',
    },
  ]);
  for (let left = more; left > 0; left -= 1_000)
    await db.insert(history).values(
      Array.from({ length: Math.min(left, 1_000) }, () => ({
        ...of(ada),
        event: 'undone' as const,
        actor: 'U0JO',
      })),
    );
  return async (options: Partial<HistoryOptions> = {}) => {
    const written: string[] = [];
    const complaints: string[] = [];
    const outputs = {
      write: async (text: string) => void written.push(text),
      complain: (line: string) => void complaints.push(line),
    };
    const code = await historyCommand(
      { DATABASE_URL: own.url },
      { webinar: webinar.id, ...options },
      outputs,
    );
    return { code, text: written.join(''), writes: written.length, complaints };
  };
}

test('the history of a webinar is read as it was written: who did what to whom, when and why', async () => {
  const run = await twoPeople();
  const { code, text } = await run();
  expect(code).toBe(0);
  expect(text.split('\n')).toEqual([
    '2026-01-05 10:42:18 · Ada Lovelace (lead 7) · decided: Rejected · by U0MARA · "=HYPERLINK("x"), see b…@rival.example"',
    '2026-01-05 10:42:18 · Someone at gmail.com (no. 8) (lead 8) · a click on Approve was refused: may not decide here · by U0SAM',
    '',
  ]);
});

test('as CSV nothing in it is a formula, and no address is in it', async () => {
  const run = await twoPeople();
  const { code, text } = await run({ csv: true });
  expect(code).toBe(0);
  expect(text.split('\r\n')).toEqual([
    '\ufeffTime,Person,Lead,Event,From,To,Cause,Actor,Reason',
    `2026-01-05T10:42:18.123Z,Ada Lovelace,7,decided,Pending Approval,Rejected,decision,U0MARA,"'=HYPERLINK(""x""), see b…@rival.example"`,
    '2026-01-05T10:42:18.123Z,Someone at gmail.com (no. 8),8,click_refused,Pending Approval,,approve,U0SAM,not_an_approver',
    '',
  ]);
});

test('whoever wants the addresses asks for them', async () => {
  const run = await twoPeople();
  const { text } = await run({ csv: true, withEmail: true });
  const [head, first, second] = text.split('\r\n');
  expect(head).toContain('Person,E-mail,Lead');
  expect(first).toContain('Ada Lovelace,ada@acme-corp.example,7');
  expect(first).toContain('see bob@rival.example');
  expect(second).toContain(',x@gmail.com,8');
  expect((await run({ withEmail: true })).text).toContain('Ada Lovelace (lead 7, ada@acme-corp.example)');
});

test('a long history comes whole and in order, row by row', async () => {
  const run = await twoPeople(1_200);
  const { text, writes } = await run({ csv: true });
  expect(text.split('\r\n')).toHaveLength(1 + 2 + 1_200 + 1);
  expect(writes).toBe(1 + 2 + 1_200);
});

test('a webinar that does not exist is told of, with what lists them, and not among the rows', async () => {
  const run = await twoPeople();
  expect(await run({ webinar: 999, csv: true })).toEqual({
    code: 1,
    text: '',
    writes: 0,
    complaints: ['There is no webinar 999. "usher webinars" lists them.'],
  });
});
