#!/usr/bin/env node
/** Usher's commands. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { ConfigError, processEnvironment, readDatabaseConfig } from './config.ts';
import { connectCommand } from './connect-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { forgetCommand } from './forget-command.ts';
import { historyCommand } from './history-command.ts';
import { runService } from './main.ts';
import { openStore } from './open-store.ts';
import { statuses } from './program/status.ts';
import { registrars } from './program/webinar.ts';
import { refreshFromTerminal } from './refresh-from-terminal.ts';
import { openDatabase } from './store/database.ts';
import { EmbeddedPostgresError } from './store/embedded-error.ts';
import { migrate } from './store/migrate.ts';
import { webinarLines } from './webinars/list-webinars.ts';
import { slackManifest } from './webinars/slack-manifest.ts';

const program = new Command('usher').description(
  'Approvals, registration errors and attendance of webinars, in Slack.',
);

program
  .command('start')
  .description('bring the database up to date, then run the bot')
  .action(() => runService(processEnvironment()));

program
  .command('migrate')
  .description('bring the database up to date')
  .action(async () => {
    const store = await openStore(readDatabaseConfig(processEnvironment()));
    await migrate(store.url).finally(store.leave);
    say('The database is up to date.');
  });

program
  .command('connect')
  .description('connect a webinar: a Marketo program, its ON24 event, a Slack channel and who decides there')
  .requiredOption('--program <number>', 'the Marketo event program', number)
  .requiredOption('--event <number>', 'the ON24 event', number)
  .requiredOption('--channel <id>', 'the Slack channel, C...')
  .requiredOption('--approvers <ids>', 'who decides: people (U...) and user groups (S...), with commas', list)
  .option('--capacity <number>', 'places; without it there is no limit', number)
  .addOption(
    new Option('--hold <seconds>', 'seconds in which a decision can be undone').argParser(number).default(10),
  )
  .addOption(
    new Option('--registrar <who>', 'who registers the approved in ON24').choices(registrars).default('on24'),
  )
  .option(
    '--campaign <number>',
    'with --registrar marketo: the trigger campaign that Approve requests',
    number,
  )
  .addOption(
    new Option(
      '--status-names <pairs>',
      'what custom statuses are called, as pending_approval=To Review,rejected=Declined',
    ).argParser(statusNames),
  )
  .option('--reason-field <name>', 'the program-member field that takes the reason of a decision or an error')
  .addOption(
    new Option(
      '--fields <pairs>',
      'ON24 registration fields and the Marketo fields that fill them, as std1=industry,country=country',
    ).argParser(pairs),
  )
  .option(
    '--join-link <template>',
    'the link of each person, with {email}, {firstName}, {lastName}, {company}; else the event page',
  )
  .option('--add-unknown', 'add who attended without being registered to Marketo, without asking')
  .option(
    '--retention <days>',
    'days after the end for which people are known by name; without it for ever',
    number,
  )
  .addOption(
    new Option('--on24-client <number>', "the ON24 account, when it is not ON24_CLIENT_ID's").argParser(
      number,
    ),
  )
  .action(async (options) => {
    process.exitCode = await connectCommand(processEnvironment(), options, say);
  });

program
  .command('webinars')
  .description('list the connected webinars and how many people stand where')
  .action(async () => {
    const store = await openStore(readDatabaseConfig(processEnvironment()));
    const database = openDatabase(store.url, { maxConnections: 1, name: 'usher webinars' });
    try {
      const lines = await webinarLines(database.db);
      say(
        lines.length > 0
          ? lines.join('\n')
          : 'No webinar is connected yet. Connect one with: usher connect --help',
      );
    } finally {
      await database.close();
      await store.leave();
    }
  });

program
  .command('refresh')
  .description('bring in who attended a webinar, beside the running service')
  .requiredOption('--webinar <number>', 'its number in "usher webinars"', number)
  .action(async (options: { webinar: number }) => {
    process.exitCode = await refreshFromTerminal(processEnvironment(), options.webinar, say);
  });

program
  .command('history')
  .description('who did what to whom in a webinar, oldest first, in UTC')
  .requiredOption('--webinar <number>', 'its number in "usher webinars"', number)
  .option('--csv', 'as CSV for a spreadsheet')
  .option('--with-email', 'with the e-mail addresses of the people')
  .action(async (options: { webinar: number; csv?: boolean; withEmail?: boolean }) => {
    process.exitCode = await historyCommand(processEnvironment(), options, {
      write: print,
      complain: (line) => process.stderr.write(`${line}\n`),
    });
  });

program
  .command('doctor')
  .description(
    'check the database, Slack, Marketo, ON24 and each webinar, and say what to do; changes nothing',
  )
  .option('--json', 'print the checks as JSON')
  .action(async (options: { json?: boolean }) => {
    process.exitCode = await doctorCommand(processEnvironment(), options, say);
  });

program
  .command('forget')
  .description('erase a person here, and say what Marketo and ON24 still hold')
  .argument('<email>', 'the address of the person')
  .option('--on24', 'have ON24 forget them too; it cannot be taken back')
  .action(async (email: string, options: { on24?: boolean }) => {
    process.exitCode = await forgetCommand(processEnvironment(), email, options, say);
  });

program
  .command('manifest')
  .description('print the manifest from which Slack makes the app')
  .option('--http <address>', 'the public address of this service; without it the app uses Socket Mode')
  .action((options: { http?: string }) =>
    say(JSON.stringify(slackManifest({ httpUrl: options.http }), null, 2)),
  );

// Whoever writes is told of it by its own callback.
process.stdout.on('error', () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  // Nobody reads any further, as with `| head`.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(0);
  process.exitCode = 1;
  const isForTheOperator = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${isForTheOperator ? error.message : explain(error)}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Answers once the terminal, file or pipe has taken the text. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Faults of the network and the database come with a code that says more than their message. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message || error.name}${cause}`;
}

function number(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

function pairs(value: string): Record<string, string> {
  return Object.fromEntries(
    list(value).map((pair) => {
      const [, name, given] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (!name || !given) throw new InvalidArgumentError('It must be pairs such as a=b,c=d.');
      return [name.trim(), given.trim()];
    }),
  );
}

function statusNames(value: string): Record<string, string> {
  const names = pairs(value);
  const wrong = Object.keys(names).find((name) => !statuses.some((status) => status === name));
  if (wrong) throw new InvalidArgumentError(`There is no status ${wrong}: use ${statuses.join(', ')}.`);
  return names;
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
