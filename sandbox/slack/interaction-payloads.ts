/** The payloads Slack sends when a person acts; keys as the SDKs know them. */
import { world } from '../world.ts';
import { findMessage, wireMessage } from './channel-messages.ts';
import { valuesOf } from './input-elements.ts';
import type { Fields } from './json-fields.ts';
import { wireView } from './modal-stack.ts';
import { issueResponseUrl } from './response-urls.ts';
import type { SandboxMessage, SandboxView } from './slack-records.ts';
import { issueTrigger } from './trigger-ids.ts';
import type { Workspace } from './workspace.ts';

const token = 'sandbox-verification-token';

function who(workspace: Workspace, userId: string): Fields {
  const { slack } = world;
  const name = workspace.people.get(userId)?.name ?? userId;
  return {
    api_app_id: slack.appId,
    token,
    team: { id: slack.teamId, domain: slack.teamDomain },
    user: { id: userId, username: name, name, team_id: slack.teamId },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Where an element stands, for a click (`isAnswerable`) or a request for options. */
export type ActionPlace =
  | { readonly view: SandboxView }
  | { readonly channelId: string; readonly ts: string; readonly message?: SandboxMessage | undefined };

function whereOf(workspace: Workspace, userId: string, place: ActionPlace): Fields {
  if ('view' in place)
    return { container: { type: 'view', view_id: place.view.id }, view: wireView(place.view) };
  const { channelId, ts } = place;
  const isEphemeral = workspace.ephemerals.some((ephemeral) => ephemeral.ts === ts);
  const message = place.message ?? findMessage(workspace, channelId, ts);
  const picks = workspace.picksInMessages.get(`${userId} ${ts}`);
  return {
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: isEphemeral },
    channel: { id: channelId, name: workspace.channels.get(channelId)?.name ?? 'unknown' },
    ...(message === undefined ? {} : { message: wireMessage(message, true) }),
    state: { values: valuesOf(message?.blocks ?? [], picks) },
  };
}

export function blockActions(
  workspace: Workspace,
  userId: string,
  place: ActionPlace,
  action: Fields,
): Fields {
  const isView = 'view' in place;
  return {
    type: 'block_actions',
    ...who(workspace, userId),
    ...whereOf(workspace, userId, place),
    trigger_id: issueTrigger(workspace, userId, isView ? place.view.id : undefined),
    ...(isView ? {} : { response_url: issueResponseUrl(workspace, { ...place, userId }, 'actions') }),
    actions: [{ action_ts: workspace.nextTs(), ...action }],
  };
}

export function blockSuggestion(
  workspace: Workspace,
  userId: string,
  place: ActionPlace,
  search: { readonly actionId: string; readonly blockId: string; readonly query: string },
): Fields {
  return {
    type: 'block_suggestion',
    ...who(workspace, userId),
    ...whereOf(workspace, userId, place),
    action_id: search.actionId,
    block_id: search.blockId,
    value: search.query,
  };
}

export function viewSubmission(workspace: Workspace, view: SandboxView): Fields {
  return {
    type: 'view_submission',
    ...who(workspace, view.userId),
    trigger_id: issueTrigger(workspace, view.userId, view.id),
    response_urls: [],
    view: wireView(view),
  };
}

export function viewClosed(workspace: Workspace, view: SandboxView, isCleared: boolean): Fields {
  return { type: 'view_closed', ...who(workspace, view.userId), view: wireView(view), is_cleared: isCleared };
}

export function globalShortcut(workspace: Workspace, userId: string, callbackId: string): Fields {
  return {
    type: 'shortcut',
    ...who(workspace, userId),
    action_ts: workspace.nextTs(),
    callback_id: callbackId,
    trigger_id: issueTrigger(workspace, userId),
  };
}

export function slashCommand(
  workspace: Workspace,
  userId: string,
  given: { readonly channelId: string; readonly command: string; readonly text: string },
): Fields {
  const { slack } = world;
  return {
    token,
    team_id: slack.teamId,
    team_domain: slack.teamDomain,
    channel_id: given.channelId,
    channel_name: workspace.channels.get(given.channelId)?.name ?? 'unknown',
    user_id: userId,
    user_name: workspace.people.get(userId)?.name ?? userId,
    command: given.command,
    text: given.text,
    api_app_id: slack.appId,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(
      workspace,
      { channelId: given.channelId, userId, ts: undefined },
      'commands',
    ),
    trigger_id: issueTrigger(workspace, userId),
  };
}
