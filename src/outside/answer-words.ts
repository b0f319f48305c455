/** Finds the sentence in an answer's body that says what went wrong: JSON, XML, HTML or plain text. */
import { z } from 'zod';
import type { OutsideAnswer } from './http.ts';

const jsonWordsSchema = z.union([
  z.object({ message: z.string().min(1) }).transform((body) => body.message),
  z.object({ error_description: z.string().min(1) }).transform((body) => body.error_description),
  z
    .object({ errors: z.tuple([z.object({ message: z.string().min(1) })], z.unknown()) })
    .transform((body) => body.errors[0].message),
  z.object({ error: z.string().min(1) }).transform((body) => body.error),
]);

/** The outside system's own sentence, unmasked; `HTTP <status>` when the body holds none. */
export function wordsOf(answer: Pick<OutsideAnswer, 'status' | 'text'>): string {
  return messageOf(answer.text) ?? (plainText(answer.text) || `HTTP ${answer.status}`);
}

/** The message in a JSON or XML body, or nothing when the body has no such thing. */
export function messageOf(text: string): string | undefined {
  const json = jsonWordsSchema.safeParse(parsedJson(text));
  if (json.success) return json.data;
  const element = /<message\b[^>]*>([^<]*)<\/message>/i.exec(text)?.[1];
  return element === undefined || element.trim() === '' ? undefined : withoutEntities(element).trim();
}

/** The value of a JSON text, or nothing when it is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function plainText(text: string): string {
  if (parsedJson(text) !== undefined) return '';
  const start = text.slice(0, 10_000);
  const words = start
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[a-z/!?][^>]*>/gi, ' ')
    .replace(/\s+/g, ' ');
  return withoutEntities(words).trim();
}

function withoutEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&(?:#0?39|apos);/g, "'")
    .replaceAll('&amp;', '&');
}
