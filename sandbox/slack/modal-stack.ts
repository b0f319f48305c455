/** A person's open modals and Home tab: opening, pushing, updating by hash, closing. */
import { randomBytes } from 'node:crypto';
import { world } from '../world.ts';
import { faultLine } from './block-faults.ts';
import { withBlockIds } from './block-ids.ts';
import { faultsOfView, hasRefusedNewType } from './block-limits.ts';
import { valuesOf } from './input-elements.ts';
import type { SandboxView } from './slack-records.ts';
import { type GivenView, WebApiRefusal } from './web-api-method.ts';
import type { Workspace } from './workspace.ts';

const maxViewBytes = 250_000;
const maxStack = 3;

export function modalsOf(workspace: Workspace, userId: string): readonly SandboxView[] {
  return workspace.modals.get(userId) ?? [];
}

export function allViews(workspace: Workspace): SandboxView[] {
  return [...[...workspace.modals.values()].flat(), ...workspace.homes.values()];
}

/** Throws WebApiRefusal: invalid_arguments with lines, invalid_blocks, view_too_large, duplicate_external_id. */
export function checkView(workspace: Workspace, given: GivenView, replacing?: SandboxView): void {
  const faults = faultsOfView(given, workspace.switches);
  if (faults.length > 0) {
    const error = hasRefusedNewType(given.blocks, workspace.switches)
      ? 'invalid_blocks'
      : 'invalid_arguments';
    throw new WebApiRefusal(error, faults.map(faultLine));
  }
  if (Buffer.byteLength(JSON.stringify(given)) > maxViewBytes) throw new WebApiRefusal('view_too_large');
  const isTaken = allViews(workspace).some(
    (view) => view.externalId === given.external_id && view.id !== replacing?.id,
  );
  if (given.external_id !== '' && isTaken) throw new WebApiRefusal('duplicate_external_id');
}

function content(given: GivenView, workspace: Workspace) {
  return {
    callbackId: given.callback_id,
    externalId: given.external_id,
    title: given.title?.text ?? '',
    submit: given.submit?.text,
    close: given.close?.text,
    blocks: withBlockIds(given.blocks),
    privateMetadata: given.private_metadata,
    hash: `${Math.floor(workspace.clock.now().getTime() / 1000)}.${randomBytes(6).toString('base64url')}`,
    isClearOnClose: given.clear_on_close,
    isNotifyOnClose: given.notify_on_close,
    errors: {},
  };
}

/** Opens a modal alone, or on top of those that are open. Throws WebApiRefusal. */
export function openModal(
  workspace: Workspace,
  userId: string,
  given: GivenView,
  on: 'nothing' | 'top',
): SandboxView {
  if (given.type !== 'modal')
    throw new WebApiRefusal('invalid_arguments', ['[ERROR] must be a modal [json-pointer:/view/type]']);
  checkView(workspace, given);
  const below = on === 'top' ? modalsOf(workspace, userId) : [];
  if (below.length >= maxStack) throw new WebApiRefusal('push_limit_reached');
  const id = workspace.nextId('V0');
  const shown = content(given, workspace);
  const view: SandboxView = {
    ...shown,
    id,
    userId,
    type: 'modal',
    rootViewId: below[0]?.id ?? id,
    previousViewId: below.at(-1)?.id,
    values: valuesOf(shown.blocks),
  };
  workspace.modals.set(userId, [...below, view]);
  workspace.changed();
  return view;
}

/** Shows new content in a view that is open; what people typed stays where the ids stay. Throws WebApiRefusal. */
export function redrawView(workspace: Workspace, view: SandboxView, given: GivenView): SandboxView {
  checkView(workspace, given, view);
  const shown = content(given, workspace);
  return replaceView(workspace, { ...view, ...shown, values: valuesOf(shown.blocks, view.values) });
}

export function publishHome(workspace: Workspace, userId: string, given: GivenView): SandboxView {
  if (given.type !== 'home')
    throw new WebApiRefusal('invalid_arguments', ['[ERROR] must be a home [json-pointer:/view/type]']);
  const before = workspace.homes.get(userId);
  if (before !== undefined) return redrawView(workspace, before, given);
  checkView(workspace, given);
  const id = workspace.nextId('V0');
  const shown = content(given, workspace);
  return replaceView(workspace, {
    ...shown,
    id,
    userId,
    type: 'home',
    rootViewId: id,
    previousViewId: undefined,
    values: valuesOf(shown.blocks),
  });
}

/** Puts the view in the place of the one with its id. */
export function replaceView(workspace: Workspace, view: SandboxView): SandboxView {
  if (view.type === 'home') workspace.homes.set(view.userId, view);
  else {
    const stack = modalsOf(workspace, view.userId);
    workspace.modals.set(
      view.userId,
      stack.map((other) => (other.id === view.id ? view : other)),
    );
  }
  workspace.changed();
  return view;
}

/** Takes the view and all above it away, or the whole stack; gives back what was closed, top first. */
export function closeModals(workspace: Workspace, view: SandboxView, isClearing: boolean): SandboxView[] {
  const stack = modalsOf(workspace, view.userId);
  const index = isClearing ? 0 : stack.findIndex((other) => other.id === view.id);
  if (index < 0) return [];
  workspace.modals.set(view.userId, stack.slice(0, index));
  workspace.changed();
  return stack.slice(index).reverse();
}

/** The view as the Web API and payloads carry it. */
export function wireView(view: SandboxView): Record<string, unknown> {
  const plain = (text: string | undefined) =>
    text === undefined ? null : { type: 'plain_text', text, emoji: true };
  return {
    id: view.id,
    team_id: world.slack.teamId,
    type: view.type,
    callback_id: view.callbackId,
    ...(view.type === 'modal'
      ? { title: plain(view.title), submit: plain(view.submit), close: plain(view.close) }
      : {}),
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    state: { values: view.values },
    hash: view.hash,
    root_view_id: view.rootViewId,
    previous_view_id: view.previousViewId ?? null,
    external_id: view.externalId,
    clear_on_close: view.isClearOnClose,
    notify_on_close: view.isNotifyOnClose,
    app_id: world.slack.appId,
    app_installed_team_id: world.slack.teamId,
    bot_id: world.slack.botId,
  };
}
