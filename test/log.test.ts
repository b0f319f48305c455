/** The log: whatever is written, at whatever level, no address and no secret comes out. */
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readServiceConfig, variableNames } from '../src/config.ts';
import { createLog, type Log } from '../src/log.ts';
import { secretsOf } from '../src/main.ts';
import { OutsideFailure } from '../src/outside/failure.ts';

const secret = 'p4ss/word+of+marketo';
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
const line = z.looseObject({ level: z.string(), time: z.iso.datetime(), msg: z.string().optional() });

function written(write: (log: Log) => void, level = 'trace') {
  const raw: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      raw.push(String(chunk));
      done();
    },
  });
  write(createLog({ level, secrets: [secret], destination }));
  return { raw: raw.join(''), lines: raw.map((text) => line.parse(JSON.parse(text))) };
}

const leaks: [what: string, text: string][] = [
  ['an address', 'for mira.k+web@acme.test'],
  ['an address in a query', 'GET /v2?email=mira%40acme.test'],
  ['a bot token', 'xoxb-123-456-abcdef'],
  ['an app token', 'xapp-1-A0-123-abcdef'],
  ['a bearer token', 'Authorization: Bearer cdf01657-110d-4155-99a7-f986b2ff13a0:int'],
  ['a secret by its value', `login with ${secret}`],
  ['a secret by its value, percent-encoded', `?client_secret=${encodeURIComponent(secret)}`],
];
const never = /mira|xoxb-123|xapp-1|cdf01657|f986b2ff13a0|p4ss/;

const places: [where: string, write: (log: Log, text: string) => void][] = [
  ['the message', (log, text) => log.info(text)],
  ['a message that is filled in', (log, text) => log.info('it said %s and %j', text, { text })],
  ['a field', (log, text) => log.info({ text }, 'said')],
  ['the name of a field', (log, text) => log.info({ people: { [text]: 1 } }, 'said')],
  ['a nested list', (log, text) => log.info({ deep: [{ deeper: [text] }] }, 'said')],
  ['a map', (log, text) => log.info({ map: new Map([['key', text]]), set: new Set([text]) }, 'said')],
  ['an address object', (log, text) => log.info({ url: new URL(`https://x.test/?q=${text}`) }, 'said')],
  ['an error', (log, text) => log.error({ error: new Error(text) }, 'failed')],
  ['an error under pino’s own name', (log, text) => log.error({ err: new Error(text) }, 'failed')],
  ['an error instead of fields', (log, text) => log.error(new Error(text), 'failed')],
  ['an error alone', (log, text) => log.error(new Error(text))],
  [
    'the cause of a cause',
    (log, text) => log.error({ error: new Error('a', { cause: new Error('b', { cause: text }) }) }, 'failed'),
  ],
  [
    'one of several errors',
    (log, text) => log.error({ error: new AggregateError([new Error(text)], 'several') }, 'failed'),
  ],
  [
    'the fields of an error',
    (log, text) =>
      log.error({ error: Object.assign(new Error('a'), { query: text, detail: { text } }) }, 'failed'),
  ],
  [
    'the name of an error',
    (log, text) => log.error({ error: Object.assign(new Error('a'), { name: text }) }, 'x'),
  ],
  ['the fields of a child', (log, text) => log.child({ text }).info('said')],
  ['something that writes itself', (log, text) => log.info({ own: { toJSON: () => text } }, 'said')],
  ['a buffer', (log, text) => log.info({ body: Buffer.from(text).toString('utf8') }, 'said')],
];

describe('no line of the log holds', () => {
  it.each(places)('an address or a secret in %s', (_where, write) => {
    const leaked = leaks.filter(([, text]) => never.test(written((log) => write(log, text)).raw));
    expect(leaked.map(([what]) => what)).toEqual([]);
  });

  it.each(levels)('an address or a secret at level %s', (level) => {
    const { raw, lines } = written((log) => log[level]({ who: 'mira@acme.test' }, `login with ${secret}`));
    expect(lines).toHaveLength(1);
    expect(raw).not.toMatch(never);
  });

  it('what an outside system said of a person', () => {
    const failure = new OutsideFailure({
      system: 'on24',
      operation: 'register person',
      kind: 'refused',
      scope: 'person',
      cause: 'declined',
      words: `No mira@acme.test with ${secret}`,
      secrets: [secret],
    });
    const { raw } = written((log) => log.warn({ error: failure }, 'refused'));
    expect(raw).toContain('on24 could not register person (declined)');
    expect(raw).not.toMatch(never);
  });
});

describe('what must never be in the log', () => {
  it('is every variable of the configuration that lets somebody in', () => {
    const secrets = {
      SLACK_BOT_TOKEN: 'xoxb-secret-1',
      SLACK_APP_TOKEN: 'xapp-secret-2',
      SLACK_SIGNING_SECRET: 'secret-3',
      MARKETO_CLIENT_SECRET: 'secret-4',
      MARKETO_WEBHOOK_SECRET: 'secret-5',
      ON24_TOKEN_KEY: 'secret-6',
      ON24_TOKEN_SECRET: 'secret-7',
      DATABASE_URL: 'postgres://usher:secret-8@localhost/usher',
    };
    const others = {
      MARKETO_URL: 'https://marketo.test',
      MARKETO_CLIENT_ID: 'client',
      ON24_CLIENT_ID: '22355',
    };
    const named = variableNames.filter((name) => /TOKEN|SECRET|PASSWORD/.test(name));
    expect(Object.keys(secrets)).toEqual(expect.arrayContaining(named));
    expect(secretsOf(readServiceConfig({ ...secrets, ...others }))).toEqual(
      expect.arrayContaining(Object.values(secrets)),
    );
  });
});

describe('a line of the log', () => {
  it('is one JSON object with a level in words, a time, the fields and the message', () => {
    const { lines } = written((log) => log.info({ job: 'draw-message', durationMs: 12 }, 'a job ran'));
    expect(lines).toMatchObject([{ level: 'info', job: 'draw-message', durationMs: 12, msg: 'a job ran' }]);
  });

  it('tells of an error what it is, where it came from and why', () => {
    const error = new TypeError('broken', { cause: new Error('the pipe') });
    const { lines } = written((log) => log.error({ error }, 'failed'));
    expect(lines[0]).toMatchObject({
      error: { name: 'TypeError', message: 'broken', cause: { name: 'Error', message: 'the pipe' } },
    });
    expect(JSON.stringify(lines[0]?.['error'])).toContain('log.test.ts');
  });

  it('keeps instants and numbers as they are', () => {
    const at = new Date('2024-12-12T10:42:08Z');
    const { lines } = written((log) => log.info({ at, count: 3, isDone: false, nothing: null }, 'kept'));
    expect(lines[0]).toMatchObject({ at: at.toISOString(), count: 3, isDone: false, nothing: null });
  });

  it('ends even for something that holds itself', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const { lines } = written((log) => log.info({ circle }, 'round'));
    expect(lines).toHaveLength(1);
  });

  it('below the level is not written', () => {
    const { lines } = written((log) => {
      log.debug('quiet');
      log.warn('loud');
    }, 'info');
    expect(lines.map(({ msg }) => msg)).toEqual(['loud']);
  });
});
