/** Block Kit's two kinds of text. */
import { z } from 'zod';

export const plainText = z.object({ type: z.literal('plain_text'), text: z.string() });
export const textObject = z.union([plainText, z.object({ type: z.literal('mrkdwn'), text: z.string() })]);

export type TextObject = z.infer<typeof textObject>;
