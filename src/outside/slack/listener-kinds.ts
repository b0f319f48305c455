/** The kinds of listeners there are, quick by their shape: a click decides and is acknowledged once that is saved, opens a modal at once, or changes the modal it is in. */
import type { App, ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import {
  type Click,
  readClick,
  readSubmission,
  readViewClick,
  type Submission,
  type ViewClick,
} from './clicks.ts';

/** Listens for a button that decides. `decide` runs one transaction and returns a private sentence, if there is one to say. */
export function onDecide(
  app: App,
  actionId: string,
  decide: (click: Click) => Promise<string | undefined>,
): void {
  app.action(actionId, async ({ ack, body, respond }) => {
    const sentence = await decide(readClick(body));
    // Only now: an acknowledged click is a saved click.
    await ack();
    if (sentence) await respond({ response_type: 'ephemeral', replace_original: false, text: sentence });
  });
}

export interface Opening {
  /** What can be shown before anything is known; a trigger lives three seconds. */
  opensWith: (click: Click) => ModalView | undefined;
  /** What the modal shows once the database has been asked. */
  filledWith: (click: Click) => Promise<ModalView>;
}

/** Listens for a button that opens a modal: acknowledged and opened before any database work, then filled. */
export function onOpen(app: App, actionId: string, { opensWith, filledWith }: Opening): void {
  app.action(actionId, async ({ ack, body, client }) => {
    const click = readClick(body);
    await ack();
    const first = opensWith(click);
    if (!first) return;
    const opening = { trigger_id: click.triggerId, view: first };
    // From within a modal the new one is laid upon it.
    const opened = click.viewId ? await client.views.push(opening) : await client.views.open(opening);
    const viewId = opened.view?.id;
    if (!viewId) return;
    const view = await filledWith(click).catch(async (error: unknown) => {
      await client.views.update({ view_id: viewId, view: wentWrong });
      throw error;
    });
    await client.views.update({ view_id: viewId, view });
  });
}

/** Listens for an element inside a modal, which then shows something else; one that was closed meanwhile is left alone. */
export function onTurn(
  app: App,
  actionId: string,
  turn: (click: ViewClick) => Promise<ModalView | undefined>,
): void {
  app.action(actionId, async ({ ack, body, client }) => {
    const click = readViewClick(body);
    const view = await turn(click);
    await ack();
    if (!view) return;
    try {
      await client.views.update({ view_id: click.viewId, hash: click.hash, view });
    } catch (error) {
      // Another click was drawn in between; what the database says now is shown instead.
      if (isAnswer(error, 'hash_conflict')) await client.views.update({ view_id: click.viewId, view });
      else if (!isAnswer(error, 'not_found')) throw error;
    }
  });
}

const slackAnswer = z.object({ data: z.object({ error: z.string() }) });

function isAnswer(error: unknown, answer: string): boolean {
  return slackAnswer.safeParse(error).data?.data.error === answer;
}

/** Listens for a modal's submission that decides; the answer keeps the modal open with errors, changes it, or closes it. */
export function onSubmit(
  app: App,
  callbackId: string,
  decide: (submission: Submission) => Promise<ViewResponseAction | undefined>,
): void {
  app.view({ callback_id: callbackId, type: 'view_submission' }, async ({ ack, body }) => {
    const answer = await decide(readSubmission(body));
    if (answer) await ack(answer);
    else await ack();
  });
}

/** Everything that no listener knows: a button of an earlier version, a modal left open over an upgrade. */
export function onUnknown(
  app: App,
  known: { actionIds: readonly string[]; callbackIds: readonly string[] },
): void {
  app.action(noneOf(known.actionIds), async ({ ack, respond, body }) => {
    await ack();
    if (!('response_url' in body)) return;
    await respond({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'That button is of an earlier version and does nothing any more. The newest message has what you need.',
    });
  });
  app.view({ callback_id: noneOf(known.callbackIds), type: 'view_submission' }, async ({ ack }) => {
    await ack({
      response_action: 'update',
      view: sentenceModal(
        'Out of date',
        'This window is of an earlier version. Nothing was changed; close it and start again from the message.',
      ),
    });
  });
}

function noneOf(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^(?!(?:${escaped.join('|')})$).*$`, 's');
}

/** What a modal shows that could not be filled; nothing was changed by opening it. */
const wentWrong: ModalView = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Not now' },
  close: { type: 'plain_text', text: 'Close' },
  blocks: [
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: 'This could not be read at the moment. Close it and try again in a minute.',
      },
    },
  ],
};

/** A modal that says one thing; `sentence` is mrkdwn of ours. */
export function sentenceModal(title: string, sentence: string): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: sentence } }],
  };
}
