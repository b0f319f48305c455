/** Adds channels, people and groups to the workspace while it runs. */
import { world } from '../world.ts';
import { sendEvent } from './event-delivery.ts';
import type { Workspace } from './workspace.ts';

export interface NewChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  /** True when not given. */
  readonly isBotMember?: boolean;
  /** Everybody when not given. */
  readonly members?: readonly string[];
}

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly timeZone?: string;
  readonly isAdmin?: boolean;
  readonly isDeleted?: boolean;
}

export function addChannel(workspace: Workspace, channel: NewChannel): void {
  workspace.channels.set(channel.id, {
    id: channel.id,
    name: channel.name,
    isPrivate: channel.isPrivate ?? false,
    isArchived: channel.isArchived ?? false,
    isBotMember: channel.isBotMember ?? true,
    directWith: undefined,
    members: channel.members ?? [...workspace.people.keys()],
    messages: workspace.channels.get(channel.id)?.messages ?? [],
  });
  workspace.changed();
}

export function addPerson(workspace: Workspace, person: NewPerson): void {
  workspace.people.set(person.id, {
    id: person.id,
    name: person.name,
    realName: person.realName,
    email: person.email ?? `${person.name}@acme.example`,
    timeZone: person.timeZone ?? 'America/Los_Angeles',
    isAdmin: person.isAdmin ?? false,
    isDeleted: person.isDeleted ?? false,
  });
  workspace.changed();
}

/** The bot is told of the difference, when it can be reached. */
export function setGroupMembers(workspace: Workspace, groupId: string, userIds: readonly string[]): void {
  const before = workspace.groups.get(groupId);
  const members = before?.members ?? [];
  workspace.groups.set(groupId, {
    id: groupId,
    handle: before?.handle ?? groupId.toLowerCase(),
    members: userIds,
  });
  workspace.changed();
  const added = userIds.filter((id) => !members.includes(id));
  const removed = members.filter((id) => !userIds.includes(id));
  if (workspace.sockets.count === 0 && workspace.requestUrl === undefined) return;
  const seconds = Math.floor(workspace.clock.now().getTime() / 1000);
  void sendEvent(workspace, {
    type: 'subteam_members_changed',
    subteam_id: groupId,
    team_id: world.slack.teamId,
    date_previous_update: seconds,
    date_update: seconds,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  });
}
