/** users.* and usergroups.*: who works here and who approves. */
import { z } from 'zod';
import { world } from '../world.ts';
import { tier2, tier3, tier4 } from './rate-limits.ts';
import type { SandboxGroup, SandboxPersonRecord } from './slack-records.ts';
import { WebApiRefusal, webApiMethod } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

function wirePerson(workspace: Workspace, person: SandboxPersonRecord): Record<string, unknown> {
  const showsEmail = workspace.switches.grantedScopes.includes('users:read.email');
  return {
    id: person.id,
    team_id: world.slack.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.isDeleted,
    is_bot: false,
    is_admin: person.isAdmin,
    is_owner: false,
    tz: person.timeZone,
    profile: {
      real_name: person.realName,
      display_name: person.name,
      ...(showsEmail ? { email: person.email } : {}),
    },
  };
}

function wireGroup(group: SandboxGroup): Record<string, unknown> {
  return {
    id: group.id,
    team_id: world.slack.teamId,
    is_usergroup: true,
    name: group.handle,
    handle: group.handle,
    user_count: group.members.length,
    users: group.members,
  };
}

function refuseWithoutPlan(workspace: Workspace): void {
  if (workspace.switches.userGroups === 'plan_upgrade_required')
    throw new WebApiRefusal('plan_upgrade_required');
}

export const peopleMethods = {
  'users.info': webApiMethod({
    scopes: ['users:read'],
    limit: tier4,
    arguments: z.object({ user: z.string() }),
    answer: (workspace, given) => {
      const person = workspace.people.get(given.user);
      if (person === undefined) throw new WebApiRefusal('user_not_found');
      return { user: wirePerson(workspace, person) };
    },
  }),

  'users.list': webApiMethod({
    scopes: ['users:read'],
    limit: tier2,
    arguments: z.object({}),
    answer: (workspace) => ({
      members: [...workspace.people.values()].map((person) => wirePerson(workspace, person)),
      response_metadata: { next_cursor: '' },
    }),
  }),

  'users.lookupByEmail': webApiMethod({
    scopes: ['users:read.email'],
    limit: tier3,
    arguments: z.object({ email: z.string() }),
    answer: (workspace, given) => {
      const person = [...workspace.people.values()].find(
        (other) => other.email.toLowerCase() === given.email.toLowerCase() && !other.isDeleted,
      );
      if (person === undefined) throw new WebApiRefusal('users_not_found');
      return { user: wirePerson(workspace, person) };
    },
  }),

  'usergroups.list': webApiMethod({
    scopes: ['usergroups:read'],
    limit: tier2,
    arguments: z.object({}),
    answer: (workspace) => {
      refuseWithoutPlan(workspace);
      return { usergroups: [...workspace.groups.values()].map(wireGroup) };
    },
  }),

  'usergroups.users.list': webApiMethod({
    scopes: ['usergroups:read'],
    limit: tier2,
    arguments: z.object({ usergroup: z.string() }),
    answer: (workspace, given) => {
      refuseWithoutPlan(workspace);
      const group = workspace.groups.get(given.usergroup);
      if (group === undefined) throw new WebApiRefusal('no_such_subteam');
      return { users: group.members };
    },
  }),
};
