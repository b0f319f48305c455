import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { doctorCommand } from '../../src/doctor-command.ts';
import { pauseUntil } from '../../src/store/connection-fault-store.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { mutedDatabase } from '../support/muted-database.ts';
import { type UsherUnderTest, usherForThisTest } from '../support/usher-under-test.ts';

/** Nobody needs to run for the doctor. */
const connected = () => usherForThisTest({ replicas: 0 });

async function doctor(it: UsherUnderTest, change: Record<string, string> = {}) {
  const lines: string[] = [];
  const code = await doctorCommand({ ...it.environment, ...change }, {}, (line) => lines.push(line));
  const notOk = lines.slice(0, -1).filter((line) => !line.startsWith('ok'));
  return { code, lines, notOk, text: lines.join('\n') };
}

test('where everything is well the doctor has one line for each check, and nothing is broken', async () => {
  const it = await connected();
  const { code, lines, notOk } = await doctor(it);
  expect(notOk).toEqual([]);
  expect(code).toBe(0);
  for (const what of [
    'Database · version',
    'Database · schema',
    'Database · clock',
    'Database · announcements',
    'Slack · token',
    'Slack · scopes',
    'Marketo · token',
    'Marketo · calls today',
    'ON24 · token',
    'Slack · webinar 1 "Zero-trust in practice"',
    'Marketo · webinar 1',
    'ON24 · webinar 1',
  ])
    expect(lines.filter((line) => line.includes(what))).toHaveLength(1);
  expect(lines.at(-1)).toBe('Nothing is broken.');
});

test('the doctor changes nothing in Slack, Marketo and ON24', async () => {
  const it = await connected();
  const before = [it.slack.calls.length, it.marketo.calls.length, it.on24.calls.length] as const;
  await doctor(it);
  const reads = ['auth.test', 'conversations.info'];
  expect(it.slack.calls.slice(before[0]).filter(({ method }) => !reads.includes(method))).toEqual([]);
  expect(it.marketo.calls.slice(before[1]).filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(it.on24.calls.slice(before[2]).filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('what is wrong with a webinar is said with what to do, all of it at once', async () => {
  const it = await connected();
  it.marketo.switches.channel = 'stock';
  it.on24.mode = 'inactive-event';
  it.slack.addChannel({ id: 'C0ELSEWHERE', name: 'elsewhere', members: [], isBotMember: false });
  await it.db.update(webinars).set({ slackChannelId: 'C0ELSEWHERE' });
  const { code, text } = await doctor(it);
  expect(code).toBe(1);
  expect(text).toContain('has no status "Pending Approval"');
  expect(text).toContain('is not active: ON24 takes no registrations');
  expect(text).toContain('/invite @usher in #elsewhere');
});

test('what merely limits is a warning, and nothing is broken', async () => {
  const it = await connected();
  it.marketo.switches.channel = 'other-steps';
  it.slack.switches.grantedScopes = it.slack.switches.grantedScopes.filter(
    (scope) => scope !== 'usergroups:read',
  );
  const { code, notOk, lines } = await doctor(it);
  expect(code).toBe(0);
  expect(notOk.length).toBeGreaterThan(1);
  expect(lines.at(-1)).toMatch(/^Nothing is broken, \d warnings\.$/);
});

test('a system that cannot be used is said once, and not again for each webinar', async () => {
  const it = await connected();
  const { code, text } = await doctor(it, {
    MARKETO_CLIENT_SECRET: 'a wrong secret',
    ON24_TOKEN_SECRET: 'x',
  });
  expect(code).toBe(1);
  expect(text.match(/BROKEN {3}Marketo/g)).toHaveLength(1);
  expect(text.match(/BROKEN {3}ON24/g)).toHaveLength(1);
  expect(text).not.toContain('a wrong secret');
});

test('a database that cannot be reached is said, and the other systems are looked at all the same', async () => {
  const it = await connected();
  const { code, text } = await doctor(it, { DATABASE_URL: 'postgres://usher:hush@127.0.0.1:9/usher' });
  expect(code).toBe(1);
  expect(text).toMatch(/BROKEN {3}Database · connection: .*ECONNREFUSED/);
  expect(text).not.toContain('hush');
  for (const system of ['Slack', 'Marketo', 'ON24']) expect(text).toContain(`ok       ${system} · token`);
});

test('a database of an earlier version is told to be migrated, and is left as it is', async () => {
  const it = await connected();
  await it.db.execute(sql`
    delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`);
  for (const _run of ['once', 'and once more']) {
    const { code, text } = await doctor(it);
    expect(code).toBe(1);
    expect(text).toContain('1 migration is missing');
    expect(text).toContain('usher migrate');
  }
});

test('a pooler that swallows what the database announces is found', async () => {
  const it = await connected();
  const { code, text } = await doctor(it, { DATABASE_URL: await mutedDatabase(it.databaseUrl) });
  expect(code).toBe(1);
  expect(text).toContain('does not arrive');
  expect(text).toContain('session mode');
});

test('work that waits for a used-up day is told with the instant at which it goes on', async () => {
  const it = await connected();
  await pauseUntil(it.db, 'marketo', 'Daily quota reached', new Date('2099-01-02T06:00:30Z'));
  const { code, text } = await doctor(it);
  expect(code).toBe(0);
  expect(text).toContain('until 2099-01-02T06:00:30.000Z: Daily quota reached');
});

test('with --json the same checks are one JSON document', async () => {
  const it = await connected();
  const said: string[] = [];
  expect(await doctorCommand(it.environment, { json: true }, (line) => said.push(line))).toBe(0);
  const line = z.object({
    system: z.enum(['Slack', 'Marketo', 'ON24', 'Database']),
    name: z.string(),
    state: z.enum(['ok', 'warning', 'broken']),
    says: z.string(),
    remedy: z.string().optional(),
  });
  expect(z.array(line).parse(JSON.parse(said.join('\n'))).length).toBeGreaterThan(10);
});
