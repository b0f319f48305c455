/** Slack's rich text: sections, lists, quotes and preformatted text made of small inline pieces. */
import { z } from 'zod';

const style = z
  .object({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();

const piece = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), style }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.string().optional(), style }),
  z.object({ type: z.literal('user'), user_id: z.string(), style }),
  z.object({ type: z.literal('usergroup'), usergroup_id: z.string(), style }),
  z.object({ type: z.literal('channel'), channel_id: z.string(), style }),
  z.object({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional(), style }),
  z.object({ type: z.literal('broadcast'), range: z.string(), style }),
  z.object({
    type: z.literal('date'),
    timestamp: z.number(),
    format: z.string(),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
]);

const section = z.object({ type: z.literal('rich_text_section'), elements: z.array(piece) });

export const richTextShape = z.object({
  type: z.literal('rich_text'),
  elements: z.array(
    z.discriminatedUnion('type', [
      section,
      z.object({
        type: z.literal('rich_text_list'),
        style: z.enum(['bullet', 'ordered']),
        indent: z.number().default(0),
        elements: z.array(section),
      }),
      z.object({ type: z.literal('rich_text_quote'), elements: z.array(piece) }),
      z.object({ type: z.literal('rich_text_preformatted'), elements: z.array(piece) }),
    ]),
  ),
});

export type RichText = z.infer<typeof richTextShape>;
export type RichPiece = z.infer<typeof piece>;
