/** Slack's errors sorted by remedy. */
import { ErrorCode, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { type FailureCause, type FailureKind, type FailureScope, OutsideFailure } from '../failure.ts';

type Remedy = { kind: FailureKind; scope: FailureScope; cause: FailureCause; outcomeKnown?: boolean };

const credentials: Remedy = { kind: 'misconfigured', scope: 'system', cause: 'credentials' };
const permission: Remedy = { kind: 'misconfigured', scope: 'system', cause: 'permission' };
const channel: Remedy = { kind: 'misconfigured', scope: 'event', cause: 'wrong-address' };
const gone: Remedy = { kind: 'refused', scope: 'person', cause: 'unknown-person' };
const mistake: Remedy = { kind: 'refused', scope: 'person', cause: 'bad-request' };
/** Slack may have carried the call out before it stumbled. */
const stumbled: Remedy = { kind: 'unavailable', scope: 'system', cause: 'outage', outcomeKnown: false };

/** What to do about each of Slack's error names; facts: docs.slack.dev/reference/methods. */
export const slackErrors: Readonly<Record<string, Remedy>> = {
  internal_error: stumbled,
  fatal_error: stumbled,
  service_unavailable: stumbled,
  request_timeout: stumbled,
  update_failed: stumbled,
  not_authed: credentials,
  invalid_auth: credentials,
  token_revoked: credentials,
  token_expired: credentials,
  account_inactive: credentials,
  team_added_to_org: credentials,
  org_login_required: credentials,
  external_channel_migrating: credentials,
  ekm_access_denied: credentials,
  accesslimited: credentials,
  missing_scope: permission,
  not_allowed_token_type: permission,
  no_permission: permission,
  access_denied: permission,
  channel_not_found: channel,
  not_in_channel: channel,
  is_archived: channel,
  is_inactive: channel,
  restricted_action: channel,
  message_not_found: gone,
  cant_update_message: gone,
  edit_window_closed: gone,
  plan_upgrade_required: { kind: 'refused', scope: 'person', cause: 'permission' },
  invalid_blocks: mistake,
  invalid_blocks_format: mistake,
  invalid_arguments: mistake,
  no_text: mistake,
  msg_too_long: mistake,
  msg_blocks_too_long: mistake,
  metadata_too_large: mistake,
};

export function slackFailure(operation: string, error: unknown, secrets: readonly string[]): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  const detail = { system: 'slack', operation, secrets } as const;
  if (error instanceof WebAPIRateLimitedError) {
    return new OutsideFailure({
      ...detail,
      kind: 'unavailable',
      scope: 'system',
      cause: 'throttled',
      words: 'ratelimited',
      retryAfterMs: error.retryAfter * 1000,
    });
  }
  if (error instanceof WebAPIPlatformError) {
    const name = String(error.data.error);
    const reasons = error.data.response_metadata?.messages?.join(' ') ?? '';
    return new OutsideFailure({
      ...detail,
      ...(slackErrors[name] ?? mistake),
      words: `${name} ${reasons}`.trim(),
      code: name,
    });
  }
  const words = error instanceof Error ? error.message : String(error);
  // 429 without a usable Retry-After reaches us as a plain error of the client.
  if (/\b429\b|retry-after/i.test(words)) {
    return new OutsideFailure({
      ...detail,
      kind: 'unavailable',
      scope: 'system',
      cause: 'throttled',
      words,
      retryAfterMs: 30_000,
    });
  }
  return new OutsideFailure({
    ...detail,
    ...stumbled,
    cause: isTimeout(error) ? 'timeout' : 'cut-off',
    words,
  });
}

function isTimeout(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === ErrorCode.RequestError
    ? /timeout|abort/i.test(String(error))
    : /timeout/i.test(String(error));
}
