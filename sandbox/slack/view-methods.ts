/** views.*: modals and the Home tab. */
import { z } from 'zod';
import {
  allViews,
  checkView,
  modalsOf,
  openModal,
  publishHome,
  redrawView,
  wireView,
} from './modal-stack.ts';
import { tier4 } from './rate-limits.ts';
import type { SandboxView } from './slack-records.ts';
import { spendTrigger } from './trigger-ids.ts';
import { viewArgument, WebApiRefusal, webApiMethod } from './web-api-method.ts';

function refuseOldHash(view: SandboxView | undefined, hash: string | undefined): void {
  if (hash !== undefined && view !== undefined && view.hash !== hash)
    throw new WebApiRefusal('hash_conflict');
}

export const viewMethods = {
  'views.open': webApiMethod({
    limit: tier4,
    arguments: z.object({ trigger_id: z.string(), view: viewArgument }),
    answer: (workspace, given) => {
      checkView(workspace, given.view);
      const trigger = spendTrigger(workspace, given.trigger_id);
      return { view: wireView(openModal(workspace, trigger.userId, given.view, 'nothing')) };
    },
  }),

  'views.push': webApiMethod({
    limit: tier4,
    arguments: z.object({ trigger_id: z.string(), view: viewArgument }),
    answer: (workspace, given) => {
      checkView(workspace, given.view);
      const trigger = spendTrigger(workspace, given.trigger_id);
      const isOpen = modalsOf(workspace, trigger.userId).some((view) => view.id === trigger.viewId);
      if (!isOpen) throw new WebApiRefusal('not_found');
      return { view: wireView(openModal(workspace, trigger.userId, given.view, 'top')) };
    },
  }),

  'views.update': webApiMethod({
    limit: tier4,
    arguments: z.object({
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
      view: viewArgument,
    }),
    answer: (workspace, given) => {
      const view = allViews(workspace).find(
        (other) =>
          other.id === given.view_id || (other.externalId !== '' && other.externalId === given.external_id),
      );
      if (view === undefined) throw new WebApiRefusal('not_found');
      refuseOldHash(view, given.hash);
      return { view: wireView(redrawView(workspace, view, given.view)) };
    },
  }),

  'views.publish': webApiMethod({
    limit: tier4,
    arguments: z.object({ user_id: z.string(), view: viewArgument, hash: z.string().optional() }),
    answer: (workspace, given) => {
      if (!workspace.people.has(given.user_id)) throw new WebApiRefusal('user_not_found');
      refuseOldHash(workspace.homes.get(given.user_id), given.hash);
      return { view: wireView(publishHome(workspace, given.user_id, given.view)) };
    },
  }),
};
