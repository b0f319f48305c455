/** `usher doctor`: looks at everything that Usher works with, says how it stands and what to do, and changes nothing. */
import pg from 'pg';
import { type Environment, type OutsideConfig, readOutsideConfig } from './config.ts';
import { checkDatabase } from './doctor-database.ts';
import { checkPauses, checkWebinars } from './doctor-webinars.ts';
import { openStore } from './open-store.ts';
import type { CheckLine } from './outside/check-line.ts';
import { checkMarketo } from './outside/marketo/check-marketo.ts';
import { checkOn24 } from './outside/on24/check-on24.ts';
import { checkSlack } from './outside/slack/check-slack.ts';
import { openOutsideClients } from './outside-clients.ts';
import { openDatabase } from './store/database.ts';

/** Returns the exit code: 0 when nothing is broken, warnings or not. */
export async function doctorCommand(
  environment: Environment,
  options: { json?: boolean },
  say: (line: string) => void,
): Promise<number> {
  const lines = await examine(readOutsideConfig(environment));
  if (options.json) say(JSON.stringify(lines, null, 2));
  else for (const line of [...lines.flatMap(asText), summary(lines)]) say(line);
  return lines.some(({ state }) => state === 'broken') ? 1 : 0;
}

async function examine(config: OutsideConfig): Promise<CheckLine[]> {
  const store = await openStore(config);
  try {
    const database = await checkDatabase(store.url);
    const isUsable = database.every(({ state }) => state !== 'broken');
    return [...database, ...(await examineOutside(config, isUsable ? store.url : undefined))];
  } finally {
    await store.leave();
  }
}

/** Without a database that can be used there are no webinars to look at. */
async function examineOutside(config: OutsideConfig, url: string | undefined): Promise<CheckLine[]> {
  const name = 'usher doctor';
  const database = url === undefined ? undefined : openDatabase(url, { maxConnections: 2, name });
  const pool = new pg.Pool({ connectionString: url, max: 2, application_name: name });
  const clients = openOutsideClients(config, database && { pool, db: database.db });
  try {
    const checks = await Promise.all([
      checkSlack(clients.slack),
      checkMarketo(clients.marketo),
      checkOn24(clients.on24, config.ON24_CLIENT_ID),
    ]);
    const lines = checks.flat();
    if (!database) return lines;
    const answering = { ...clients, db: database.db, unasked: systemsThatFail(lines) };
    return [...lines, ...(await checkPauses(database.db)), ...(await checkWebinars(answering))];
  } finally {
    await clients.close();
    await Promise.all([pool.end(), database?.close()]);
  }
}

/** What is wrong with a whole system is said once, and not again for each webinar. */
const wholeSystem = ['token', 'account', 'calls today'];

function systemsThatFail(lines: readonly CheckLine[]): CheckLine['system'][] {
  const failing = lines.filter(({ state, name }) => state === 'broken' && wholeSystem.includes(name));
  return failing.map(({ system }) => system);
}

const marks = { ok: 'ok     ', warning: 'warning', broken: 'BROKEN ' } as const;

function asText({ system, name, state, says, remedy }: CheckLine): string[] {
  const line = `${marks[state]}  ${system} · ${name}: ${says}`;
  return remedy === undefined ? [line] : [line, `         -> ${remedy}`];
}

function summary(lines: readonly CheckLine[]): string {
  const count = (wanted: CheckLine['state']) => lines.filter(({ state }) => state === wanted).length;
  const [broken, warnings] = [count('broken'), count('warning')];
  const noted = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return broken === 0 ? `Nothing is broken${noted}.` : `${broken} broken${noted}.`;
}
