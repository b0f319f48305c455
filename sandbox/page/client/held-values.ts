/** Reads what an element holds out of Slack's `state.values`. */
import { z } from 'zod';
import type { ShownView } from '../page-state.ts';
import type { ElementId, Held } from './surface.ts';

const option = z.object({ value: z.string() });
const slackValue = z
  .object({
    value: z.string().nullable(),
    selected_option: option.nullable(),
    selected_options: z.array(option),
    selected_user: z.string().nullable(),
    selected_users: z.array(z.string()),
    selected_conversation: z.string().nullable(),
    selected_conversations: z.array(z.string()),
    selected_channel: z.string().nullable(),
    selected_channels: z.array(z.string()),
    selected_date: z.string().nullable(),
    selected_time: z.string().nullable(),
  })
  .partial();

export function heldValue(values: ShownView['values'], { blockId, actionId }: ElementId): Held {
  const parsed = slackValue.safeParse(values[blockId]?.[actionId]);
  if (!parsed.success) return null;
  const { selected_option, selected_options, ...others } = parsed.data;
  if (selected_option) return selected_option.value;
  if (selected_options) return selected_options.map((picked) => picked.value);
  return Object.values(others).find((value) => value !== undefined && value !== null) ?? null;
}

export function textOf(held: Held): string {
  return typeof held === 'string' ? held : '';
}

export function listOf(held: Held): readonly string[] {
  if (held === null) return [];
  return typeof held === 'string' ? [held] : held;
}
