/** Values as outside systems really send them, each read into one kind of ours. */
import { z } from 'zod';

/** A whole number, quoted or not. */
export const wholeNumber = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** A text, or null where it is absent, null or blank. */
export const textOrNull = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => (value === undefined || value === null || value.trim() === '' ? null : value));

/**
 * An instant with its zone, or null where it is absent or not one. Takes Marketo's asset dates too,
 * which end in `Z+0000`. Without a zone an instant is a guess, so it is null.
 */
export const instantOrNull = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? parsedInstant(value) : null));

/** True, false, `Y`, `N`, or a text that begins with `true` or `false`; null when absent or none of these. */
export const flagOrNull = z
  .unknown()
  .optional()
  .transform((value): boolean | null => {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'string') return null;
    if (/^(?:y(?:es)?$|true)/i.test(value.trim())) return true;
    return /^(?:no?$|false)/i.test(value.trim()) ? false : null;
  });

function parsedInstant(value: string): Date | null {
  const text = value.trim().replace(/Z[+-]0000$/, 'Z');
  if (!/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}
