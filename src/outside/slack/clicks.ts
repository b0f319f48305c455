/** A click or a modal's submission in plain words, read from Slack's payloads; what is not of this shape is refused. */
import { z } from 'zod';

/** Someone used a button, an overflow entry or a select. */
export interface Click {
  userId: string;
  actionId: string;
  /** The button's value, or the chosen option's. */
  value: string | undefined;
  triggerId: string;
  /** Absent when the click came from a modal or from Home. */
  responseUrl: string | undefined;
  /** The modal in which it was used, if it was one. */
  viewId?: string | undefined;
}

/** Someone submitted a modal. */
export interface Submission {
  userId: string;
  callbackId: string;
  viewId: string;
  privateMetadata: string;
  /** Chosen or typed value by block and action; nothing where the field was left empty. */
  field(blockId: string, actionId: string): string | undefined;
}

const clickBody = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  view: z.object({ id: z.string() }).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

const field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

const submissionBody = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), field)) }),
  }),
});

export function readClick(body: unknown): Click {
  const { user, trigger_id, response_url, view, actions } = clickBody.parse(body);
  const [action] = actions;
  return {
    userId: user.id,
    actionId: action?.action_id ?? '',
    value: action?.selected_option?.value ?? action?.value,
    triggerId: trigger_id,
    responseUrl: response_url,
    ...(view ? { viewId: view.id } : {}),
  };
}

export function readSubmission(body: unknown): Submission {
  const { user, view } = submissionBody.parse(body);
  return {
    userId: user.id,
    callbackId: view.callback_id,
    viewId: view.id,
    privateMetadata: view.private_metadata,
    field(blockId, actionId) {
      const found = view.state.values[blockId]?.[actionId];
      return found?.selected_option?.value ?? found?.value ?? undefined;
    },
  };
}
