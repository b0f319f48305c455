/** The error codes inside an answer, for the list of calls. */
import { z } from 'zod';

const coded = z.array(z.object({ code: z.coerce.string() })).catch([]);
const answer = z.object({
  errors: coded.optional(),
  result: z
    .array(z.object({ reasons: coded.optional() }))
    .optional()
    .catch(undefined),
});

/** Codes of the whole call, then of its records; none for an answer that is not Marketo's. */
export function codesIn(text: string): string[] {
  const parsed = answer.safeParse(jsonOrText(text));
  if (!parsed.success) return [];
  const records = parsed.data.result?.flatMap((record) => record.reasons ?? []) ?? [];
  return [...(parsed.data.errors ?? []), ...records].map((error) => error.code);
}

/** The JSON value, or the text itself when it is none; undefined when it is empty. */
export function jsonOrText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
