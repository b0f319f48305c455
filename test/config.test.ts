/** The configuration: all faults at once, by name, with what would be right. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  type Environment,
  readDatabaseConfig,
  readOutsideConfig,
  readServiceConfig,
  variableNames,
} from '../src/config.ts';

const complete: Environment = {
  DATABASE_URL: 'postgres://usher:secret@localhost:5432/usher',
  SLACK_BOT_TOKEN: 'xoxb-1-2',
  SLACK_SIGNING_SECRET: 'signing',
  MARKETO_URL: 'https://123-ABC-456.mktorest.com',
  MARKETO_CLIENT_ID: 'client',
  MARKETO_CLIENT_SECRET: 'hushhush',
  ON24_CLIENT_ID: '22355',
  ON24_TOKEN_KEY: 'key',
  ON24_TOKEN_SECRET: 'secret',
};

function faultsOf(environment: Environment, read: (environment: Environment) => unknown = readServiceConfig) {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('a complete environment', () => {
  it('is read, with defaults for what it leaves out', () => {
    expect(readServiceConfig(complete)).toEqual({
      ...complete,
      ON24_CLIENT_ID: 22355,
      USHER_DATA_DIR: '.usher',
      LOG_LEVEL: 'info',
      SLACK_API_URL: 'https://slack.com/api/',
      ON24_URL: 'https://api.on24.com',
      PORT: 3000,
      MARKETO_POLL_SECONDS: 60,
      REFRESH_AT: '23:00',
      REFRESH_TIME_ZONE: 'America/Los_Angeles',
    });
  });

  it('may carry addresses with or without a slash at the end', () => {
    const config = readServiceConfig({
      ...complete,
      MARKETO_URL: 'https://123-ABC-456.mktorest.com/',
      ON24_URL: 'https://api.on24.com//',
      SLACK_API_URL: 'http://127.0.0.1:4701/api',
    });
    expect(config).toMatchObject({
      MARKETO_URL: 'https://123-ABC-456.mktorest.com',
      ON24_URL: 'https://api.on24.com',
      SLACK_API_URL: 'http://127.0.0.1:4701/api/',
    });
  });

  it('is not held up by other people’s variables, or by blanks around a value', () => {
    const config = readServiceConfig({ ...complete, HOME: '/root', ON24_CLIENT_ID: ' 22355\n' });
    expect(config.ON24_CLIENT_ID).toBe(22355);
    expect(Object.keys(config)).not.toContain('HOME');
  });

  it('takes a variable that is set to nothing for one that is not set', () => {
    expect(readServiceConfig({ ...complete, PORT: '', MARKETO_WEBHOOK_SECRET: '' })).toMatchObject({
      PORT: 3000,
    });
    expect(faultsOf({ ...complete, ON24_TOKEN_KEY: '  ' })).toEqual([
      'ON24_TOKEN_KEY is missing: the access token key from ON24',
    ]);
  });
});

describe('a faulty environment', () => {
  it('has everything that is missing told at once, by name, with what belongs there', () => {
    expect([...faultsOf({})].sort()).toEqual([
      'DATABASE_URL is missing: a PostgreSQL address such as postgres://user:password@host:5432/usher, or "embedded" for a trial',
      'MARKETO_CLIENT_ID is missing: the client id of the LaunchPoint service',
      'MARKETO_CLIENT_SECRET is missing: the client secret of the LaunchPoint service',
      'MARKETO_URL is missing: the address of your Marketo, such as https://123-ABC-456.mktorest.com',
      'ON24_CLIENT_ID is missing: the number of your ON24 account',
      'ON24_TOKEN_KEY is missing: the access token key from ON24',
      'ON24_TOKEN_SECRET is missing: the access token secret from ON24',
      'SLACK_BOT_TOKEN is missing: the bot token of the Slack app, xoxb-...',
      'SLACK_SIGNING_SECRET is missing: the signing secret of the Slack app, under Basic Information; or set SLACK_APP_TOKEN for Socket Mode',
    ]);
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/usher', 'must begin with postgres:// or be "embedded"'],
    ['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, silent'],
    ['SLACK_BOT_TOKEN', 'xapp-1', 'must be a bot token, which begins with xoxb-'],
    ['SLACK_API_URL', 'slack.com/api', 'must be an address such as https://slack.com/api/'],
    ['MARKETO_URL', 'mktorest', 'must be an address such as https://123-ABC-456.mktorest.com'],
    ['MARKETO_URL', 'https://123-ABC-456.mktorest.com/rest', 'must be given without /rest or /identity'],
    ['MARKETO_URL', 'https://123-ABC-456.mktorest.com/identity/', 'must be given without /rest or /identity'],
    ['ON24_CLIENT_ID', 'acme', 'must be a number'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '80.5', 'must be a whole number from 0 to 65535'],
    ['MARKETO_POLL_SECONDS', '0', 'must be a whole number from 1 to 3600'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'must be an app token, which begins with xapp-'],
    ['REFRESH_AT', '24:00', 'must be a time of day, HH:MM'],
    ['REFRESH_AT', '9:30', 'must be a time of day, HH:MM'],
    ['REFRESH_TIME_ZONE', 'Pacific', 'must be a time zone such as America/Los_Angeles'],
    ['MARKETO_WEBHOOK_SECRET', 'short', 'must have at least 8 characters'],
  ])('says of %s=%s that it %s', (name, value, sentence) => {
    expect(faultsOf({ ...complete, [name]: value })).toEqual([`${name} ${sentence}`]);
  });

  it('has every fault in its message, one line for each', () => {
    const error = new ConfigError(['PORT is odd', 'ON24_URL is even']);
    expect(error.message).toBe('The configuration has 2 faults:\n  - PORT is odd\n  - ON24_URL is even');
    expect(new ConfigError(['PORT is odd']).message).toBe('The configuration has a fault:\n  - PORT is odd');
  });

  it('never has a value repeated that may be a secret', () => {
    const faults = faultsOf({ ...complete, SLACK_BOT_TOKEN: 'hush-1', MARKETO_WEBHOOK_SECRET: 'hush-2' });
    expect(faults).toHaveLength(2);
    expect(faults.join('\n')).not.toContain('hush');
  });
});

describe('a secret in a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'usher-config-'));
    writeFileSync(join(folder, 'secret'), 'from-the-file\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const { MARKETO_CLIENT_SECRET: _left, ...others } = complete;

  it('is read from where NAME_FILE points, without the line’s end', () => {
    const config = readServiceConfig({ ...others, MARKETO_CLIENT_SECRET_FILE: join(folder, 'secret') });
    expect(config.MARKETO_CLIENT_SECRET).toBe('from-the-file');
  });

  it('gives way to the variable itself', () => {
    const both = { ...complete, MARKETO_CLIENT_SECRET_FILE: join(folder, 'secret') };
    expect(readServiceConfig(both).MARKETO_CLIENT_SECRET).toBe('hushhush');
  });

  it('also when the variable is set to nothing', () => {
    const both = {
      ...complete,
      MARKETO_CLIENT_SECRET: '',
      MARKETO_CLIENT_SECRET_FILE: join(folder, 'secret'),
    };
    expect(readServiceConfig(both).MARKETO_CLIENT_SECRET).toBe('from-the-file');
  });

  it('that cannot be read is one fault, told beside the others', () => {
    const path = join(folder, 'nowhere');
    const faults = faultsOf({ ...others, MARKETO_CLIENT_SECRET_FILE: path, PORT: 'x' });
    expect(faults).toHaveLength(2);
    expect(faults[0]).toMatch(
      /^MARKETO_CLIENT_SECRET cannot be read from MARKETO_CLIENT_SECRET_FILE: ENOENT/,
    );
    expect(faults[1]).toMatch(/^PORT /);
  });
});

describe('the way to Slack', () => {
  const { SLACK_SIGNING_SECRET: _left, ...neither } = complete;

  it('is open with an app token alone, or with a signing secret alone', () => {
    expect(faultsOf({ ...neither, SLACK_APP_TOKEN: 'xapp-1-2' })).toEqual([]);
    expect(faultsOf(complete)).toEqual([]);
  });

  it('that is closed because a file cannot be read is one fault', () => {
    expect(faultsOf({ ...neither, SLACK_SIGNING_SECRET_FILE: '/nowhere/secret' })).toHaveLength(1);
  });
});

describe('a command', () => {
  it('that looks only into the database asks for no more than the database', () => {
    expect(faultsOf({ DATABASE_URL: 'embedded' }, readDatabaseConfig)).toEqual([]);
    expect(faultsOf({}, readDatabaseConfig)).toHaveLength(1);
  });

  it('that calls outside, but takes no requests, asks for no signing secret', () => {
    const { SLACK_SIGNING_SECRET: _left, ...rest } = complete;
    expect(faultsOf(rest, readOutsideConfig)).toEqual([]);
  });
});

describe('.env.example', () => {
  const example = readFileSync('.env.example', 'utf8');
  const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);

  it('names exactly the variables that are read, each once', () => {
    expect([...named].sort()).toEqual([...variableNames].sort());
  });

  it('shows as commented out exactly what has a default', () => {
    const needed = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    const missing = faultsOf({}).map((fault) => fault.split(' ')[0]);
    expect([...needed].sort()).toEqual([...missing].sort());
  });
});

describe('the environment', () => {
  it('is read in one place only; what a child process inherits is passed on unread', () => {
    const readers = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => readFileSync(join('src', file), 'utf8').includes('process.env'));
    expect(readers.sort()).toEqual(['config.ts', join('store', 'embedded-command.ts')]);
    const child = readFileSync(join('src', 'store', 'embedded-command.ts'), 'utf8');
    expect(child.match(/process\.env[.[]/)).toBeNull();
  });
});
