/** A person at the keyboard: clicks, submits and commands that reach the bot as Slack would send them. */
import { deliver } from './bot-delivery.ts';
import { addMessage, directChannelId, findMessage } from './channel-messages.ts';
import { actionOf, confirmationOf, dispatches, findElement } from './element-clicks.ts';
import { sendEvent } from './event-delivery.ts';
import { holdsValue } from './input-elements.ts';
import {
  type ActionPlace,
  blockActions,
  blockSuggestion,
  globalShortcut,
  slashCommand,
} from './interaction-payloads.ts';
import type { Fields } from './json-fields.ts';
import { replaceView, wireView } from './modal-stack.ts';
import { closeModal, openView, submitModal } from './modal-submission.ts';
import { showResponse } from './response-urls.ts';
import type { SandboxMessage, SlackBlock } from './slack-records.ts';
import type { Workspace } from './workspace.ts';

/** What came of it: the bot's answer, or the warning that the person sees instead. */
export type AckOutcome =
  | { readonly ok: true; readonly body: unknown; readonly errors?: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly warning: string; readonly errors?: Readonly<Record<string, string>> };

export type ClickPlace = { readonly channelId: string; readonly ts: string } | { readonly viewId: string };

/** Which element was used, and with what; a field not given is one the element does not need. */
export interface ElementUse {
  readonly actionId: string;
  /** Needed only where several blocks carry the same action_id. */
  readonly blockId?: string;
  /** For a button with an action_id that several share: its value. For an input: what is typed or picked. */
  readonly value?: string;
  /** The value of the option taken in an overflow, a select or radio buttons. */
  readonly selectedOption?: string;
  readonly selectedOptions?: readonly string[];
}

export interface SlackPerson {
  readonly userId: string;
  /** Uses an element that is on screen; throws an Error that lists what is there when it is not. */
  click(at: ClickPlace, use: ElementUse): Promise<AckOutcome>;
  /** Sends an action that is not on screen: an old message (given or forgotten), an unknown button. */
  clickRaw(
    at: ClickPlace & { readonly message?: SandboxMessage },
    action: Readonly<Record<string, unknown>> & { readonly action_id: string },
  ): Promise<AckOutcome>;
  /** Types into a select that asks the bot for its options; the body holds `options` or `option_groups`. */
  suggest(at: ClickPlace, search: { actionId: string; blockId?: string; query: string }): Promise<AckOutcome>;
  /**
   * Submits a modal. A value is a string (typed text, an option's value, a user id), an array of those, null,
   * or an object used as it stands. Field errors of the bot come back as `errors`; an input left empty is refused
   * before the bot is asked.
   */
  submit(
    viewId: string,
    values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<AckOutcome>;
  /** Closes a modal and whatever lies above it; the bot hears of those that asked for it. */
  close(viewId: string): Promise<void>;
  command(channelId: string, command: string, text: string): Promise<AckOutcome>;
  shortcut(callbackId: string): Promise<AckOutcome>;
  openHome(): Promise<void>;
  /** Writes into a channel, as people do. */
  say(channelId: string, text: string): SandboxMessage;
}

/** Throws an Error when nobody in the workspace has this id. */
export function createPerson(workspace: Workspace, userId: string): SlackPerson {
  if (!workspace.people.has(userId)) throw new Error(`the sandbox has no person ${userId}`);
  const send = (payload: Fields, isBodyRead = false): Promise<AckOutcome> =>
    deliver(workspace, { type: 'interactive', payload, isBodyRead });
  return {
    userId,
    click: async (at, use) => {
      const { place, blocks } = shownAt(workspace, userId, at);
      const placed = findElement(blocks, use);
      const action = actionOf(placed, use, workspace.suggestions.get(use.actionId));
      const confirmation = confirmationOf(placed);
      if (confirmation !== undefined)
        workspace.confirmations.push({ userId, actionId: use.actionId, ...confirmation });
      const after = holdsValue(placed.element) ? keepPick(workspace, userId, place, action) : place;
      if (!dispatches(placed)) return { ok: true, body: undefined };
      return send(blockActions(workspace, userId, after, action));
    },
    clickRaw: (at, action) => {
      const place = 'viewId' in at ? { view: openView(workspace, at.viewId) } : at;
      return send(blockActions(workspace, userId, place, { type: 'button', block_id: 'gone', ...action }));
    },
    suggest: async (at, search) => {
      const { place, blocks } = shownAt(workspace, userId, at);
      const { block } = findElement(blocks, search);
      const payload = blockSuggestion(workspace, userId, place, { ...search, blockId: block.block_id });
      const outcome = await send(payload, true);
      if (outcome.ok) workspace.suggestions.set(search.actionId, outcome.body);
      return outcome;
    },
    submit: async (viewId, values) => submitModal(workspace, openView(workspace, viewId), values),
    close: async (viewId) => closeModal(workspace, openView(workspace, viewId)),
    command: async (channelId, command, text) => {
      const payload = slashCommand(workspace, userId, { channelId, command, text });
      const outcome = await deliver(workspace, { type: 'slash_commands', payload, isBodyRead: true });
      if (outcome.ok) showCommandAnswer(workspace, { channelId, userId }, outcome.body);
      return outcome;
    },
    shortcut: (callbackId) => send(globalShortcut(workspace, userId, callbackId)),
    openHome: async () => {
      const home = workspace.homes.get(userId);
      await sendEvent(workspace, {
        type: 'app_home_opened',
        user: userId,
        channel: directChannelId(workspace, userId),
        tab: 'home',
        ...(home === undefined ? {} : { view: wireView(home) }),
      });
    },
    say: (channelId, text) => addMessage(workspace, channelId, { userId, text, blocks: [] }),
  };
}

/** What this person sees there. Throws an Error when it is gone. */
function shownAt(
  workspace: Workspace,
  userId: string,
  at: ClickPlace,
): { place: ActionPlace; blocks: readonly SlackBlock[] } {
  if ('viewId' in at) {
    const view = openView(workspace, at.viewId);
    return { place: { view }, blocks: view.blocks };
  }
  const message =
    findMessage(workspace, at.channelId, at.ts) ??
    workspace.ephemerals.find((ephemeral) => ephemeral.ts === at.ts && ephemeral.userId === userId);
  if (message === undefined) throw new Error(`${userId} sees no message ${at.ts} in ${at.channelId}`);
  return { place: { channelId: at.channelId, ts: at.ts }, blocks: message.blocks };
}

/** Keeps what was picked in a select or typed, as `state.values` shows it from then on. */
function keepPick(workspace: Workspace, userId: string, place: ActionPlace, action: Fields): ActionPlace {
  const { action_id, block_id, confirm, placeholder, ...value } = action;
  const blockId = String(block_id);
  const pick = { [String(action_id)]: value };
  if ('view' in place) {
    const { view } = place;
    const values = { ...view.values, [blockId]: { ...view.values[blockId], ...pick } };
    return { view: replaceView(workspace, { ...view, values }) };
  }
  const key = `${userId} ${place.ts}`;
  const picks = workspace.picksInMessages.get(key) ?? {};
  workspace.picksInMessages.set(key, { ...picks, [blockId]: { ...picks[blockId], ...pick } });
  return place;
}

/** A command may be answered in its ack: with words, or with a message. */
function showCommandAnswer(
  workspace: Workspace,
  place: { channelId: string; userId: string },
  body: unknown,
): void {
  if (body === undefined) return;
  const answer = typeof body === 'string' ? { text: body } : body;
  showResponse(workspace, { ...place, ts: undefined }, answer);
}
