/** The one reader of the environment: checked at the start, every fault reported together, by name, with what would be right. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';

/** Configuration faults, one sentence for each variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

const url = (example: string) =>
  z
    .string()
    .regex(/^https?:\/\/[^\s]+$/, `must be an address such as ${example}`)
    .transform((value) => value.replace(/\/+$/, ''));
const required = (what: string) => z.string(`is missing: ${what}`).min(1, `is empty: ${what}`);
const whole = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`)
    .default(fallback);

const databaseVariables = {
  DATABASE_URL: required(
    'a PostgreSQL address such as postgres://user:password@host:5432/usher, or "embedded" for a trial',
  ).refine(
    (value) => value === 'embedded' || /^postgres(ql)?:\/\/.+/.test(value),
    'must begin with postgres:// or be "embedded"',
  ),
  USHER_DATA_DIR: z.string().default('.usher'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'must be one of trace, debug, info, warn, error, silent',
    )
    .default('info'),
};

const outsideVariables = {
  SLACK_BOT_TOKEN: required('the bot token of the Slack app, xoxb-...').refine(
    (value) => value.startsWith('xoxb-'),
    'must be a bot token, which begins with xoxb-',
  ),
  SLACK_API_URL: url('https://slack.com/api/')
    .default('https://slack.com/api')
    .transform((value) => `${value}/`),
  MARKETO_URL: z
    .string('is missing: the address of your Marketo, such as https://123-ABC-456.mktorest.com')
    .pipe(url('https://123-ABC-456.mktorest.com'))
    .refine((value) => !/\/(rest|identity)$/.test(value), 'must be given without /rest or /identity'),
  MARKETO_CLIENT_ID: required('the client id of the LaunchPoint service'),
  MARKETO_CLIENT_SECRET: required('the client secret of the LaunchPoint service'),
  ON24_URL: url('https://api.on24.com').default('https://api.on24.com'),
  ON24_CLIENT_ID: required('the number of your ON24 account')
    .regex(/^\d+$/, 'must be a number')
    .transform(Number),
  ON24_TOKEN_KEY: required('the access token key from ON24'),
  ON24_TOKEN_SECRET: required('the access token secret from ON24'),
};

const serviceVariables = {
  SLACK_APP_TOKEN: z
    .string()
    .refine((value) => value.startsWith('xapp-'), 'must be an app token, which begins with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  PORT: whole(0, 65_535, 3000),
  MARKETO_POLL_SECONDS: whole(1, 3600, 60),
  REFRESH_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, HH:MM')
    .default('23:00'),
  REFRESH_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone such as America/Los_Angeles')
    .default('America/Los_Angeles'),
  MARKETO_WEBHOOK_SECRET: z.string().min(8, 'must have at least 8 characters').optional(),
};

/** Every variable that Usher reads. */
export const variableNames = Object.keys({ ...databaseVariables, ...outsideVariables, ...serviceVariables });

export type DatabaseConfig = ReturnType<typeof readDatabaseConfig>;
export type OutsideConfig = ReturnType<typeof readOutsideConfig>;
export type ServiceConfig = ReturnType<typeof readServiceConfig>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** What commands need that only look into the database. */
export function readDatabaseConfig(environment: Environment) {
  return read(z.object(databaseVariables), environment);
}

/** What commands need that also call Slack, Marketo and ON24. */
export function readOutsideConfig(environment: Environment) {
  return read(z.object({ ...databaseVariables, ...outsideVariables }), environment);
}

/** What the service needs. */
export function readServiceConfig(environment: Environment) {
  return read(z.object({ ...databaseVariables, ...outsideVariables, ...serviceVariables }), environment, [
    wayToSlack,
  ]);
}

/** The process's environment over a `.env` file in the current folder, so that what is set by hand wins. */
export function processEnvironment(): Environment {
  const fromFile = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...fromFile, ...process.env };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Slack reaches us over sockets that we open, or over HTTP; one of the two must be set up. */
function wayToSlack(values: Readonly<Record<string, string>>): string | undefined {
  if (values['SLACK_APP_TOKEN'] !== undefined || values['SLACK_SIGNING_SECRET'] !== undefined)
    return undefined;
  return 'SLACK_SIGNING_SECRET is missing: the signing secret of the Slack app, under Basic Information; or set SLACK_APP_TOKEN for Socket Mode';
}

function read<Shape extends z.ZodObject>(
  shape: Shape,
  environment: Environment,
  rules: readonly ((values: Readonly<Record<string, string>>) => string | undefined)[] = [],
): z.output<Shape> {
  const faults: string[] = [];
  const values: Record<string, string> = {};
  for (const name of Object.keys(shape.shape)) {
    const value = rawValue(name, environment, faults);
    // A variable that is set to nothing is a variable that is not set.
    if (value !== undefined && value !== '') values[name] = value;
  }
  const unread = new Set(faults.map((fault) => fault.split(' ')[0]));
  const broken = rules.flatMap((rule) => rule(values) ?? []);
  faults.push(...broken.filter((fault) => !unread.has(fault.split(' ')[0])));
  const parsed = shape.safeParse(values);
  for (const { path, message } of parsed.error?.issues ?? []) {
    if (!unread.has(String(path[0]))) faults.push(`${String(path[0])} ${message}`);
  }
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return parsed.data;
}

/** `NAME`, or the content of the file that `NAME_FILE` names, as container platforms hand over secrets. */
function rawValue(name: string, environment: Environment, faults: string[]): string | undefined {
  const path = environment[`${name}_FILE`];
  const own = environment[name]?.trim();
  if ((own !== undefined && own !== '') || path === undefined || path === '') return own;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    faults.push(
      `${name} cannot be read from ${name}_FILE: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}
