/** The interactive elements that the page can draw, as zod shapes. */
import { z } from 'zod';
import { plainText, textObject } from '../blocks/text-shapes.ts';

export const confirmShape = z.object({
  title: plainText,
  text: textObject,
  confirm: plainText,
  deny: plainText,
  style: z.enum(['primary', 'danger']).optional(),
});

const optionShape = z.object({
  text: textObject,
  value: z.string().default(''),
  description: textObject.optional(),
  url: z.string().optional(),
});

const options = z.array(optionShape);
const optionGroups = z.array(z.object({ label: plainText, options }));
const own = {
  action_id: z.string(),
  confirm: confirmShape.optional(),
  placeholder: plainText.optional(),
};

export const imageElement = z.object({
  type: z.literal('image'),
  image_url: z.string().optional(),
  alt_text: z.string(),
});

export const elementShape = z.discriminatedUnion('type', [
  imageElement,
  z.object({
    type: z.literal('button'),
    ...own,
    text: plainText,
    value: z.string().optional(),
    url: z.string().optional(),
    style: z.enum(['primary', 'danger']).optional(),
    accessibility_label: z.string().optional(),
  }),
  z.object({ type: z.literal('overflow'), ...own, options }),
  z.object({ type: z.enum(['radio_buttons', 'checkboxes']), ...own, options }),
  z.object({
    type: z.enum(['static_select', 'multi_static_select']),
    ...own,
    options: options.optional(),
    option_groups: optionGroups.optional(),
  }),
  z.object({
    type: z.enum(['external_select', 'multi_external_select']),
    ...own,
    min_query_length: z.number().default(3),
  }),
  z.object({
    type: z.enum([
      'users_select',
      'multi_users_select',
      'conversations_select',
      'multi_conversations_select',
      'channels_select',
      'multi_channels_select',
    ]),
    ...own,
  }),
  z.object({
    type: z.literal('plain_text_input'),
    ...own,
    multiline: z.boolean().default(false),
    max_length: z.number().optional(),
    dispatch_action_config: z.object({ trigger_actions_on: z.array(z.string()) }).optional(),
  }),
  z.object({
    type: z.enum(['email_text_input', 'url_text_input', 'number_input']),
    ...own,
  }),
  z.object({ type: z.enum(['datepicker', 'timepicker']), ...own }),
]);

/** What a select that asks the bot gets back. */
export const suggestedShape = z.object({
  options: options.default([]),
  option_groups: optionGroups.default([]),
});

export type Element = z.infer<typeof elementShape>;
export type ElementOf<Type extends Element['type']> = Extract<Element, { type: Type }>;
export type Option = z.infer<typeof optionShape>;
export type Confirm = z.infer<typeof confirmShape>;
