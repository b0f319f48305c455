/** trigger_ids: what lets the bot open a modal, once and for a short time after a person acted. */
import { randomBytes } from 'node:crypto';
import { WebApiRefusal } from './web-api-method.ts';
import type { Trigger, Workspace } from './workspace.ts';

export function issueTrigger(workspace: Workspace, userId: string, viewId?: string): string {
  const id = `${workspace.triggers.size + 1}.${Date.now()}.${randomBytes(8).toString('hex')}`;
  workspace.triggers.set(id, {
    userId,
    viewId,
    issuedAt: workspace.clock.now().getTime(),
    isSpent: false,
  });
  return id;
}

/** Throws WebApiRefusal: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id. */
export function spendTrigger(workspace: Workspace, id: string): Trigger {
  const trigger = workspace.triggers.get(id);
  if (trigger === undefined) throw new WebApiRefusal('invalid_trigger_id');
  if (trigger.isSpent) throw new WebApiRefusal('exchanged_trigger_id');
  const ageMs = workspace.clock.now().getTime() - trigger.issuedAt;
  if (ageMs > workspace.switches.triggerLifeMs) throw new WebApiRefusal('expired_trigger_id');
  trigger.isSpent = true;
  return trigger;
}
