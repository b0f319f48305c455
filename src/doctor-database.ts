/** Looks at the database: its version and schema, its clock, and whether what it announces really arrives. */
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import type { CheckLine } from './outside/check-line.ts';
import { pendingMigrations } from './store/migrate.ts';

const system = 'Database';
const oldestVersion = 14;
const clocksMayDifferMs = 2_000;
const arrivesWithinMs = 3_000;

/** Never throws for what is wrong with the database: that is a line. */
export async function checkDatabase(url: string): Promise<CheckLine[]> {
  const client = postgres(url, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'usher doctor' },
  });
  try {
    return [
      await versionLine(client),
      await schemaLine(client),
      await clockLine(client),
      await announcementLine(client),
    ];
  } catch (error) {
    return [
      {
        system,
        name: 'connection',
        state: 'broken',
        says: `The database cannot be used: ${wordsOf(error)}`,
        remedy: 'Check DATABASE_URL, that the server runs, and that this machine reaches it.',
      },
    ];
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Faults of the network come with a code that says more than their message; neither names a password. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return error.message || code || error.name;
}

async function versionLine(client: postgres.Sql): Promise<CheckLine> {
  const [row] = await client<{ number: string }[]>`select current_setting('server_version_num') as number`;
  const version = Math.floor(Number(row?.number) / 10_000);
  const says = `PostgreSQL ${version} answers.`;
  if (version >= oldestVersion) return { system, name: 'version', state: 'ok', says };
  return {
    system,
    name: 'version',
    state: 'broken',
    says: `${says} Usher needs ${oldestVersion} or newer.`,
    remedy: `Upgrade the server to PostgreSQL ${oldestVersion} or newer.`,
  };
}

async function schemaLine(client: postgres.Sql): Promise<CheckLine> {
  const pending = await pendingMigrations(client);
  if (pending === 0) return { system, name: 'schema', state: 'ok', says: 'The schema is up to date.' };
  return {
    system,
    name: 'schema',
    state: 'broken',
    says: `${pending} ${pending === 1 ? 'migration is' : 'migrations are'} missing.`,
    remedy: 'Run: usher migrate (usher start does it too).',
  };
}

async function clockLine(client: postgres.Sql): Promise<CheckLine> {
  const askedAt = Date.now();
  const [row] = await client<{ ms: number }[]>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;
  const between = (askedAt + Date.now()) / 2;
  const differenceMs = Math.abs((row?.ms ?? between) - between);
  const seconds = (differenceMs / 1000).toFixed(1);
  if (differenceMs <= clocksMayDifferMs) {
    return { system, name: 'clock', state: 'ok', says: `The clocks differ by ${seconds} s.` };
  }
  return {
    system,
    name: 'clock',
    state: 'warning',
    says: `The database’s clock and this machine’s differ by ${seconds} s: holds and reminders come that much too early or late.`,
    remedy: 'Set both by a time service (NTP).',
  };
}

/** Jobs begin at once because PostgreSQL announces them; a transaction pooler swallows that without a word. */
async function announcementLine(client: postgres.Sql): Promise<CheckLine> {
  const channel = `usher_doctor_${randomBytes(6).toString('hex')}`;
  const name = 'announcements';
  let timer: NodeJS.Timeout | undefined;
  let heard: (() => void) | undefined;
  const arrival = new Promise<boolean>((resolve) => {
    heard = () => resolve(true);
    timer = setTimeout(() => resolve(false), arrivesWithinMs);
  });
  try {
    const { unlisten } = await client.listen(channel, () => heard?.());
    await client.notify(channel, 'knock');
    const hasArrived = await arrival;
    await unlisten();
    if (hasArrived) return { system, name, state: 'ok', says: 'What the database announces arrives.' };
  } finally {
    clearTimeout(timer);
  }
  return {
    system,
    name,
    state: 'broken',
    says: 'What the database announces (LISTEN and NOTIFY) does not arrive: jobs begin late.',
    remedy:
      'Give DATABASE_URL a direct connection to PostgreSQL, or a pooler in session mode: not one in transaction mode.',
  };
}
