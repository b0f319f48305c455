/** Events API: wraps an event, sends it to the bot, and sends it again on Slack's schedule when it goes unanswered. */
import { world } from '../world.ts';
import { deliver } from './bot-delivery.ts';
import type { AckOutcome } from './slack-person.ts';
import type { Workspace } from './workspace.ts';

const retryDelaysMs = [0, 60_000, 300_000];

/** Resolves with the answer to the first try; retries follow the sandbox clock. */
export async function sendEvent(
  workspace: Workspace,
  event: Readonly<Record<string, unknown>>,
): Promise<AckOutcome> {
  const { slack } = world;
  const payload = {
    type: 'event_callback',
    token: 'sandbox-verification-token',
    team_id: slack.teamId,
    api_app_id: slack.appId,
    event_id: workspace.nextId('Ev0'),
    event_time: Math.floor(workspace.clock.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: slack.teamId,
        user_id: slack.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event: { event_ts: workspace.nextTs(), ...event },
  };
  const first = await deliver(workspace, { type: 'events_api', payload, isBodyRead: false });
  const { eventRetries } = workspace.switches;
  const isRepeated = eventRetries === 'duplicates' || (eventRetries === 'scheduled' && !first.ok);
  if (isRepeated) retry(workspace, payload, 1, eventRetries === 'duplicates');
  return first;
}

function retry(
  workspace: Workspace,
  payload: Readonly<Record<string, unknown>>,
  number: number,
  isOnlyOnce: boolean,
): void {
  const delayMs = retryDelaysMs[number - 1];
  if (delayMs === undefined) return;
  workspace.timers.after(delayMs, () => {
    const again = {
      type: 'events_api',
      payload,
      isBodyRead: false,
      retry: { number, reason: 'http_timeout' },
    } as const;
    void deliver(workspace, again).then((outcome) => {
      if (!outcome.ok && !isOnlyOnce) retry(workspace, payload, number + 1, false);
    });
  });
}
