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
  /** Groups of check boxes with this action id: the block each stands in, and the values that are ticked there. */
  ticked(actionId: string): { blockId: string; values: string[] }[];
}

/** Someone used an element inside an open modal. */
export interface ViewClick {
  userId: string;
  actionId: string;
  /** The button's value, the chosen option's, or what was typed; nothing where it was left empty. */
  value: string | undefined;
  viewId: string;
  /** The view as the person saw it; an update with an older one is not taken. */
  hash: string;
  privateMetadata: string;
  /** Groups of check boxes with this action id: the block each stands in, and the values that are ticked there. */
  ticked(actionId: string): { blockId: string; values: string[] }[];
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
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

const viewState = z.object({ values: z.record(z.string(), z.record(z.string(), field)) });

const viewClickBody = z.object({
  user: z.object({ id: z.string() }),
  actions: z.array(field.extend({ action_id: z.string() })).min(1),
  view: z.object({
    id: z.string(),
    hash: z.string(),
    private_metadata: z.string().default(''),
    state: viewState,
  }),
});

const submissionBody = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: viewState,
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
    ticked: tickedIn(view.state),
  };
}

export function readViewClick(body: unknown): ViewClick {
  const { user, actions, view } = viewClickBody.parse(body);
  const [action] = actions;
  return {
    userId: user.id,
    actionId: action?.action_id ?? '',
    value: action?.selected_option?.value ?? action?.value ?? undefined,
    viewId: view.id,
    hash: view.hash,
    privateMetadata: view.private_metadata,
    ticked: tickedIn(view.state),
  };
}

function tickedIn({ values }: z.infer<typeof viewState>) {
  return (actionId: string) =>
    Object.entries(values).flatMap(([blockId, elements]) => {
      const found = elements[actionId]?.selected_options;
      return found ? { blockId, values: found.map(({ value }) => value) } : [];
    });
}
