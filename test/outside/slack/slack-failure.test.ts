/** Slack's errors, each with its remedy. */
import { ErrorCode, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { OutsideFailure } from '../../../src/outside/failure.ts';
import { slackErrors, slackFailure } from '../../../src/outside/slack/slack-failure.ts';

const token = 'xoxb-1-hushhush';
const failure = (error: unknown) => slackFailure('post a message', error, [token]);
const platform = (error: string, messages?: string[]) =>
  failure(
    new WebAPIPlatformError({ ok: false, error, ...(messages ? { response_metadata: { messages } } : {}) }),
  );

describe('an error that Slack names', () => {
  it.each([
    ['invalid_auth', 'misconfigured', 'system', 'credentials'],
    ['token_revoked', 'misconfigured', 'system', 'credentials'],
    ['account_inactive', 'misconfigured', 'system', 'credentials'],
    ['missing_scope', 'misconfigured', 'system', 'permission'],
    ['not_in_channel', 'misconfigured', 'event', 'wrong-address'],
    ['is_archived', 'misconfigured', 'event', 'wrong-address'],
    ['channel_not_found', 'misconfigured', 'event', 'wrong-address'],
    ['message_not_found', 'refused', 'person', 'unknown-person'],
    ['invalid_blocks', 'refused', 'person', 'bad-request'],
    ['msg_blocks_too_long', 'refused', 'person', 'bad-request'],
    ['internal_error', 'unavailable', 'system', 'outage'],
    ['service_unavailable', 'unavailable', 'system', 'outage'],
    ['an_error_of_next_year', 'refused', 'person', 'bad-request'],
  ])('"%s" is %s, about the %s (%s)', (name, kind, scope, cause) => {
    expect(platform(name)).toMatchObject({ system: 'slack', code: name, kind, scope, cause });
  });

  it('is told with Slack’s own reasons', () => {
    expect(platform('invalid_blocks', ['[ERROR] too long [json-pointer:/blocks/0]']).words).toBe(
      'invalid_blocks [ERROR] too long [json-pointer:/blocks/0]',
    );
  });

  it('after which the call may have been carried out says so; every other does not', () => {
    const unknown = Object.keys(slackErrors).filter((name) => !platform(name).outcomeKnown);
    expect(unknown.sort()).toEqual([
      'fatal_error',
      'internal_error',
      'request_timeout',
      'service_unavailable',
      'update_failed',
    ]);
  });
});

describe('too many calls', () => {
  it('wait as long as Slack says, and are no outage', () => {
    expect(failure(new WebAPIRateLimitedError(17))).toMatchObject({
      kind: 'unavailable',
      cause: 'throttled',
      retryAfterMs: 17_000,
      outcomeKnown: true,
    });
  });

  it('wait half a minute where Slack does not say how long', () => {
    expect(failure(new Error('Retry header did not contain a valid timeout (Retry-After)'))).toMatchObject({
      cause: 'throttled',
      retryAfterMs: 30_000,
    });
  });
});

describe('a call without an answer', () => {
  it.each([
    ['timeout of 10000ms exceeded', 'timeout'],
    ['socket hang up', 'cut-off'],
  ])('(%s) is unavailable, and may have been carried out', (message, cause) => {
    const error = Object.assign(new Error(message), { code: ErrorCode.RequestError });
    expect(failure(error)).toMatchObject({
      kind: 'unavailable',
      scope: 'system',
      cause,
      outcomeKnown: false,
    });
  });

  it('is one even when what was thrown is no error', () => {
    expect(failure('gone')).toMatchObject({ kind: 'unavailable', outcomeKnown: false, words: 'gone' });
  });

  it('is not taken for throttling because its address holds the figures 429', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 10.4.29.1:14290'), {
      code: ErrorCode.RequestError,
    });
    expect(failure(error).cause).not.toBe('throttled');
  });
});

describe('a failure of Slack', () => {
  it('that is one already stays as it is', () => {
    const known = platform('is_archived');
    expect(failure(known)).toBe(known);
    expect(known).toBeInstanceOf(OutsideFailure);
  });

  it('never holds the token', () => {
    const spoken = failure(
      new Error(`request with Bearer ${token} to https://slack.test/?token=${token} broke`),
    );
    expect(spoken.message).not.toContain('hushhush');
    expect(JSON.stringify(spoken)).not.toContain('hushhush');
  });
});
