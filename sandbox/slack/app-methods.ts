/** auth.test, apps.connections.open and blocks.validate: the app's dealings with the platform itself. */
import { z } from 'zod';
import { world } from '../world.ts';
import { faultsOfBlocks, faultsOfView } from './block-limits.ts';
import { fieldsOf } from './json-fields.ts';
import { tier2, unlisted } from './rate-limits.ts';
import { WebApiRefusal, webApiMethod } from './web-api-method.ts';

export const appMethods = {
  'auth.test': webApiMethod({
    limit: unlisted,
    arguments: z.object({}),
    answer: () => ({
      url: `https://${world.slack.teamDomain}.slack.com/`,
      team: 'Acme',
      user: 'usher',
      team_id: world.slack.teamId,
      user_id: world.slack.botUserId,
      bot_id: world.slack.botId,
      is_enterprise_install: false,
    }),
  }),

  'apps.connections.open': webApiMethod({
    // Tier 1 says "1 or more"; ten sockets may be opened at once, so the real limit must lie well above one.
    limit: tier2,
    arguments: z.object({}),
    answer: (workspace) => ({
      url: `${workspace.origin.replace('http', 'ws')}${workspace.sockets.ticketPath()}`,
    }),
  }),

  'blocks.validate': webApiMethod({
    limit: unlisted,
    arguments: z.object({
      blocks: z.unknown().optional(),
      message: z.unknown().optional(),
      view: z.unknown().optional(),
    }),
    answer: (workspace, given) => {
      const { blocks, message, view } = given;
      const [error, faults] =
        view !== undefined
          ? ['invalid_view', faultsOfView(view, workspace.switches)]
          : message !== undefined
            ? ['invalid_message', faultsOfBlocks(fieldsOf(message).blocks, 'message', workspace.switches)]
            : ['invalid_blocks', faultsOfBlocks(blocks, 'message', workspace.switches)];
      if (typeof error === 'string' && faults.length > 0)
        throw new WebApiRefusal(error, [], { errors: faults });
      return {};
    },
  }),
};
