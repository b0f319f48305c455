import { expect, test } from 'vitest';
import { refreshFromTerminal } from '../../src/refresh-from-terminal.ts';
import { refreshes } from '../../src/store/schema/attendance.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { messagesWith, messageWith } from '../support/channel-reading.ts';
import { eventually } from '../support/eventually.ts';
import { addRegistrant } from '../support/made-rows.ts';
import { eventId, type UsherUnderTest, usherForThisTest } from '../support/usher-under-test.ts';

const hour = 60 * 60 * 1000;

async function ended(): Promise<UsherUnderTest> {
  const it = await usherForThisTest();
  const webinar = await eventually('the webinar was swept', async () =>
    (await it.db.select().from(webinars)).find(({ sweptAt }) => sweptAt !== null),
  );
  // Without a Marketo status of theirs nothing is written there, which these tests are not about.
  for (const leadId of [1, 2])
    await addRegistrant(it.db, webinar, { leadId, status: 'registered', marketoBase: null });
  it.on24.watch(eventId, 'ada-1@acme-corp.example', { liveMinutes: 42 });
  it.on24.endEvent(eventId);
  it.clock.advance(hour);
  return it;
}

async function refresh(it: UsherUnderTest, webinarId = 1): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await refreshFromTerminal(it.environment, webinarId, (line) => lines.push(line));
  return { code, lines };
}

test('usher refresh follows the run to its end and tells the numbers', async () => {
  const it = await ended();
  const { code, lines } = await refresh(it);
  expect(code).toBe(0);
  expect(lines[0]).toBe('Bringing in the attendance of "Zero-trust in practice".');
  expect(
    lines.slice(1, -1).every((line) => /^▓*░+ /.test(line)),
    lines.join('\n'),
  ).toBe(true);
  expect(lines.at(-1)).toBe('Provisional: 1 attended, 0 on demand, 0 no show, 1 registered.');
  await messageWith(it.slack, 'Attendance of', 'provisional');
  it.clock.advance(3 * hour);
  expect((await refresh(it)).lines.at(-1)).toBe('Final: 1 attended, 0 on demand, 1 no show, 0 registered.');
});

test('a webinar that does not exist is told of at once, with what lists them', async () => {
  const it = await ended();
  const { code, lines } = await refresh(it, 999);
  expect(code).toBe(1);
  expect(lines).toEqual(['There is no webinar 999. "usher webinars" lists them.']);
  expect(await it.db.select().from(refreshes)).toEqual([]);
});

test('two at once are one run, and both are told its end', async () => {
  const it = await ended();
  it.on24.fail({ path: /\/attendee$/, effect: { kind: 'slow', ms: 1_500 } });
  const both = await Promise.all([refresh(it), refresh(it)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ lines }) => lines[0]).sort()).toEqual([
    'A refresh is under way already; following it.',
    'Bringing in the attendance of "Zero-trust in practice".',
  ]);
  for (const { lines } of both) expect(lines.at(-1)).toContain('Provisional: 1 attended');
  expect(await it.db.select().from(refreshes)).toMatchObject([{ cause: 'command_line', stage: 'done' }]);
  expect(messagesWith(it.slack, 'Attendance of').length).toBeLessThan(2);
});

test('a run that ON24 refuses ends with ON24’s words and an exit code', async () => {
  const it = await ended();
  it.on24.mode = 'inactive-event';
  const { code, lines } = await refresh(it);
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatch(/^ON24 says: .*inactive/);
  await messageWith(it.slack, 'Attendance of', 'could not be brought in', 'inactive');
});
