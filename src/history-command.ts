/** `usher history`: who did what to whom in a webinar, as a list to read or as CSV, beside the running service. */
import { historyReason, historyWords } from './approvals/history-words.ts';
import { type Environment, readDatabaseConfig } from './config.ts';
import { openStore } from './open-store.ts';
import { type CsvCell, csvHead, csvRow } from './outside/csv.ts';
import { safeWords } from './outside/safe-words.ts';
import { personName, shownText } from './program/person-name.ts';
import { statusTitles } from './program/status.ts';
import { openDatabase } from './store/database.ts';
import { type EntryOfPerson, historyOfWebinar } from './store/history-store.ts';
import { findWebinar } from './store/webinar-store.ts';

export interface HistoryOptions {
  webinar: number;
  csv?: boolean;
  withEmail?: boolean;
}

export interface Outputs {
  /** Waits until the text is taken, so that a long history is never held in memory. */
  write: (text: string) => Promise<void>;
  complain: (line: string) => void;
}

/** Answers with the exit code. */
export async function historyCommand(
  environment: Environment,
  options: HistoryOptions,
  { write, complain }: Outputs,
): Promise<number> {
  const store = await openStore(readDatabaseConfig(environment));
  const database = openDatabase(store.url, { maxConnections: 1, name: 'usher history' });
  try {
    const webinar = await findWebinar(database.db, options.webinar);
    if (!webinar) {
      complain(`There is no webinar ${options.webinar}. "usher webinars" lists them.`);
      return 1;
    }
    if (options.csv) await write(csvHead(columns(options)));
    let count = 0;
    for await (const told of historyOfWebinar(database.db, webinar.id)) {
      count += 1;
      await write(options.csv ? csvRow(cells(told, options)) : `${readable(told, options)}\n`);
    }
    if (count === 0) complain(`Nothing has happened yet in "${shownText(webinar.title, 150)}".`);
    return 0;
  } finally {
    await database.close();
    await store.leave();
  }
}

function columns({ withEmail }: HistoryOptions): string[] {
  return [
    'Time',
    'Person',
    ...(withEmail ? ['E-mail'] : []),
    'Lead',
    'Event',
    'From',
    'To',
    'Cause',
    'Actor',
    'Reason',
  ];
}

function cells({ entry, person }: EntryOfPerson, { withEmail }: HistoryOptions): CsvCell[] {
  const { event, fromStatus, toStatus, cause, actor, reason, at } = entry;
  return [
    at.toISOString(),
    person && personName(person),
    ...(withEmail ? [person?.email ?? null] : []),
    person?.leadId ?? null,
    event,
    fromStatus && statusTitles[fromStatus],
    toStatus && statusTitles[toStatus],
    cause,
    actor,
    reason && shownReason(reason, withEmail),
  ];
}

function readable({ entry, person }: EntryOfPerson, { withEmail }: HistoryOptions): string {
  const reason = historyReason(entry);
  const address = withEmail && person?.email ? `, ${shownText(person.email, 320)}` : '';
  return [
    entry.at.toISOString().slice(0, 19).replace('T', ' '),
    person ? `${personName(person)} (lead ${person.leadId}${address})` : 'Webinar',
    historyWords(entry),
    `by ${entry.actor}`,
    ...(reason ? [`"${shownReason(reason, withEmail)}"`] : []),
  ].join(' · ');
}

/** People write addresses into reasons too. */
function shownReason(reason: string, withEmail: boolean | undefined): string {
  return withEmail ? shownText(reason, 2_000) : safeWords(reason);
}
